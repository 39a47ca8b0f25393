"""What repeats: RFC 5545 rules over the wall clock of one zone.

python-dateutil counts the days; which instant a wall time is, ``to_utc`` says: in a gap
of the clock the first valid minute, in a fold the first of the two.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import takewhile
from zoneinfo import ZoneInfo

from dateutil.rrule import rrule, rrulestr

from outreach.model.errors import InputError, Problem
from outreach.model.moments import to_utc

_OFTEN = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_PARTS = frozenset(
    ["FREQ", "INTERVAL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "COUNT", "UNTIL"]
)
_HOW = "Write it as FREQ=WEEKLY;BYDAY=MO."
LONGEST = 200
#: The plain choices of the forms, as the rule's frequency.
PLAIN = {"day": "DAILY", "week": "WEEKLY", "month": "MONTHLY"}
_NAMES = {"MO": "Monday", "TU": "Tuesday", "WE": "Wednesday", "TH": "Thursday"} | {
    "FR": "Friday", "SA": "Saturday", "SU": "Sunday"
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One time that a rule names."""

    #: As the rule has it: what the occurrence is known by.
    wall: datetime
    #: When that is (UTC).
    at: datetime

    @property
    def key(self) -> str:
        """``2027-05-03T09:00``."""
        return self.wall.isoformat(timespec="minutes")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recurrence:
    """A rule from a first wall time on. Made by ``recurrence``, which checks it."""

    rule: str
    start: datetime
    timezone: str

    @property
    def words(self) -> str:
        """``every Monday, from 2027-05-03 on, at 09:00 (Africa/Nairobi)``."""
        often = said(self.rule, self.start)
        return f"{often}, from {self.start:%Y-%m-%d} on, at {self.start:%H:%M} ({self.timezone})"

    def next_words(self, next_at: int | None) -> str:
        """The same, and when it is next: ``next_at`` in seconds since 1970."""
        if next_at is None:
            return f"{self.words}; it has ended"
        at = datetime.fromtimestamp(next_at, ZoneInfo(self.timezone))
        return f"{self.words}; next on {at:%Y-%m-%d, %H:%M}"

    def occurrences(self) -> Iterator[Occurrence]:
        """All of them, in order; without end where the rule has none."""
        for wall in _parsed(self.rule, self.start):
            yield Occurrence(wall, to_utc(wall, self.timezone))

    def first_from(self, instant: datetime) -> Occurrence | None:
        """The first that is not before ``instant``; None if there is none."""
        return next((o for o in self.occurrences() if o.at >= instant), None)

    def last_until(self, instant: datetime) -> Occurrence | None:
        """The last that is not after ``instant``; None if there is none."""
        past = takewhile(lambda o: o.at <= instant, self.occurrences())
        return max(past, key=lambda o: o.wall, default=None)


def recurrence(rule: str, start: datetime, timezone: str) -> Recurrence:
    """A rule that can be followed. Raises InputError: no rule, more often than daily, or
    one that never happens.
    """
    made = Recurrence(rule=_checked(rule), start=start, timezone=timezone)
    try:
        first = next(made.occurrences(), None)
    except (ValueError, TypeError) as error:
        raise _wrong(f"can't be read ({error}). {_HOW}") from None
    if first is None:
        raise _wrong("never happens. Choose other days.")
    return made


def plain_rule(choice: str, start: datetime, until: date | None = None) -> str:
    """Every ``day``, ``week`` or ``month`` from ``start`` on, until a last day.

    A month that lacks the day has it on its last: the 31st of April is the 30th.
    """
    rule = f"FREQ={PLAIN[choice]}"
    if choice == "month" and start.day > 28:
        days = ",".join(str(day) for day in range(28, start.day + 1))
        rule += f";BYMONTHDAY={days};BYSETPOS=-1"
    return rule + (f";UNTIL={until:%Y%m%d}T235959" if until else "")


def said(rule: str, start: datetime) -> str:
    """A rule in words for staff; as it is written, where it is an unusual one."""
    parts = _split(rule)
    until = parts.pop("UNTIL", None)
    words = _said(parts, start) or f"by the rule {rule}"
    return words + (f", until {_day(until):%d %B %Y}" if until else "")


def _said(parts: dict[str, str], start: datetime) -> str | None:
    days = parts.get("BYDAY", "").split(",")
    if parts.keys() == {"FREQ", "BYDAY"} and all(day in _NAMES for day in days):
        named = " and ".join(_NAMES[day] for day in days)
        return f"every {named}" if parts["FREQ"] == "WEEKLY" else None
    if parts == _split(plain_rule("day", start)):
        return "every day"
    if parts == _split(plain_rule("week", start)):
        return f"every {start:%A}"
    if parts == _split(plain_rule("month", start)):
        return f"every month on day {start.day}" + " or its last" * (start.day > 28)
    return None


def _checked(rule: str) -> str:
    text = rule.strip().upper().removeprefix("RRULE:")
    if len(text) > LONGEST or not re.fullmatch(r"[A-Z0-9=;,+-]+", text):
        raise _wrong(f"is not a rule. {_HOW}")
    parts = _split(text)
    if parts.get("FREQ") not in _OFTEN:
        raise _wrong(
            "must begin with FREQ=DAILY, WEEKLY, MONTHLY or YEARLY: nothing goes out more "
            "often than once a day."
        )
    for name in parts.keys() - _PARTS:
        raise _wrong(f"has {name}, which is not used here. {_HOW}")
    if parts["FREQ"] in ("DAILY", "WEEKLY") and parts.keys() & {"BYMONTH", "BYSETPOS"}:
        raise _wrong("needs FREQ=YEARLY or MONTHLY with BYMONTH and BYSETPOS.")
    for name in ("INTERVAL", "COUNT"):
        if not re.fullmatch(r"[1-9][0-9]{0,3}", parts.get(name, "1")):
            raise _wrong(f"has no whole number from 1 to 9999 as {name}.")
    if "UNTIL" in parts:
        parts["UNTIL"] = f"{_day(parts['UNTIL']):%Y%m%d}T235959"
    return ";".join(f"{name}={value}" for name, value in parts.items())


def _split(rule: str) -> dict[str, str]:
    pairs = [part.partition("=") for part in rule.split(";") if part]
    return {name: value for name, _, value in pairs}


def _day(until: str) -> date:
    try:
        return datetime.strptime(until[:8], "%Y%m%d").date()  # noqa: DTZ007  # a day has no zone
    except ValueError:
        raise _wrong(f"has no day as UNTIL: “{until}”. Write UNTIL=20270531.") from None


def _parsed(rule: str, start: datetime) -> rrule:
    return rrulestr(rule, dtstart=start)


def _wrong(message: str) -> InputError:
    return InputError([Problem("every", message)])
