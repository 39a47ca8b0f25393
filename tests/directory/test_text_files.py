"""CSV as any office's spreadsheet saves it."""

from __future__ import annotations

from pathlib import Path

import pytest

from outreach.directory.encoding import encoding_of
from outreach.directory.opening import opened_table
from tests.directory.sheets import HEADER, ROW, csv_file, read, told

FRENCH = "Réseau de l’Été à Thiès;ONG;Sénégal;+221771234567;français"
RUSSIAN = "Союз женщин;НПО;Россия;+79161234567;русский;Europe/Moscow"
ARABIC = "شبكة النساء، تونس;منظمة غير حكومية;تونس;+21620123456;العربية"


@pytest.mark.parametrize(
    ("encoding", "row", "name"),
    [
        pytest.param("utf-8", FRENCH, "Réseau de l’Été à Thiès", id="utf-8"),
        pytest.param("utf-8-sig", FRENCH, "Réseau de l’Été à Thiès", id="with a mark"),
        pytest.param("utf-16", ARABIC, "شبكة النساء، تونس", id="utf-16 with a mark"),
        pytest.param("utf-16-le", ROW, "Water Users", id="utf-16 without one"),
        pytest.param("utf-16-be", ROW, "Water Users", id="utf-16 the other way"),
        pytest.param("cp1252", FRENCH, "Réseau de l’Été à Thiès", id="Windows, west"),
        pytest.param("cp1251", RUSSIAN, "Союз женщин", id="Windows, Cyrillic"),
        pytest.param("cp1256", ARABIC, "شبكة النساء، تونس", id="Windows, Arabic"),
    ],
)
def test_encodings_are_told_by_the_bytes(
    tmp_path: Path, encoding: str, row: str, name: str
):
    path = csv_file(tmp_path, f"{HEADER};Time zone", row, encoding=encoding)
    (found,) = read(path)
    assert found.problems == ()
    assert found.record is not None
    assert found.record.name == name


def test_an_old_encoding_is_said_so_that_staff_look(tmp_path: Path):
    with opened_table(csv_file(tmp_path, HEADER, FRENCH, encoding="cp1252")) as table:
        assert "Windows-1252" in table.notes[0]


def test_a_letter_late_in_the_file_decides_too(tmp_path: Path):
    rows = [ROW] * 20_000
    path = csv_file(tmp_path, HEADER, *rows, FRENCH, encoding="cp1252")
    assert encoding_of(path) == "cp1252"


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_any_separator(tmp_path: Path, separator: str):
    path = csv_file(tmp_path, *(r.replace(";", separator) for r in (HEADER, ROW)))
    assert [r.record is not None for r in read(path)] == [True]


def test_rows_are_numbered_as_a_spreadsheet_numbers_them(tmp_path: Path):
    """A quoted line end is in one row; empty rows count, and are passed over."""
    rows = ["", HEADER, '"Water\nUsers";NGO;KE;12;sw', "", ";;;;", "B;club;KE;;"]
    found = read(csv_file(tmp_path, *rows))
    assert [(r.number, r.record is None) for r in found] == [(3, True), (6, True)]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        pytest.param([""], "The file is empty", id="nothing in it"),
        pytest.param(
            [ROW],
            "row 1: names no column that we know. The first row should be such as: name",
            id="no header",
        ),
        pytest.param(
            ["Category;Country", "NGO;KE"],
            "row 1: has no column for the organisation’s name. Name one “name”.",
            id="no name",
        ),
        pytest.param(
            [f"{HEADER};Country code", ROW],
            "row 1: columns C and F are both read as country. Take one out",
            id="one field twice",
        ),
        pytest.param(
            [f"{HEADER};Tel.", ROW],
            "row 1: columns D and F are both read as phone. Call the second “Tel. 2”.",
            id="two phones of one name",
        ),
        pytest.param(
            [HEADER, *[ROW] * 100_001], "more than 100,000 rows. Split", id="too long"
        ),
        pytest.param([HEADER, ROW + ";" * 100 + "x"], "more than 100 col", id="wide"),
        pytest.param([HEADER, '"' + "x" * 200_000], "Row 2 can't be read", id="open"),
    ],
)
def test_a_file_that_is_no_such_sheet(tmp_path: Path, rows: list[str], said: str):
    (found,) = told(csv_file(tmp_path, *rows))
    assert said in found


def test_old_kinds_of_files_are_named(tmp_path: Path):
    path = tmp_path / "a.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0" + b"\0" * 600)
    assert "Save it as .xlsx" in told(path)[0]
