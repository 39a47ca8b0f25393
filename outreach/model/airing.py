"""When a script was read on air, as it was told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time


@dataclass(frozen=True, slots=True, order=True)
class Airing:
    """One reading, on the station's own calendar and clock; None: it was not told."""

    day: date | None
    at: time | None

    def __str__(self) -> str:
        parts = [self.day.isoformat() if self.day else "", _clock(self.at) or ""]
        return " ".join(filter(None, parts))


def contradicts(number: int | None, airings: Sequence[Airing]) -> bool:
    """Whether the number told can't be that of the readings listed. A day without a time
    may stand for several readings.
    """
    if number is None or not airings:
        return False
    if all(airing.at for airing in airings):
        return number != len(airings)
    return number < len(airings)


def as_json(airings: Iterable[Airing]) -> list[list[str | None]] | None:
    """Day and time of each, as they are stored: ``[["2027-03-12", "07:00"], …]``."""
    found = [[a.day.isoformat() if a.day else None, _clock(a.at)] for a in airings]
    return found or None


def of_json(stored: Iterable[Sequence[str | None]] | None) -> tuple[Airing, ...]:
    """What ``as_json`` made."""
    return tuple(
        Airing(
            date.fromisoformat(day) if day else None,
            time.fromisoformat(at) if at else None,
        )
        for day, at in stored or ()
    )


def _clock(at: time | None) -> str | None:
    return at.isoformat("minutes") if at else None
