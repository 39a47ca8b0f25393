"""Which column of a sheet is which field, told by its header."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from outreach.directory.table import Row
from outreach.directory.values import text_of
from outreach.directory.vocabulary import fields, folded, language_codes
from outreach.model.errors import InputError, Problem
from outreach.model.words import shown

_NUMBERED = re.compile(r"(.*?)\s*([0-9]{1,2})")
#: Of these there may be several, told apart by a number.
_SEVERAL = frozenset(["phone", "postal", "line", "radio"])
#: Without these no row can be sound.
_NEEDED = {"name": "the organisation’s name", "country": "the country"}
_NO_HEADER = (
    "names no column that we know. The first row should be such as: name, category, "
    "country, phone, language, consent date, consent how."
)


@dataclass(frozen=True, slots=True)
class Column:
    """One column that we read."""

    #: From 0.
    index: int
    #: As the sheet has it.
    header: str
    field: str
    #: Of a phone or a line of an address; 1 where it has none.
    number: int = 1
    #: Of a name.
    language: str = ""

    @property
    def key(self) -> tuple[str, int, str]:
        """What no two columns may share."""
        return self.field, self.number, self.language


@dataclass(frozen=True, slots=True)
class Columns:
    """All that are read, and the names of the others."""

    read: tuple[Column, ...]
    unread: tuple[str, ...]

    def header(self, field: str) -> str:
        """What the sheet calls a field; our own name for it where it has no column."""
        found = (column.header for column in self.read if column.field == field)
        return next(found, field.replace("_", " "))


def read_header(row: Row) -> Columns:
    """The columns by the first row. Raises InputError with every problem."""
    number, cells = row
    read, unread = [], []
    for index, cell in enumerate(cells):
        try:
            header = " ".join(text_of(cell).split())
        except ValueError as error:
            raise InputError([Problem(f"row {number}", str(error))]) from None
        column = _column(index, header)
        if column and column.field != "problems":  # we wrote it ourselves
            read.append(column)
        elif header and not column:
            unread.append(header)
    problems = list(_problems(read, f"row {number}"))
    if not read:
        problems = [Problem(f"row {number}", _NO_HEADER)]
    if problems:
        raise InputError(problems)
    return Columns(tuple(read), tuple(unread))


def _column(index: int, header: str) -> Column | None:
    name = folded(header)
    if field := fields().get(name):
        return Column(index, header, field)
    if (found := _NUMBERED.fullmatch(name)) and fields().get(found[1]) in _SEVERAL:
        return Column(index, header, fields()[found[1]], int(found[2]))
    before, _, last = name.partition(" ")
    if fields().get(before) == "name" and (code := language_codes().get(last)):
        return Column(index, header, "name", language=code)
    return None


def _problems(read: list[Column], row: str) -> Iterator[Problem]:
    seen: dict[tuple[str, int, str], Column] = {}
    for column in read:
        if first := seen.get(column.key):
            yield Problem(row, _twice(first, column))
        seen.setdefault(column.key, column)
    for field, what in _NEEDED.items():
        if (field, 1, "") not in seen:
            yield Problem(row, f"has no column for {what}. Name one “{field}”.")


def _twice(first: Column, second: Column) -> str:
    names = f"columns {letters(first.index)} and {letters(second.index)}"
    if second.field in _SEVERAL:
        how = f"Call the second “{shown(second.header)} 2”."
    else:
        how = "Take one out, or give it another name."
    return f"{names} are both read as {second.field.replace('_', ' ')}. {how}"


def letters(index: int) -> str:
    """What a spreadsheet calls a column, counted from 0: A, Z, AA."""
    found = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        found = chr(ord("A") + rest) + found
    return found
