"""Workbooks: what a spreadsheet keeps, hides, merges, and what strangers put in a ZIP."""

from __future__ import annotations

import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from outreach.directory import workbook as reading
from outreach.directory.opening import opened_table
from tests.directory.sheets import HEADER, read, told, workbook

TITLES = HEADER.split(";")
SOUND = ["Water Users", "NGO", "Kenya", "+254 722 000001", "sw"]


def saved(book: Workbook, path: Path) -> Path:
    book.save(path)
    return path


def test_days_numbers_and_truths_of_a_workbook_are_read(tmp_path: Path):
    header = [*TITLES, "Internet", "Consent", "Consent how", "Copies"]
    row = [*SOUND, True, datetime(2026, 12, 25), "form", 3.0]  # noqa: DTZ001
    (found,) = read(saved(*workbook(tmp_path, header, row)))
    assert found.record is not None, found.problems
    (way,) = found.record.addressees
    assert found.record.has_internet is True
    assert (way.copies, way.consent and way.consent.at) == (3, "2026-12-25")


def test_a_phone_that_became_a_number_is_told_with_what_may_be_meant(tmp_path: Path):
    row = [*SOUND[:3], 254722451983, "sw"]
    (said,) = told(saved(*workbook(tmp_path, TITLES, row)))
    assert said == (
        "row 2, Phone: “254722451983” has no country code. If this is meant, write "
        "+254 722 451983 (Kenya)."
    )


def test_only_the_first_visible_sheet_is_read_and_that_is_said(tmp_path: Path):
    book, path = workbook(tmp_path, TITLES, SOUND)
    hidden = book.create_sheet("Old", 0)
    hidden.append(["secret"])
    hidden.sheet_state = "hidden"
    book.create_sheet("Notes")
    with opened_table(saved(book, path)) as table:
        assert table.notes == (
            "Only the first visible sheet, “Sheet”, is read; “Old” and 1 more is not.",
        )
        assert [number for number, _ in table.rows] == [2]


def test_merged_cells_are_told(tmp_path: Path):
    book, path = workbook(tmp_path, TITLES, SOUND, SOUND)
    book.active.merge_cells("A2:A3")
    assert told(saved(book, path)) == [
        "row 2: the cells A2:A3 are merged. Unmerge them and fill each in."
    ]


def test_empty_rows_keep_their_numbers(tmp_path: Path):
    book, path = workbook(tmp_path, TITLES)
    for column, value in enumerate(SOUND[:1], 1):
        book.active.cell(row=7, column=column, value=value)
    assert told(saved(book, path)) == [
        "row 7, Category: is missing. Fill it in.",
        "row 7, Country: is missing. Fill it in.",
    ]


def test_a_formula_is_not_run_and_its_last_value_counts(tmp_path: Path):
    """openpyxl keeps no value, as a sheet that no spreadsheet has reckoned yet."""
    row = ['=HYPERLINK("https://x.example","Water")', *SOUND[1:]]
    (said,) = told(saved(*workbook(tmp_path, TITLES, row)))
    assert said == "row 2, Name: is missing. Fill it in."


def packed(path: Path, **parts: bytes) -> Path:
    """A sound workbook with some of its parts replaced."""
    book, path = workbook(path.parent, TITLES, SOUND)
    book.save(path)
    with zipfile.ZipFile(path) as old:
        kept = {name: old.read(name) for name in old.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in (kept | {sheet: parts["sheet"]}).items():
            new.writestr(name, data)
    return path


MAIN = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'


@pytest.mark.parametrize(
    ("sheet", "said"),
    [
        pytest.param(
            MAIN + b" " * 50_000_000 + b"</worksheet>",
            "unpacks to far more than a directory can be",
            id="bomb",
        ),
        pytest.param(
            b'<!DOCTYPE a [<!ENTITY b "c">]>' + MAIN + b"</worksheet>",
            "not a sound .xlsx workbook",
            id="entities",
        ),
        pytest.param(MAIN, "not a sound .xlsx workbook", id="cut off"),
        pytest.param(
            MAIN + b'<sheetData><row r="99999999999"><c r="A99999999999"><v>1</v></c>'
            b"</row></sheetData></worksheet>",
            "The file is empty",
            id="a row far below the last",
        ),
        pytest.param(
            MAIN
            + b'<sheetData><row r="1"><c r="ZZZZZZZ1"><v>1</v></c></row></sheetData>'
            b"</worksheet>",
            "not a sound .xlsx workbook",
            id="a column far beyond the last",
        ),
        pytest.param(
            MAIN + b'<sheetData><row r="x"><c r="?"><v>1</v></c></row></sheetData>'
            b"</worksheet>",
            "not a sound .xlsx workbook",
            id="no numbers",
        ),
    ],
)
def test_what_strangers_put_in_a_workbook(tmp_path: Path, sheet: bytes, said: str):
    (found,) = told(packed(tmp_path / "x.xlsx", sheet=sheet))
    assert said in found


def test_what_a_file_says_of_its_size_is_not_believed_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(reading, "_MOST_UNPACKED", 1000)
    (said,) = told(saved(*workbook(tmp_path, TITLES, SOUND)))
    assert "unpacks to far more" in said


def test_a_zip_that_is_none(tmp_path: Path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"PK\x03\x04" + b"x" * 100)
    assert told(path) == [
        "The file is not a sound .xlsx workbook. Save it anew, or as CSV UTF-8."
    ]


def test_a_day_of_a_workbook_is_no_two_days(tmp_path: Path):
    header = [*TITLES, "Consent", "Consent how"]
    (found,) = read(
        saved(*workbook(tmp_path, header, [*SOUND, date(2027, 1, 5), "form"]))
    )
    assert found.problems == ()
