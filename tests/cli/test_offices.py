"""``outreach import announcements`` and ``export announcements``, as staff call them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.dispatch.test_bringing import theirs


@pytest.fixture
def came(tmp_path: Path) -> str:
    path = tmp_path / "a.json"
    path.write_text(json.dumps([theirs("one"), theirs("two")]))
    return str(path)


def test_they_are_stored_all_or_none_and_told(run: Run, came: str):
    assert run("users", "add", "ann").code == 0
    done = run("import", "announcements", came, "--as", "ann")
    assert (done.code, done.out) == (0, "one\ntwo\n")
    assert "two: of Nairobi office, version 1 there." in done.err
    again = run("import", "announcements", came, "--as", "ann")
    assert again.err.count("It is here already.") == 2


def test_a_dry_run_stores_nothing_and_makes_no_database(
    run: Run, came: str, tmp_path: Path
):
    done = run("import", "announcements", came, "--dry-run")
    assert done.code == 0
    assert done.out.endswith("2 announcements, nothing wrong.\n")
    assert not (tmp_path / "outreach-data").exists()


def test_what_one_office_exports_another_imports(
    run: Run, came: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    run("users", "add", "ann")
    run("import", "announcements", came, "--as", "ann")
    monkeypatch.setenv("OUTREACH_OFFICE", "Kisumu office")
    done = run("export", "announcements", "--since", "2020-01-01")
    assert done.code == 0
    assert {one["origin"]["office"] for one in json.loads(done.out)} == {
        "Nairobi office"
    }
    (tmp_path / "b.json").write_text(done.out)
    again = run("import", "announcements", str(tmp_path / "b.json"), "--dry-run")
    assert again.out.count("It is here already.") == 2


@pytest.mark.parametrize(
    ("given", "code", "said"),
    [
        pytest.param([], 2, "Say which: REF..., or --since DAY.", id="nothing"),
        pytest.param(["a", "--since", "2027-01-01"], 2, "Say which", id="both"),
        pytest.param(["--since", "1.3."], 1, "Say the day as 2027-03-01.", id="a day"),
        pytest.param(["gone"], 1, "There is no announcement “gone”.", id="not known"),
    ],
)
def test_what_can_not_be_exported_is_told(
    run: Run, given: list[str], code: int, said: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("OUTREACH_OFFICE", "Kisumu office")
    run("users", "add", "ann")
    done = run("export", "announcements", *given)
    assert done.code == code
    assert said in done.err


def test_another_offices_announcement_is_not_announced_as_ours(run: Run, came: str):
    one = Path(came).with_name("one.json")
    one.write_text(json.dumps(theirs()))
    done = run("announce", str(one))
    assert done.code == 1
    assert "outreach import announcements" in done.err
