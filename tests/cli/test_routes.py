"""The table of routes from the terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run


@pytest.fixture
def staffed(run: Run) -> Run:
    for login, role in (("ann", "author"), ("bob", "approver")):
        assert run("users", "add", login, "--role", role).code == 0
    return run


def test_set_list_export_import_and_remove(staffed: Run, tmp_path: Path) -> None:
    run = staffed
    assert run("routes", "list").out == "There is no route.\n"
    words = ("routes", "set", "ke", "recorder", "--channel", "text", "--price", "0.5")
    assert run(*words, "--as", "bob").out == "1 added or changed, 0 as before.\n"
    assert run(*words, "--as", "bob").out == "0 added or changed, 1 as before.\n"
    said = "text to Kenya (KE) by recorder: its own sender, no answers, 0.50 USD a segment\n"
    assert run("routes", "list").out == said
    file = tmp_path / "routes.csv"
    assert run("routes", "export", str(file)).code == 0
    assert file.read_bytes().decode("utf-8-sig") == run("routes", "export").out
    gone = run("routes", "remove", "KE", "recorder", "--channel", "text", "--as", "bob")
    assert gone.out == "Removed.\n"
    back = run("routes", "import", str(file), "--as", "bob")
    assert back.out == "1 added or changed, 0 as before.\n"
    assert run("routes", "list").out == said


TEXT = ("--channel", "text")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (
            ["set", "KE", "recorder", *TEXT, "--as", "ann"],
            "this needs approver or more",
        ),
        (
            ["set", "XX", "recorder", *TEXT, "--as", "bob"],
            "country: “XX” is no country",
        ),
        (["remove", "KE", "recorder", "--as", "bob"], "There is no route"),
    ],
)
def test_what_is_refused_says_why(staffed: Run, words: list[str], says: str) -> None:
    done = staffed("routes", *words)
    assert (done.code, done.out) == (1, "")
    assert says in done.err


def test_a_wrong_row_keeps_all_others_out(staffed: Run, tmp_path: Path) -> None:
    file = tmp_path / "routes.csv"
    file.write_text(
        "channel,country,gateway\ntext,KE,recorder\ntext,XX,recorder\n", "utf-8"
    )
    done = staffed("routes", "import", str(file), "--as", "bob")
    assert done.code == 1
    assert done.err.startswith("row 3, country: “XX” is no country")
    assert staffed("routes", "list").out == "There is no route.\n"
