"""A sheet of organisations, row by row: what each says, and how it fits the others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from zlib import crc32

from outreach.directory.columns import Columns
from outreach.directory.glance import Glance, Seen
from outreach.directory.numbers import Numbers
from outreach.directory.prints import CATEGORIES, prints, told_of
from outreach.directory.rows import (
    category_of,
    identity,
    key_of,
    read_organisation,
    read_row,
    read_texts,
)
from outreach.directory.table import Cell, Table
from outreach.model.audience import OrganisationRecord
from outreach.model.errors import Problem
from outreach.model.words import shown


@dataclass(slots=True, kw_only=True)
class Reading:
    """One row: an organisation, or its problems."""

    number: int
    cells: list[Cell]
    columns: Columns
    problems: tuple[Problem, ...] = ()
    #: What is as it may be, and staff should know: sentences that name both rows.
    notes: tuple[Problem, ...] = ()
    #: Where it was made already.
    made: OrganisationRecord | None = None

    @property
    def record(self) -> OrganisationRecord | None:
        """The organisation; None where the row has problems."""
        if self.made is None and not self.problems:
            made = read_row(self.columns, self.cells)
            if isinstance(made, list):
                raise RuntimeError(f"row {self.number} was sound at a glance")
            self.made = made
        return self.made


def readings(table: Table, columns: Columns) -> Iterator[Reading]:
    """Each row below the header. Raises InputError where the file can't be read on."""
    earlier = _Earlier(columns)
    for number, cells in table.rows:
        yield earlier.reading(number, cells)


class _Earlier:
    """What the rows above say of the same organisation or the same address."""

    def __init__(self, columns: Columns) -> None:
        self._columns = columns
        self._fields = told_of(columns)
        self._glance = Glance(columns, self._fields)
        self._organisations = Numbers(1 + len(self._fields))
        self._ways = Numbers(2)

    def reading(self, number: int, cells: list[Cell]) -> Reading:
        found = Reading(number=number, cells=cells, columns=self._columns)
        seen = self._glance.look(cells) or self._read(found)
        if seen is None:
            return found
        if problems := self._quarrels(number, seen):
            found.problems, found.made = tuple(problems), None
        elif seen.ways:
            found.notes = tuple(self._repeats(number, seen))
        return found

    def _read(self, found: Reading) -> Seen | None:
        """A row that is out of the common: what it says, or its problems."""
        texts = read_texts(self._columns, found.cells)
        made = read_organisation(texts)
        if isinstance(made, list) and (key := identity(texts)):
            if known := self._organisations.get(key):
                made = read_organisation(texts, CATEGORIES[known[1] - 1])
            elif category := category_of(texts):
                self._remember_category(found.number, key, category)
        if isinstance(made, list):
            found.problems = tuple(_in_row(found.number, problem) for problem in made)
            return None
        found.made = made
        return Seen(
            key_of(made.name, made.country),
            prints(made, self._fields),
            [(way.channel, way.address) for way in made.addressees],
        )

    def _remember_category(self, number: int, key: str, category: str) -> None:
        """Of a row at fault too: rows below it, which lack one, are not."""
        rest = [0] * (len(self._fields) - 1)
        place = CATEGORIES.index(category) + 1
        self._organisations.put(key, [number, place, *rest])

    def _quarrels(self, number: int, seen: Seen) -> list[Problem]:
        known = self._organisations.first(seen.key, [number, *seen.says])
        if known is None:
            return []
        row, *before = known
        merged = [b or n for b, n in zip(before, seen.says, strict=True)]
        self._organisations.put(seen.key, [row, *merged])
        each = zip(self._fields, before, seen.says, strict=True)
        return [
            Problem(
                f"row {number}, {self._columns.header(field)}",
                f"is another than in row {row}, which has the same name and country. "
                "Make them agree, or leave it empty here.",
            )
            for field, earlier, now in each
            if earlier and now and earlier != now
        ]

    def _repeats(self, number: int, seen: Seen) -> Iterator[Problem]:
        owner = crc32(seen.key.encode())
        for channel, address in seen.ways:
            known = self._ways.first(f"{channel}\n{address}", [number, owner])
            if known:
                yield _shared(number, address, known[0], same=known[1] == owner)


def _shared(number: int, written: str, row: int, *, same: bool) -> Problem:
    address = shown(written)
    if row == number:
        said = f"has {address} twice; it counts once."
    elif same:
        said = f"has {address} of the same organisation as row {row}; it counts once."
    else:
        said = (
            f"has {address}, and so has another organisation in row {row}. One message "
            "goes there for both."
        )
    return Problem(f"row {number}", said)


def _in_row(number: int, problem: Problem) -> Problem:
    return Problem(f"row {number}, {problem.field}", problem.message)
