"""Wall times at the venue, and the moments they stand for."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Annotated, Any, TypeAlias
from zoneinfo import ZoneInfo, available_timezones

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

from outreach.model.words import shown

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DAY_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}")
_CLOCK = re.compile(r"[0-9]{2}:[0-9]{2}")
#: Before the first, zones have odd minutes; after the last, computing the end of a day
#: runs out of calendar. No event of ours is near either.
_FIRST_YEAR, _LAST_YEAR = 1900, 2199
#: Names that zone databases have but that say nothing: the machine's own, a placeholder.
_NO_ZONES = frozenset(["localtime", "posixrules", "Factory"])
_HOW = "Write a day as 2027-05-05, or a day and time as 2027-05-05T14:30."


def _read_moment(value: Any) -> date | datetime:
    if isinstance(value, date):
        return value
    if not isinstance(value, str):
        raise ValueError(f"is not a date. {_HOW}")
    text = value.strip()
    if text.startswith("T"):
        raise ValueError("has a time but no day. Give the day too.")
    if not _DAY.fullmatch(text) and not _DAY_TIME.fullmatch(text):
        raise ValueError(
            f"“{shown(value)}” is not a date, or has a time zone or seconds. {_HOW}"
        )
    if not _FIRST_YEAR <= int(text[:4]) <= _LAST_YEAR:
        raise ValueError(
            f"“{text}” is not in the years {_FIRST_YEAR} to {_LAST_YEAR}. Correct the year."
        )
    try:
        return (date if _DAY.fullmatch(text) else datetime).fromisoformat(text)
    except ValueError:
        raise ValueError(
            f"“{text}” is a date or time that does not exist. {_HOW}"
        ) from None


def read_wall_time(value: str) -> datetime:
    """``2027-05-05T14:30``. Raises ValueError: a sentence without its subject."""
    moment = _read_moment(value) if _DAY_TIME.fullmatch(value) else None
    if not isinstance(moment, datetime):
        raise ValueError("is not a day and time. Write it as 2027-05-05T14:30.")
    return moment


def _read_day(value: Any) -> date:
    moment = _read_moment(value)
    if isinstance(moment, datetime):
        raise ValueError("takes a day without a time. Write it as 2027-05-05.")
    return moment


def read_clock(value: Any) -> str:
    """``HH:MM`` as it is, 24 hours. Raises ValueError: a sentence without its subject."""
    if not isinstance(value, str) or not _CLOCK.fullmatch(value):
        raise ValueError("is not a clock time. Write it as 14:30.")
    try:
        time.fromisoformat(value)
    except ValueError:
        raise ValueError(f"“{value}” is not a clock time: 00:00 to 23:59.") from None
    return value


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones()) - _NO_ZONES


def _read_zone(value: Any) -> str:
    if not isinstance(value, str) or value not in _zones():
        raise ValueError(
            f"“{shown(value)}” is not a time zone. Use a name such as Africa/Nairobi."
        )
    return value


def _write_moment(value: date | datetime) -> str:
    return (
        value.isoformat(timespec="minutes")
        if isinstance(value, datetime)
        else value.isoformat()
    )


#: A day, or a day and wall time without zone.
Moment: TypeAlias = Annotated[
    date | datetime,
    BeforeValidator(_read_moment),
    PlainSerializer(_write_moment),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": r"^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2})?$",
            "description": "A day, or a day and wall time at the venue.",
        }
    ),
]
Day: TypeAlias = Annotated[
    date,
    BeforeValidator(_read_day),
    PlainSerializer(_write_moment),
    WithJsonSchema({"type": "string", "format": "date"}),
]
#: ``HH:MM``, 24 hours.
Clock: TypeAlias = Annotated[
    str,
    BeforeValidator(read_clock),
    WithJsonSchema({"type": "string", "pattern": r"^\d{2}:\d{2}$"}),
]
Zone: TypeAlias = Annotated[
    str,
    BeforeValidator(_read_zone),
    WithJsonSchema({"type": "string", "description": "IANA time zone name."}),
]


def order_of(moment: date | datetime) -> tuple[date, time]:
    """By which moments at one place are sorted; a day comes before its hours."""
    return day_of(moment), clock_of(moment) or time.min


def day_of(moment: date | datetime) -> date:
    """The day of a moment."""
    return moment.date() if isinstance(moment, datetime) else moment


def clock_of(moment: date | datetime) -> time | None:
    """The wall time of a moment, if it has one."""
    return moment.time() if isinstance(moment, datetime) else None


def exists(moment: date | datetime, zone: str) -> bool:
    """False for a wall time that a clock change skips (02:30 on a spring night)."""
    if not isinstance(moment, datetime):
        return True
    aware = moment.replace(tzinfo=ZoneInfo(zone))
    return (
        aware.astimezone(UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None) == moment
    )


def to_utc(moment: datetime, zone: str) -> datetime:
    """The instant of a wall time: in a gap the first valid minute, in a fold the first.

    A spring gap from 02:00 to 03:00 makes 02:30 run at 03:00; an autumn 02:30, which
    comes twice, runs the first time only. Raises ValueError: ``moment`` has a zone already.
    """
    if moment.tzinfo is not None:
        raise ValueError(f"{moment} is no wall time: it has a zone.")
    tz = ZoneInfo(zone)
    while not exists(moment, zone):
        moment += timedelta(minutes=1)
    return moment.replace(tzinfo=tz, fold=0).astimezone(UTC)


def end_of_day(day: date, zone: str) -> datetime:
    """The instant at which ``day`` is over at the venue."""
    return to_utc(datetime.combine(day + timedelta(days=1), time()), zone)
