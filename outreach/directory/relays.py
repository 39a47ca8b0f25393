"""Which organisations pass messages on to others: in the sheet, or in the directory."""

from __future__ import annotations

from outreach.directory.columns import Columns
from outreach.directory.numbers import Numbers
from outreach.directory.prints import told_of
from outreach.directory.rows import key_of
from outreach.directory.sheet import Reading
from outreach.model.errors import Problem
from outreach.model.words import shown
from outreach.store import Connection, profiles


class Relays:
    """Of the sound rows of one sheet; a relay may stand further down than who names it."""

    def __init__(self, columns: Columns) -> None:
        self._asked = "relay" in told_of(columns)
        self._names = Numbers(1)
        #: Country and name of each relay; the row that names it first.
        self._wanted: dict[tuple[str, str], int] = {}
        self._own: list[Problem] = []

    def add(self, reading: Reading) -> None:
        """Note who is in a row, and who passes messages on to it."""
        if not self._asked or not (record := reading.record):
            return
        self._names.first(key_of(record.name, record.country), [1])
        if record.relay == record.name:
            self._own.append(_none(reading.number, record.country, record.relay))
        elif record.relay:
            self._wanted.setdefault((record.country, record.relay), reading.number)

    def problems(self, connection: Connection) -> list[Problem]:
        """Relays that are nowhere."""
        missing = [
            _none(number, country, name)
            for (country, name), number in self._wanted.items()
            if self._names.get(key_of(name, country)) is None
            and not profiles.is_known(connection, country, name)
        ]
        return self._own + missing


def _none(number: int, country: str, name: str) -> Problem:
    return Problem(
        f"row {number}, relay",
        f"“{shown(name)}” is no other organisation of {country} here. Add it first, or "
        "correct the name.",
    )
