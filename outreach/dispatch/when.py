"""When a broadcast is due: now, at a local time, days before the event, or repeatedly."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from itertools import islice, takewhile
from typing import Any

from outreach.model.announcement import Announcement
from outreach.model.edition import Edition, Subject
from outreach.model.errors import InputError, Problem, Refused
from outreach.model.moments import day_of, read_clock, read_wall_time, to_utc
from outreach.model.recurrence import Recurrence, recurrence
from outreach.store.schedules import Schedule, ScheduleKind
from outreach.store.subjects import StoredSubject

#: A broadcast that comes due while the office is shut may still go this much later.
GRACE = 6 * 3600
#: "Now" is due until the event is over, however long the approval takes.
NO_LIMIT = 2**31 - 1
#: Most times one broadcast may repeat: every day for a year.
MOST = 366


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """When a broadcast is due, as staff say it."""

    kind: ScheduleKind = "now"
    #: ``2027-05-01T09:00`` for ``at`` and ``every``; ``09:00`` for ``before``.
    wall_time: str | None = None
    days_before: int | None = None
    #: RFC 5545, of ``every``: repeats from ``wall_time`` on.
    rule: str | None = None
    #: The zone of ``wall_time``: the venue's for ``before``, else the office's.
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
            "rule": self.rule,
            "timezone": self.timezone,
        }

    @property
    def recurrence(self) -> Recurrence:
        """What ``every`` follows."""
        start = datetime.fromisoformat(str(self.wall_time))
        return Recurrence(rule=str(self.rule), start=start, timezone=self.timezone)


def at(wall_time: str, timezone: str) -> When:
    """At a wall time of the office. Raises InputError where it is none."""
    try:
        read_wall_time(wall_time)
    except ValueError as error:
        raise InputError([Problem("when", str(error))]) from None
    return When(kind="at", wall_time=wall_time, timezone=timezone)


def before(days: int, clock: str, announcement: Announcement) -> When:
    """``days`` before the event starts, at ``clock`` where it takes place."""
    if not 0 <= days <= 365:
        raise InputError([Problem("days_before", "must be 0 to 365.")])
    try:
        read_clock(clock)
    except ValueError as error:
        raise InputError([Problem("clock", str(error))]) from None
    return When(
        kind="before", wall_time=clock, days_before=days, timezone=announcement.timezone
    )


def every(rule: str, wall_time: str, timezone: str) -> When:
    """By an RFC 5545 rule, from a wall time of the office on. Raises InputError."""
    start = at(wall_time, timezone)
    found = recurrence(rule, datetime.fromisoformat(wall_time), timezone)
    return replace(start, kind="every", rule=found.rule)


def of_schedule(schedule: Schedule) -> When:
    """When a stored broadcast is due, as staff said it."""
    return When(
        kind=schedule.kind,
        wall_time=schedule.wall_time,
        days_before=schedule.days_before,
        rule=schedule.rule,
        timezone=schedule.timezone,
    )


def said(schedule: Schedule) -> str:
    """When a stored broadcast is due, in words; of one that repeats, when it is next."""
    day, _, clock = (schedule.wall_time or "").rpartition("T")
    match schedule.kind:
        case "now":
            return "as soon as it is approved"
        case "at":
            return f"{day}, {clock} ({schedule.timezone})"
        case "before":
            days = "day" if schedule.days_before == 1 else "days"
            before = f"{schedule.days_before} {days} before the event"
            return f"{before}, at {clock} ({schedule.timezone})"
    return schedule.recurrence.next_words(schedule.next_at)


def moved(when: When, subject: Subject) -> When:
    """The same for another version of its subject: a relative one is by its venue's clock."""
    if when.kind == "before" and isinstance(subject, Announcement):
        return replace(when, timezone=subject.timezone)
    return when


def next_instant(when: When, subject: Subject, now: datetime) -> int:
    """The instant it is due, in seconds since 1970. Raises InputError if that is over."""
    due = instant_of(when, subject, now)
    if due < int((now - timedelta(minutes=1)).timestamp()):
        over = datetime.fromtimestamp(due, UTC)
        raise InputError(
            [
                Problem(
                    "when", f"{over:%d %B %Y %H:%M} UTC is over. Choose a later time."
                )
            ]
        )
    return due


def instant_of(when: When, subject: Subject, now: datetime) -> int:
    """As ``next_instant``, of what was planned before: its time may have passed."""
    if when.kind == "now":
        return int(now.timestamp())
    if isinstance(subject, Edition):
        raise InputError(
            [Problem("when", "is not asked of an edition: it goes once approved.")]
        )
    if when.kind == "every":
        return int(_first(when, subject, now).timestamp())
    due = _single(when, subject)
    if due >= subject.last_instant:
        raise InputError(
            [Problem("when", "is after the event has ended. Choose an earlier time.")]
        )
    return int(due.timestamp())


def _single(when: When, announcement: Announcement) -> datetime:
    if when.kind == "at":
        return to_utc(datetime.fromisoformat(str(when.wall_time)), when.timezone)
    day = day_of(announcement.starts_at) - timedelta(days=when.days_before or 0)
    wall = datetime.combine(day, time.fromisoformat(str(when.wall_time)))
    return to_utc(wall, when.timezone)


def _first(when: When, announcement: Announcement, now: datetime) -> datetime:
    end = announcement.last_instant
    times = takewhile(lambda o: o.at < end, when.recurrence.occurrences())
    left = list(islice((o.at for o in times if o.at >= now), MOST + 1))
    if not left:
        raise InputError([Problem("every", "has no time left before the event ends.")])
    if len(left) > MOST:
        raise InputError(
            [
                Problem(
                    "every",
                    f"would go out more than {MOST} times until the event. Say UNTIL when, "
                    "or repeat it less often.",
                )
            ]
        )
    return left[0]


def refuse_over(subject: StoredSubject, now: datetime) -> None:
    """Raises Refused where nothing is sent any more."""
    if now >= subject.expires_at:
        what = "an event" if subject.starts_at else "a period"
        raise Refused(
            f"“{subject.name}” is over: it ended on {subject.expires_at:%d %B %Y}. "
            f"Nothing is sent about {what} that is over."
        )
