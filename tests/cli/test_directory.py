"""The printed directory on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.typesetting.reading import text_of

AGREED = {"at": "2027-01-05", "how": "signed form"}
LISTED = {"name": "Women of the Lake", "category": "ngo", "country": "KE", "region": "Kisumu", "listed": AGREED}  # fmt: skip
SILENT = {"name": "Silent Group", "category": "ngo", "country": "KE"}
UGANDA = {**LISTED, "name": "Nile Group", "country": "UG"}


@pytest.fixture
def office(run: Run) -> Run:
    Path("d.json").write_text(json.dumps([LISTED, SILENT, UGANDA]), "utf-8")
    assert run("import", "organisations", "d.json").code == 0
    return run


def test_it_is_written_where_it_is_wanted_and_says_what_staff_should_know(office: Run):
    done = office("directory", "--out", "d.pdf", "--language", "sw", "--day", "2027-05-05", "--title", "Orodha")  # fmt: skip

    assert (done.code, done.out) == (0, "d.pdf: 2 pages\n")
    assert done.err.startswith("note: No native speaker has reviewed the Swahili")
    said = text_of(Path("d.pdf").read_bytes())
    assert said.startswith("Orodha") and "5 Mei 2027" in said
    assert "Women of the Lake" in said and "Silent" not in said


def test_it_is_of_one_country_or_region(office: Run):
    assert office("directory", "--out", "d.pdf", "--country", "UG").code == 0
    said = text_of(Path("d.pdf").read_bytes())

    assert "Nile Group" in said and "Women" not in said


@pytest.mark.parametrize(
    ("flags", "code", "said"),
    [
        (["--region", "Kisumu"], 2, "--region needs --country"),
        (["--language", "ta"], 1, "no wording of the directory in “ta”"),
        (["--country", "FR"], 1, "Nobody has agreed to stand in the directory"),
    ],
)
def test_what_can_t_be_made_is_told(office: Run, flags, code, said):
    done = office("directory", "--out", "d.pdf", *flags)

    assert done.code == code and said in done.err
    assert not Path("d.pdf").exists()


def test_without_a_directory_there_is_none_to_print(run: Run):
    done = run("directory", "--out", "d.pdf")

    assert (done.code, done.err) == (1, "There is no directory yet.\n")
