"""``outreach import events``, as staff call it."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Run
from tests.directory.test_events import calendar

PLACE = ("--language", "en", "--country", "KE", "--locality", "Kisumu")


def test_events_are_stored_under_their_own_ids(run: Run, tmp_path: Path):
    path = tmp_path / "e.ics"
    path.write_bytes(calendar())
    assert run("users", "add", "ann").code == 0
    done = run("import", "events", str(path), *PLACE, "--as", "ann")
    assert (done.code, done.out) == (0, "indico-event-14-indico-un-example\n")


def test_a_dry_run_stores_nothing(run: Run, tmp_path: Path):
    path = tmp_path / "e.ics"
    path.write_bytes(calendar())
    done = run("import", "events", str(path), *PLACE, "--dry-run")
    assert (done.code, done.out) == (0, "1 events, nothing wrong.\n")
    assert not (tmp_path / "outreach-data").exists()
