"""``outreach person``: what is held is written down; erasing asks first."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.cli.test_office import directory

PHONE = "+254 722 000 001"


@pytest.fixture
def office(run: Run, tmp_path: Path) -> Run:
    run("users", "add", "ada", "--role", "administrator")
    run("users", "add", "ann", "--role", "author")
    assert run("import", "organisations", directory(tmp_path)).code == 0
    return run


def test_what_is_held_is_written_as_json_and_as_text(
    office: Run, tmp_path: Path
) -> None:
    made = office("person", "export", PHONE, "--out", "for-her", "--as", "ada")
    assert made.out.split() == ["for-her/person.json", "for-her/person.txt"]
    for name in made.out.split():
        assert (tmp_path / name).stat().st_mode & 0o077 == 0, "nobody else's business"
    found = json.loads((tmp_path / "for-her" / "person.json").read_text("utf-8"))
    assert [row["address"] for row in found["addressees"]] == ["+254722000001"]
    assert "signed form" in (tmp_path / "for-her" / "person.txt").read_text("utf-8")


def test_it_is_erased_only_after_a_yes(office: Run) -> None:
    asked = office("person", "erase", PHONE, "--as", "ada")
    assert asked.code == 2
    assert "To be erased: 1 address, 1 consent. Organisations: A." in asked.err
    done = office("person", "erase", PHONE, "--yes", "--as", "ada")
    assert (done.code, done.out.splitlines()[0]) == (
        0,
        "Erased: 1 address, 1 consent.",
    )
    again = office("person", "erase", PHONE, "--as", "ada")
    assert "1 address" not in again.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(("export", PHONE, "--as", "ann"), "“ann” is author", id="role"),
        pytest.param(
            ("erase", "0722000001", "--yes", "--as", "ada"),
            "no country code",
            id="whose",
        ),
    ],
)
def test_what_is_refused_is_said(
    office: Run, arguments: tuple[str, ...], said: str
) -> None:
    refused = office("person", *arguments)
    assert refused.code == 1
    assert said in refused.err
