"""Workbooks (.xlsx): the first sheet that is to be seen, and no formula is ever run."""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from outreach.directory.table import LAST_ROW, MOST_COLUMNS, Cell, Row, Table, begun
from outreach.model.errors import InputError, Problem
from outreach.model.words import shown

#: Of what is in the file when it is unpacked, in bytes; XML of sheets shrinks to a
#: tenth, rarely to a thirtieth.
_MOST_UNPACKED = 500_000_000
_MOST_SHRUNK = 200
_SMALL = 10_000_000
_BLOCK = 1 << 16
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s+ref="([A-Z]{1,3}[0-9]{1,7}(?::\w+)?)"')
_NO_WORKBOOK = "The file is not a sound .xlsx workbook. Save it anew, or as CSV UTF-8."
_HUGE = (
    "The file unpacks to far more than a directory can be. Copy the rows into a new "
    "workbook."
)


@contextmanager
def workbook_table(path: Path) -> Iterator[Table]:
    """The table of a workbook's first visible sheet. Raises InputError."""
    _refuse_bombs(path)
    with _opened(path) as book:
        sheet, notes = _visible(book)
        _refuse_merged(path, sheet)
        with _told():
            total = min(sheet.max_row or LAST_ROW, LAST_ROW)
            sheet.reset_dimensions()
        at = [0]
        yield begun(_rows(sheet, at), total, lambda: at[0], notes)


@contextmanager
def _told() -> Iterator[None]:
    """A workbook can be wrong in more ways than openpyxl foresees."""
    try:
        yield
    except (InputError, GeneratorExit, MemoryError):
        raise
    except Exception:  # noqa: BLE001  # a bulkhead: whatever a stranger's file provokes
        raise InputError(_NO_WORKBOOK) from None


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    from openpyxl import (
        load_workbook,  # half a second that other commands need not wait
    )

    # opened by us: openpyxl leaves a file open that it can't read to its end
    with path.open("rb") as file:
        with _told(), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # styles and extensions that we don't read
            book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
        try:
            yield book
        finally:
            book.close()


def _refuse_bombs(path: Path) -> None:
    with _told(), zipfile.ZipFile(path) as packed:
        members = packed.infolist()
        if sum(member.file_size for member in members) > _MOST_UNPACKED:
            raise InputError(_HUGE)
        for member in members:
            shrunk = member.file_size / max(1, member.compress_size)
            if member.file_size > _SMALL and shrunk > _MOST_SHRUNK:
                raise InputError(_HUGE)
            with packed.open(member) as part:
                if b"<!DOCTYPE" in part.read(_BLOCK):
                    raise InputError(_NO_WORKBOOK)  # no spreadsheet writes one


def _visible(book: Any) -> tuple[Any, tuple[str, ...]]:
    seen = [s for s in book.worksheets if s.sheet_state == "visible"]
    if not seen:
        raise InputError(
            "The workbook has no visible sheet. Show the one with the rows."
        )
    others = [s.title for s in book.worksheets if s is not seen[0]]
    if not others:
        return seen[0], ()
    more = f"“{shown(others[0])}”" + (
        f" and {len(others) - 1} more" * (len(others) > 1)
    )
    return seen[0], (
        f"Only the first visible sheet, “{shown(seen[0].title)}”, is read; {more} is not.",
    )


def _refuse_merged(path: Path, sheet: Any) -> None:
    """Merged cells hide what belongs to which row."""
    problems: list[Problem] = []
    with _told(), zipfile.ZipFile(path) as packed:
        name = sheet._worksheet_path.lstrip("/")
        with packed.open(name) as part:
            before = b""
            while block := part.read(_BLOCK):
                text = before + block
                before = text[-100:] if len(problems) < 50 else b""
                for found in _MERGED.finditer(text):
                    problems.append(_merged(found[1].decode()))
    if problems:
        raise InputError(list(dict.fromkeys(problems))[:50])


def _merged(cells: str) -> Problem:
    row = re.sub(r"[A-Z]+([0-9]+).*", r"\1", cells)
    return Problem(
        f"row {row}", f"the cells {cells} are merged. Unmerge them and fill each in."
    )


def _rows(sheet: Any, at: list[int]) -> Iterator[Row]:
    with _told():
        found = sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS + 1)
        for number, values in enumerate(found, 1):
            at[0] = number
            yield number, _cells(values)
            if number > LAST_ROW:
                return


def _cells(values: tuple[Any, ...]) -> list[Cell]:
    cells = list(values)
    while cells and cells[-1] in (None, ""):
        cells.pop()
    return cells
