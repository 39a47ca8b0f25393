"""Sheets for tests: what staff type, as CSV or as a workbook."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from openpyxl import Workbook

from outreach.directory.columns import read_header
from outreach.directory.opening import opened_table
from outreach.directory.sheet import Reading, readings
from outreach.model.errors import InputError

HEADER = "Name;Category;Country;Phone;Language"
ROW = "Water Users;NGO;Kenya;+254 722 000001;Swahili"


def csv_file(folder: Path, *rows: str, encoding: str = "utf-8") -> Path:
    path = folder / "sheet.csv"
    path.write_bytes("\r\n".join(rows).encode(encoding))
    return path


def workbook(folder: Path, *rows: list[Any]) -> tuple[Workbook, Path]:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    return book, folder / "sheet.xlsx"


def read(path: Path) -> list[Reading]:
    with opened_table(path) as table:
        return list(readings(table, read_header(table.header)))


def told(path: Path) -> list[str]:
    """Everything that is wrong, as staff read it."""
    try:
        return [str(p) for reading in read(path) for p in reading.problems]
    except InputError as error:
        return str(error).splitlines()
