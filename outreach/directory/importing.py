"""A sheet of organisations: looked at, and put into the directory whole or in its sound part."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import IO

from outreach.directory.columns import Columns, read_header
from outreach.directory.opening import opened_table
from outreach.directory.relays import Relays
from outreach.directory.sheet import Reading, readings
from outreach.directory.table import Cell, Table
from outreach.directory.values import text_of
from outreach.model.audience import OrganisationRecord
from outreach.model.cells import cell
from outreach.model.errors import InputError, Problem
from outreach.model.words import shown
from outreach.store import Store, profiles
from outreach.store.putting import compared, put_organisations

#: Nobody reads more at one sitting; the sheet with its problems has all of them.
MOST_TOLD = 50
#: Rows that one transaction puts in: SQLite has one writer, and texts must go out.
STEP = 100
_COMPARED = 1000
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
    path: Path,
    errors: Path | None = None,
    progress: Progress = unseen,
    also: Callable[[Reading], None] | None = None,
) -> Checked:
    """Look at every row, and store nothing. ``errors``: where the same sheet goes as CSV,
    with a column that says what is wrong. ``also``: is given each row. Raises InputError
    where it is no such sheet.
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
            if also:
                also(reading)
    return found


class Beside:
    """How many of a sheet's sound rows the directory has not (``new``), would be changed by
    (``changed``), or has just so (``same``): as it is now, each row by itself.
    """

    def __init__(self, office: Store) -> None:
        self._office = office
        self._found = dict.fromkeys(("new", "changed", "same"), 0)
        self._records: list[OrganisationRecord] = []

    def add(self, reading: Reading) -> None:
        """Count a row."""
        if record := reading.record:
            self._records.append(record)
        if len(self._records) >= _COMPARED:
            self._compare()

    def counts(self) -> dict[str, int]:
        """Of all rows."""
        self._compare()
        return self._found

    def _compare(self) -> None:
        with self._office.read() as connection:
            for said in compared(connection, self._records):
                self._found[said] += 1
        self._records.clear()


def store(
    office: Store,
    path: Path,
    now: datetime,
    *,
    only_sound: bool = False,
    progress: Progress = unseen,
) -> int:
    """Put the rows in; how many. Raises InputError before the first one is, where a row
    names a relay that is not there, or is at fault and ``only_sound`` does not leave it out.

    In steps of ``STEP`` rows, each a transaction. What was cut off goes on when the same
    file is put in again: rows that are in already are found so, and change nothing.
    """
    _refuse(office, path, only_sound=only_sound)
    number, relayed = 0, list[tuple[int, str, str]]()
    with opened_table(path) as table:
        each = _each(table, read_header(table.header), progress)
        records = (reading.record for reading in each)
        while some := list(islice(filter(None, records), STEP)):
            with office.write() as connection:
                keys = put_organisations(connection, some, office.secret, now)
            number += len(some)
            for key, record in zip(keys, some, strict=True):
                if record.relay:
                    relayed.append((key, record.country, record.relay))
    for at in range(0, len(relayed), STEP):
        with office.write() as connection:
            for key, country, relay in relayed[at : at + STEP]:
                profiles.put_relay(connection, key, country, relay)
    return number


def _refuse(office: Store, path: Path, *, only_sound: bool) -> None:
    """Raise InputError where rows can't go in: nothing is stored yet."""
    found = Checked()
    with opened_table(path) as table:
        columns = read_header(table.header)
        relays = Relays(columns)
        for reading in readings(table, columns):
            found.add(reading)
            relays.add(reading)
    if found.faulty and not only_sound:
        raise found.error
    with office.read() as connection:
        problems = relays.problems(connection)
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
