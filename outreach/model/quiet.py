"""Quiet hours and rest days: when nobody's telephone should ring."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

#: What the report says of a broadcast that did not wait for the quiet time to end.
WENT_ANYWAY = (
    "It is urgent and the event starts before quiet hours end, "
    "so some of it went out in quiet hours or on a rest day."
)
_MIDNIGHT = time()


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiet:
    """When nothing goes out, in the addressee's own wall time."""

    #: From, until: 21:00 is quiet and 07:00 is not. They may span midnight.
    hours: tuple[time, time] | None = None
    #: Whole days, 0 for Monday to 6 for Sunday; never all seven.
    rest_days: frozenset[int] = frozenset()

    def at(self, wall: datetime) -> bool:
        """Whether it is quiet at a wall time."""
        if wall.weekday() in self.rest_days:
            return True
        if self.hours is None:
            return False
        start, end = self.hours
        clock = wall.time()
        if start < end:
            return start <= clock < end
        return clock >= start or clock < end


def opens_at(now: datetime, zone: str, quiet: Quiet) -> datetime | None:
    """The first instant from ``now`` on at which it is not quiet in ``zone``, in UTC.

    None if ``now`` is one already. Wall time is what counts: an hour that a clock change
    skips is not waited for, and one that comes twice is quiet or not both times.
    """
    tz, at = ZoneInfo(zone), now
    while quiet.at(_wall(at, tz)):
        at = _next_change(at, tz, quiet)
    return None if at == now else at


def goes_anyway(*, urgent: bool, starts_at: int | None, opens: datetime) -> bool:
    """Whether a notice can't wait until ``opens``: it is urgent, and the event starts
    before (``starts_at``: seconds since 1970, None if it is of no one event).
    """
    return urgent and starts_at is not None and starts_at < opens.timestamp()


def _next_change(at: datetime, tz: ZoneInfo, quiet: Quiet) -> datetime:
    """When the quiet time, the day or the zone's offset changes next."""
    wall = _wall(at, tz)
    clocks = (_MIDNIGHT, quiet.hours[1]) if quiet.hours else (_MIDNIGHT,)
    ends = (
        datetime.combine(wall.date() + timedelta(days=day), clock)
        for clock in clocks
        for day in (0, 1)
    )
    until = at.astimezone(UTC) + (min(end for end in ends if end > wall) - wall)
    if _offset(at, tz) == _offset(until, tz):
        return until
    return _clock_change(int(at.timestamp()), int(until.timestamp()), tz)


def _clock_change(low: int, high: int, tz: ZoneInfo) -> datetime:
    """The first second after ``low`` with the offset of ``high``."""
    new = _offset(datetime.fromtimestamp(high, UTC), tz)
    while high - low > 1:
        middle = (low + high) // 2
        if _offset(datetime.fromtimestamp(middle, UTC), tz) == new:
            high = middle
        else:
            low = middle
    return datetime.fromtimestamp(high, UTC)


def _wall(at: datetime, tz: ZoneInfo) -> datetime:
    return at.astimezone(tz).replace(tzinfo=None)


def _offset(at: datetime, tz: ZoneInfo) -> timedelta | None:
    return at.astimezone(tz).utcoffset()
