"""``outreach backup`` and ``restore`` as somebody at the terminal sees them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from outreach.settings import read_settings
from outreach.store import opened
from tests.cli.conftest import Done, Run

File = Callable[..., str]


def said(done: Done) -> str:
    return done.out + done.err


def test_backed_up_and_restored(run: Run, file: File, tmp_path: Path) -> None:
    assert run("announce", file()).code == 0
    made = run("backup", "b.zip")
    assert made.code == 0
    assert made.out.startswith("b.zip: 0 organisations, 1 announcements, 0 broadcasts")
    assert run("announce", file(id="second")).code == 0
    done = run("restore", "b.zip")
    assert done.code == 0
    assert "What was there before is in outreach-data/before-restore-" in done.out
    assert "record them again before anything is sent" in done.out
    assert "version 1" in said(run("announce", file(id="second")))
    assert "version 2" in said(run("announce", file(kind="training")))


def test_a_second_backup_of_that_name_is_refused(run: Run, file: File) -> None:
    run("announce", file())
    run("backup", "b.zip")
    again = run("backup", "b.zip")
    assert (again.code, again.out) == (1, "")
    assert again.err == "b.zip is there already. Choose another name.\n"


def test_while_a_server_runs_backup_works_and_restore_is_refused(
    run: Run, file: File
) -> None:
    run("announce", file())
    with opened(read_settings()):
        assert run("backup", "b.zip").code == 0
        refused = run("restore", "b.zip")
    assert refused.code == 1
    assert refused.err.endswith("Stop it first.\n")


def test_without_a_database_there_is_nothing_to_back_up(
    run: Run, tmp_path: Path
) -> None:
    done = run("backup", "b.zip")
    assert (done.code, done.out) == (1, "")
    assert "There is no database" in done.err
    assert list(tmp_path.iterdir()) == []
