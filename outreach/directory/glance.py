"""A row at a glance: most rows are sound, and the cells of a column say much the same.

Each column's texts are read once, by the same readers and models as a row alone, and what
they say is remembered. A row that has anything out of the common is left to
``rows.read_row``: only that knows what is wrong, and it is never contradicted here.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any, NamedTuple

from outreach.directory import values
from outreach.directory.columns import Columns
from outreach.directory.prints import print_of
from outreach.directory.rows import READERS, key_of
from outreach.directory.table import Cell
from outreach.directory.ways import CONSENT, channel_of
from outreach.model.addresses import read_address
from outreach.model.audience import AddresseeRecord, OrganisationRecord
from outreach.model.consent import Consent
from outreach.model.numbering import mobile_at_a_glance

#: What a memory holds of one column: more than a country has districts.
_MOST_KEPT = 4096
_LONGEST_NAME, _LONGEST_ADDRESS = 300, 600
#: Whatever is sound: only to have one field read by the model.
_AN_ORGANISATION = {"name": "A", "category": "ngo", "country": "CH"}
_AN_ADDRESSEE = {"channel": "a", "address": "a", "language": "en", "timezone": "UTC"}
_WORDS = ("region", "district", "needs", "relay", "person")
_REACHED = ("phone", "postal", "radio")


class Seen(NamedTuple):
    """What a sound row says, as far as other rows may say otherwise."""

    #: Of the organisation, as ``rows.key_of`` has it.
    key: str
    #: As ``prints.prints`` has them.
    says: list[int]
    #: Channel and normalised address of each way to reach it.
    ways: list[tuple[str, str]]


class _Unsure(Exception):
    """It can't be told at a glance."""


class _Memory(dict[Any, Any]):
    """What was read once; raises _Unsure where it is not sound."""

    def __init__(self, read: Callable[[Any], Any]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, key: Any) -> Any:
        if len(self) >= _MOST_KEPT:
            self.clear()
        try:
            found = self[key] = self._read(key)
        except ValueError:  # pydantic's among them
            raise _Unsure from None
        return found


class Glance:
    """Looks at the rows of one sheet. ``fields``: those that rows must agree in."""

    def __init__(self, columns: Columns, fields: tuple[str, ...]) -> None:
        at = {c.field: c.index for c in columns.read if not c.language}
        self._fewest = max(c.index for c in columns.read) + 1
        self._name, self._country = at["name"], at["country"]
        self._countries = _Memory(partial(_read, values.country))
        self._zone, self._zones = at.get("timezone"), _Memory(_addressed["timezone"])
        self._only_zones = _Memory(values.only_zone)
        self._own = [
            (place, at[field], _Memory(partial(_print, field)))
            for place, field in enumerate(fields)
            if field in at
        ]
        self._nothing = [0] * len(fields)
        self._reached = [
            (c.index, c.field) for c in columns.read if c.field in _REACHED
        ]
        self._channels = _Memory(channel_of)
        self._spoken = [
            (at[f], _Memory(_addressed[f]))
            for f in ("language", "languages")
            if f in at
        ]
        self._person, self._people = at.get("person"), _Memory(_addressed["person"])
        self._agreed = [at.get(field) for field in CONSENT]
        self._consents = _Memory(_agree)
        known = {"name", "country", "timezone", "language", "person", *_REACHED}
        known |= {*CONSENT, *(f for f in fields if f in at)}
        self._uncommon = [
            c.index for c in columns.read if c.language or c.field not in known
        ]

    def look(self, cells: list[Cell]) -> Seen | None:
        """What a row says that is certainly sound; None of any other."""
        if (lacking := self._fewest - len(cells)) > 0:
            cells = cells + [""] * lacking
        try:
            return self._seen(cells)
        except _Unsure:
            return None

    def _seen(self, cells: list[Cell]) -> Seen:
        for index in self._uncommon:
            if cells[index] not in ("", None):
                raise _Unsure
        country = self._countries[cells[self._country]]
        says = self._nothing.copy()
        for place, index, memory in self._own:
            says[place] = memory[cells[index]]
        if not says[0] or not country:  # a category may be in a row above
            raise _Unsure
        ways = self._ways(cells)
        if ways:
            self._check_shared(cells, country)
        return Seen(key_of(_name(cells[self._name]), country), says, ways)

    def _ways(self, cells: list[Cell]) -> list[tuple[str, str]]:
        ways = []
        for index, field in self._reached:
            cell = cells[index]
            if cell is not None and cell != "":
                read = _mobile if field == "phone" else _address
                ways.append((self._channels[field], read(cell)))
        return ways

    def _check_shared(self, cells: list[Cell], country: str) -> None:
        """What every way of the row has."""
        spoken = False
        for index, memory in self._spoken:
            spoken = bool(memory[cells[index]]) or spoken
        if not spoken:
            raise _Unsure
        if self._zone is None or not self._zones[cells[self._zone]]:
            self._only_zones[country]
        if self._person is not None:
            self._people[cells[self._person]]
        self._consents[
            tuple([None if at is None else cells[at] for at in self._agreed])
        ]


def _text(cell: Cell) -> str:
    """1, 1.0 and True are one key of a memory, and three texts."""
    if cell is None or isinstance(cell, (str, date)):
        return values.text_of(cell)
    raise _Unsure


def _read(reader: Callable[[str], Any], cell: Cell) -> Any:
    text = _text(cell)
    return reader(text) if text else None


def _print(field: str, cell: Cell) -> int:
    """What a field of the organisation says, after the model has read it alone."""
    value = _read(READERS.get(field, str), cell)
    if value is None:
        return 0
    if field in _WORDS and _plain(value):
        return print_of(field, value)
    if field == "topics" and all(map(_plain, value)):
        return print_of(field, tuple(value))
    record = OrganisationRecord.model_validate({**_AN_ORGANISATION, field: value})
    return print_of(field, getattr(record, field))


def _plain(text: str) -> bool:
    """Whether no model that takes words could refuse or change it: each takes 60 characters."""
    return (
        0 < len(text) <= 60
        and text.isascii()
        and text.isprintable()
        and text[0].isalnum()
        and text[-1] != " "
    )


def _of_addressee(field: str, reader: Callable[[str], Any], cell: Cell) -> Any:
    value = _read(reader, cell)
    if value is not None and not (field in _WORDS and _plain(value)):
        AddresseeRecord.model_validate({**_AN_ADDRESSEE, field: value})
    return value


def _first_language(text: str) -> str | None:
    return next(iter(values.languages(text)), None)


_addressed: dict[str, Callable[[Any], Any]] = {
    "timezone": partial(_of_addressee, "timezone", str),
    "person": partial(_of_addressee, "person", str),
    "language": partial(_of_addressee, "language", values.language),
    "languages": partial(_of_addressee, "language", _first_language),
}


def _agree(cells: tuple[Cell, ...]) -> None:
    """Whether a consent, or none, is given. Raises ValueError where it is half given."""
    given = zip(CONSENT.values(), map(_text, cells), strict=True)
    found = {ours: text for ours, text in given if text}
    if found:
        found["at"] = values.day(found.get("at", ""))
        Consent.model_validate(found)


def _name(cell: Cell) -> str:
    if not isinstance(cell, str):
        raise _Unsure
    text = cell.strip()
    if not text.isascii() or not text.isprintable() or text.startswith("'"):
        text = _sound(values.text_of, text)
    if not 0 < len(text) <= _LONGEST_NAME:
        raise _Unsure
    return text


def _mobile(cell: Cell) -> str:
    found = mobile_at_a_glance(cell) if isinstance(cell, str) else None
    if found is None:
        raise _Unsure
    return found


def _address(cell: Cell) -> str:
    if not isinstance(cell, str):
        raise _Unsure
    address = _sound(read_address, _sound(values.text_of, cell))
    if not 0 < len(address) <= _LONGEST_ADDRESS:
        raise _Unsure
    return address


def _sound(read: Callable[[str], str], text: str) -> str:
    try:
        return read(text)
    except ValueError:
        raise _Unsure from None
