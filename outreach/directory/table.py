"""A table as it is read: row by row, numbered as a spreadsheet numbers them."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, time
from io import TextIOWrapper
from pathlib import Path
from typing import IO, TypeAlias

from outreach.directory.encoding import encoding_of
from outreach.model.errors import InputError

#: What a cell holds: a workbook knows numbers and days, a text file does not.
Cell: TypeAlias = str | int | float | bool | date | time | None
Row: TypeAlias = tuple[int, list[Cell]]

#: Bytes of a file; of rows with anything in them, and of columns.
MOST_BYTES = 50_000_000
MOST_ROWS = 100_000
MOST_COLUMNS = 100
#: A workbook has no more rows, empty ones among them.
LAST_ROW = 1_048_576
_LONGEST_CELL = 20_000
_SEPARATORS = ",;\t"
_NAMES = {"cp1252": "Windows-1252", "cp1251": "Windows-1251", "cp1256": "Windows-1256"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The first row that has anything in it, those below, and how they were read."""

    #: The number of the header's row, and its cells.
    header: Row
    rows: Iterator[Row]
    #: Sentences to staff about how the file was read.
    notes: tuple[str, ...] = ()
    #: How much there is and how much is behind us, in any one unit.
    total: int
    done: Callable[[], int]


def begun(
    rows: Iterator[Row], total: int, done: Callable[[], int], notes: tuple[str, ...]
) -> Table:
    """A table from its rows, whose empty ends are cut off. Raises InputError where there
    are none.
    """
    rows = _limited(rows)
    header = next(rows, None)
    if header is None:
        raise InputError("The file is empty. Its first row names the columns.")
    return Table(header=header, rows=rows, total=total, done=done, notes=notes)


def _limited(rows: Iterator[Row]) -> Iterator[Row]:
    count = -1
    for number, cells in rows:
        if not cells:
            continue
        count += 1
        if count > MOST_ROWS or number > LAST_ROW:
            raise InputError(
                f"The file has more than {MOST_ROWS:,} rows. Split it into several files."
            )
        if len(cells) > MOST_COLUMNS:
            raise InputError(
                f"Row {number} has more than {MOST_COLUMNS} columns. Take out those "
                "that are not needed."
            )
        yield number, cells


@contextmanager
def text_table(path: Path) -> Iterator[Table]:
    """The table of a CSV file, whatever its encoding and separator. Raises InputError."""
    encoding = encoding_of(path)
    with (
        path.open("rb") as raw,
        TextIOWrapper(raw, encoding=encoding, newline="") as file,
    ):
        separator = _separator(file)
        file.seek(0)
        notes: tuple[str, ...] = ()
        if encoding in _NAMES:
            notes = (
                f"The file was read as {_NAMES[encoding]}: look whether accents and "
                "letters are right.",
            )
        yield begun(_rows(file, separator), path.stat().st_size, raw.tell, notes)


def _separator(file: IO[str]) -> str:
    """The one that the first row with words has most of, outside of quotes."""
    found: dict[str, int] = {}
    for separator in _SEPARATORS:
        file.seek(0)
        try:
            rows = csv.reader(_lines(file), delimiter=separator)
            found[separator] = len(next((r for r in rows if any(r)), []))
        except (csv.Error, InputError):
            found[separator] = 0
    return max(found, key=found.__getitem__)


def _rows(file: IO[str], separator: str) -> Iterator[Row]:
    rows = csv.reader(_lines(file), delimiter=separator)
    number = 0
    while True:
        number += 1
        try:
            cells: list[Cell] = list(next(rows))
        except StopIteration:
            return
        except csv.Error:
            raise InputError(
                f"Row {number} can't be read: a quotation mark may be open. Close it, or "
                "save the sheet anew."
            ) from None
        while cells and not cells[-1]:
            cells.pop()
        yield number, cells


def _lines(file: IO[str]) -> Iterator[str]:
    """Lines of a sound length: a file without line ends would fill the memory."""
    most = _LONGEST_CELL * MOST_COLUMNS
    while line := file.readline(most):
        if len(line) == most:
            raise InputError("A line of the file is too long to be a row of a table.")
        yield line.replace("\0", "") if "\0" in line else line
