"""Of which times of a repeating broadcast a station tells: all carry one code.

What repeats goes out with what was approved, so the first one's code stands on every script
and log. The day of a reading tells them apart: it is of the last that the station had then.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from outreach.inbox.airings import Told
from outreach.model.airing import Airing
from outreach.store import Connection, repeats
from outreach.store.broadcasts import Broadcast
from outreach.store.repeats import Handed

_NO_DAY = "It names no day, and that code went there {} times."
_SEVERAL = "It tells of several times that the code went there, and its number is not that of the readings."


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What was told of one of the times."""

    broadcast: Broadcast
    told: Told


@dataclass(frozen=True, slots=True, kw_only=True)
class Shares:
    """All that was told, by the times; and as a sentence what a person has to make out."""

    shares: tuple[Share, ...]
    doubt: str = ""


def handed_to(
    connection: Connection, broadcast: Broadcast, organisation_ids: Sequence[int]
) -> list[Handed]:
    """The times of a repeating broadcast that organisations had, first to last; none where
    it does not repeat, or its code names one of them (K7QX2M-2).
    """
    again = repeats.repeats_of(connection, broadcast.id)
    if not again:
        return []
    return repeats.handed_over(connection, [broadcast, *again], organisation_ids)


def shared_out(broadcast: Broadcast, told: Told, handed: Sequence[Handed]) -> Shares:
    """What was told, by the times that a station had. Nothing told is left out."""
    if len(handed) < 2:
        only = handed[0].broadcast if handed else broadcast
        return Shares(shares=(Share(broadcast=only, told=told),))
    found: dict[int, list[Airing]] = {}
    for airing in told.airings:
        if airing.day:
            found.setdefault(_had(handed, airing.day), []).append(airing)
    if not found:
        return _of_one(handed[-1].broadcast, told, _NO_DAY.format(len(handed)))
    if len(found) == 1:
        return _of_one(handed[min(found)].broadcast, told)
    dated = sum(map(len, found.values()))
    if dated < len(told.airings) or told.number not in (None, dated):
        return _of_one(handed[max(found)].broadcast, told, _SEVERAL)
    return Shares(
        shares=tuple(
            Share(broadcast=handed[at].broadcast, told=_part(told, found[at]))
            for at in sorted(found)
        )
    )


def _had(handed: Sequence[Handed], day: date) -> int:
    """The last that it had on a day; before the first, the first."""
    return max((at for at, one in enumerate(handed) if one.day <= day), default=0)


def _of_one(broadcast: Broadcast, told: Told, doubt: str = "") -> Shares:
    said = f" {doubt} It is kept for {broadcast.code}." if doubt else ""
    return Shares(shares=(Share(broadcast=broadcast, told=told),), doubt=said)


def _part(told: Told, airings: Sequence[Airing]) -> Told:
    number = None if told.number is None else len(airings)
    return replace(told, number=number, airings=tuple(airings))
