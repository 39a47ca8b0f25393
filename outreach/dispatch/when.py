"""When a broadcast is due: now, at a local time, or days before the event."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from outreach.model.announcement import Announcement
from outreach.model.errors import InputError, Problem
from outreach.model.moments import day_of, to_utc
from outreach.store.schedules import ScheduleKind

#: A broadcast that comes due while the office is shut may still go this much later.
GRACE = 6 * 3600
#: "Now" is due until the event is over, however long the approval takes.
NO_LIMIT = 2**31 - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """When a broadcast is due, as staff say it."""

    kind: ScheduleKind = "now"
    #: ``2027-05-01T09:00`` for ``at``; ``09:00`` for ``before``.
    wall_time: str | None = None
    days_before: int | None = None
    #: The zone of ``wall_time``: the office's for ``at``, the venue's for ``before``.
    timezone: str = "UTC"

    @property
    def grace(self) -> int:
        """How many seconds late it may start without a person's word."""
        return NO_LIMIT if self.kind == "now" else GRACE

    @property
    def content(self) -> dict[str, Any]:
        """The schedule as JSON values."""
        return {
            "kind": self.kind,
            "wall_time": self.wall_time,
            "days_before": self.days_before,
            "timezone": self.timezone,
        }


def at(wall_time: str, timezone: str) -> When:
    """At a wall time of the office. Raises InputError where it is none."""
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}", wall_time):
        raise InputError(
            [Problem("when", "is not a day and time. Write 2027-05-01T09:00.")]
        )
    try:
        datetime.fromisoformat(wall_time)
    except ValueError:
        raise InputError([Problem("when", f"“{wall_time}” does not exist.")]) from None
    return When(kind="at", wall_time=wall_time, timezone=timezone)


def before(days: int, clock: str, announcement: Announcement) -> When:
    """``days`` before the event starts, at ``clock`` where it takes place."""
    if not 0 <= days <= 365:
        raise InputError([Problem("days_before", "must be 0 to 365.")])
    try:
        time.fromisoformat(clock)
    except ValueError:
        raise InputError(
            [Problem("clock", "is not a clock time. Write 09:00.")]
        ) from None
    return When(
        kind="before", wall_time=clock, days_before=days, timezone=announcement.timezone
    )


def next_instant(when: When, announcement: Announcement, now: datetime) -> int:
    """The instant it is due, in seconds since 1970. Raises InputError if that is over."""
    due = _instant(when, announcement, now)
    if due < now - timedelta(minutes=1):
        raise InputError(
            [Problem("when", f"{due:%d %B %Y %H:%M} UTC is over. Choose a later time.")]
        )
    if due >= announcement.last_instant:
        raise InputError(
            [Problem("when", "is after the event has ended. Choose an earlier time.")]
        )
    return int(due.timestamp())


def _instant(when: When, announcement: Announcement, now: datetime) -> datetime:
    if when.kind == "now":
        return now
    if when.kind == "at":
        return to_utc(datetime.fromisoformat(str(when.wall_time)), when.timezone)
    day = day_of(announcement.starts_at) - timedelta(days=when.days_before or 0)
    wall = datetime.combine(day, time.fromisoformat(str(when.wall_time)))
    return to_utc(wall, when.timezone)
