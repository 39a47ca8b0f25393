"""A sheet of organisations: looked at, and put into the directory whole or in its sound part."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO, NamedTuple

from outreach.directory.columns import Columns, read_header
from outreach.directory.opening import opened_table
from outreach.directory.sheet import Reading, readings
from outreach.directory.table import Cell, Table
from outreach.directory.values import text_of
from outreach.model.audience import OrganisationRecord
from outreach.model.cells import cell
from outreach.model.errors import InputError, Problem
from outreach.model.words import shown
from outreach.store import Connection, directory, profiles

#: Nobody reads more at one sitting; the sheet with its problems has all of them.
MOST_TOLD = 50
_PROBLEMS = "problems"

#: Is told how much of how much is read.
Progress = Callable[[int, int], None]


def unseen(done: int, total: int) -> None:
    """No progress is shown."""


@dataclass(slots=True)
class Checked:
    """What a look at a sheet found. Problems and notes are the first ones of their kind."""

    sound: int = 0
    faulty: int = 0
    problems: list[Problem] = field(default_factory=list)
    more_problems: int = 0
    notes: list[str] = field(default_factory=list)
    more_notes: int = 0

    def add(self, reading: Reading) -> None:
        """Count a row."""
        if reading.problems:
            self.faulty += 1
        else:
            self.sound += 1
        for problem in reading.problems:
            if len(self.problems) < MOST_TOLD:
                self.problems.append(problem)
            else:
                self.more_problems += 1
        for note in reading.notes:
            if len(self.notes) < MOST_TOLD:
                self.notes.append(str(note))
            else:
                self.more_notes += 1

    @property
    def error(self) -> InputError:
        """Everything that is wrong, as it is told."""
        told = list(self.problems)
        if self.more_problems:
            told.append(Problem("rows", f"have {self.more_problems:,} more problems."))
        return InputError(told)


def check(
    path: Path, errors: Path | None = None, progress: Progress = unseen
) -> Checked:
    """Look at every row, and store nothing. ``errors``: where the same sheet goes as CSV,
    with a column that says what is wrong. Raises InputError where it is no such sheet.
    """
    found = Checked()
    with opened_table(path) as table, _written(errors) as out:
        columns = read_header(table.header)
        found.notes += [*table.notes, *_unread(columns)]
        report = _Report(out, table) if out else None
        for reading in _each(table, columns, progress):
            found.add(reading)
            if report:
                report.add(reading)
    return found


def store(
    connection: Connection,
    path: Path,
    secret: bytes,
    now: datetime,
    *,
    only_sound: bool = False,
    progress: Progress = unseen,
) -> int:
    """Put the rows in; how many. One transaction: raises InputError before it is over
    where a row is at fault, unless ``only_sound`` leaves such rows out.
    """
    found, relayed = Checked(), list[_Relayed]()
    with opened_table(path) as table:
        columns = read_header(table.header)
        for reading in _each(table, columns, progress):
            found.add(reading)
            if reading.record and (only_sound or not found.faulty):
                key = directory.put_organisation(
                    connection, reading.record, secret, now
                )
                if reading.record.relay:
                    relayed.append(_Relayed(reading.number, key, reading.record))
    if found.faulty and not only_sound:
        raise found.error
    _put_relays(connection, relayed)
    return found.sound


class _Relayed(NamedTuple):
    """Whose messages another organisation passes on, which may stand further down."""

    number: int
    key: int
    record: OrganisationRecord


def _put_relays(connection: Connection, relayed: list[_Relayed]) -> None:
    problems = [
        Problem(
            f"row {number}, relay",
            f"“{shown(record.relay)}” is no other organisation of {record.country} here. "
            "Add it first, or correct the name.",
        )
        for number, key, record in relayed
        if not profiles.put_relay(connection, key, record.country, record.relay)
    ]
    if problems:
        raise InputError(problems[:MOST_TOLD])


def _each(table: Table, columns: Columns, progress: Progress) -> Iterator[Reading]:
    for count, reading in enumerate(readings(table, columns)):
        if count % 500 == 0:
            progress(table.done(), table.total)
        yield reading
    progress(table.total, table.total)


def _unread(columns: Columns) -> list[str]:
    if not columns.unread:
        return []
    quoted = ", ".join(f"“{shown(name)}”" for name in columns.unread[:10])
    return [f"These columns are not read: {quoted}."]


@contextmanager
def _written(path: Path | None) -> Iterator[IO[str] | None]:
    if path is None:
        yield None
        return
    with path.open("w", encoding="utf-8-sig", newline="") as out:
        yield out


class _Report:
    """The same sheet, row by row, with its problems in the last column."""

    def __init__(self, out: IO[str], table: Table) -> None:
        self._out = csv.writer(out)
        number, header = table.header
        self._at, self._width = 0, len(header)
        self._write(number, header, _PROBLEMS)

    def add(self, reading: Reading) -> None:
        """A row; rows that are empty keep their places, so that numbers stay true."""
        said = " ".join(str(problem) for problem in reading.problems)
        self._write(reading.number, reading.cells, said)

    def _write(self, number: int, cells: list[Cell], last: str) -> None:
        while self._at < number - 1:
            self._out.writerow([])
            self._at += 1
        row = [_shown(value) for value in cells]
        row += [""] * (self._width - len(row))
        self._out.writerow([*row, cell(last, for_us=True)])
        self._at = number


def _shown(value: Cell) -> str:
    if isinstance(value, str):
        return value if value.startswith("'") else cell(value, for_us=True)
    return text_of(value)
