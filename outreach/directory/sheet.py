"""A sheet of organisations, row by row: what each says, and how it fits the others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import get_args
from zlib import crc32

from outreach.directory.columns import Columns
from outreach.directory.rows import category_of, identity, key_of, read_row
from outreach.directory.seen import Seen
from outreach.directory.table import Cell, Table
from outreach.model.announcement import Category
from outreach.model.audience import AddresseeRecord, OrganisationRecord
from outreach.model.errors import Problem
from outreach.model.words import shown

_CATEGORIES: tuple[str, ...] = get_args(Category)
#: What rows of one organisation must agree in.
_OWN = (
    "names",
    "women_led",
    "region",
    "district",
    "topics",
    "languages",
    "has_internet",
    "website",
    "needs",
    "relay",
    "formal",
    "prefers",
    "focal_points",
    "station",
    "printer",
    "vetting",
    "listed",
    "category",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One row: an organisation, or its problems."""

    number: int
    cells: list[Cell]
    record: OrganisationRecord | None
    problems: tuple[Problem, ...] = ()
    #: What is as it may be, and staff should know: sentences that name both rows.
    notes: tuple[Problem, ...] = ()


def readings(table: Table, columns: Columns) -> Iterator[Reading]:
    """Each row below the header. Raises InputError where the file can't be read on."""
    earlier = _Earlier()
    for number, cells in table.rows:
        yield earlier.reading(number, cells, columns)


class _Earlier:
    """What the rows above say of the same organisation or the same address."""

    def __init__(self) -> None:
        self._organisations = Seen(1 + len(_OWN))
        self._ways = Seen(2)

    def reading(self, number: int, cells: list[Cell], columns: Columns) -> Reading:
        found = read_row(columns, cells)
        if isinstance(found, list) and (known := self._known(columns, cells)):
            found = read_row(columns, cells, _CATEGORIES[known[-1] - 1])
        if isinstance(found, list):
            self._remember_category(number, columns, cells)
            where = [_in_row(number, problem) for problem in found]
            return Reading(
                number=number, cells=cells, record=None, problems=tuple(where)
            )
        if problems := list(self._quarrels(number, found, columns)):
            return Reading(
                number=number, cells=cells, record=None, problems=tuple(problems)
            )
        notes = tuple(self._repeats(number, found))
        return Reading(number=number, cells=cells, record=found, notes=notes)

    def _known(self, columns: Columns, cells: list[Cell]) -> list[int] | None:
        key = identity(columns, cells)
        return self._organisations.get(key) if key else None

    def _remember_category(
        self, number: int, columns: Columns, cells: list[Cell]
    ) -> None:
        """Of a row at fault too: rows below it, which lack one, are not."""
        key, category = identity(columns, cells), category_of(columns, cells)
        if key and category and self._organisations.get(key) is None:
            print_of_it = _CATEGORIES.index(category) + 1
            self._organisations.put(key, [number, *[0] * (len(_OWN) - 1), print_of_it])

    def _quarrels(
        self, number: int, record: OrganisationRecord, columns: Columns
    ) -> Iterator[Problem]:
        key = key_of(record.name, record.country)
        given = record.model_fields_set
        says = [_print(record, field) if field in given else 0 for field in _OWN]
        known = self._organisations.get(key)
        if known is None:
            self._organisations.put(key, [number, *says])
            return
        for field, before, now in zip(_OWN, known[1:], says, strict=True):
            if before and now and before != now:
                yield Problem(
                    f"row {number}, {columns.header(field)}",
                    f"is another than in row {known[0]}, which has the same name and "
                    "country. Make them agree, or leave it empty here.",
                )
        merged = [b or n for b, n in zip(known[1:], says, strict=True)]
        self._organisations.put(key, [known[0], *merged])

    def _repeats(self, number: int, record: OrganisationRecord) -> Iterator[Problem]:
        owner = crc32(key_of(record.name, record.country).encode())
        for way in record.addressees:
            key = f"{way.channel}\n{way.address}"
            known = self._ways.get(key)
            if known is None:
                self._ways.put(key, [number, owner])
            else:
                yield _shared(number, way, known[0], same=known[1] == owner)


def _shared(number: int, way: AddresseeRecord, row: int, *, same: bool) -> Problem:
    address = shown(way.address)
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


def _print(record: OrganisationRecord, field: str) -> int:
    """What a field says, as a number that is not 0: nothing is said by that."""
    value = getattr(record, field)
    if field == "category":
        return _CATEGORIES.index(value) + 1
    if field == "names":
        value = sorted(dict(value or {}).items())
    return crc32(repr(value).encode("utf-8", "replace")) or 1


def _in_row(number: int, problem: Problem) -> Problem:
    return Problem(f"row {number}, {problem.field}", problem.message)
