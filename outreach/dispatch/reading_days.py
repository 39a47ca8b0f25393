"""From when to when a script may be read on air: as staff chose, else while it is true.

Of an announcement that asks to register the last day is that on which registration closes,
unless that is over; else reading ends when the event begins. Of an edition the channel says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter, ValidationError

from outreach import registry
from outreach.model.announcement import Announcement
from outreach.model.edition import Subject
from outreach.model.errors import InputError, Problem
from outreach.model.layout import Layout
from outreach.model.moments import Day, Moment, day_of, end_of_day, to_utc
from outreach.store.subjects import StoredSubject

FIRST, LAST = "read_from", "do_not_read_after"
_KINDS: Mapping[str, TypeAdapter[Any]] = {
    FIRST: TypeAdapter(Day),
    LAST: TypeAdapter(Moment),
}


def read_days(values: Mapping[str, str | None]) -> dict[str, str | None]:
    """What was chosen, as it is stored; what is empty was not. Raises InputError."""
    return {name: _read(name, (values.get(name) or "").strip()) for name in _KINDS}


def _read(name: str, text: str) -> str | None:
    if not text:
        return None
    try:
        found: date | datetime = _KINDS[name].validate_python(text)
    except ValidationError as error:
        why = str(error.errors()[0]["ctx"]["error"])
        raise InputError([Problem(name, why)]) from None
    return _written(found)


def check_days(layout: Layout, subject: StoredSubject, now: datetime | None) -> None:
    """Raises InputError where nothing is left to read in, or it lies after what is told of,
    or before ``now`` (None: that is not asked).
    """
    if problems := list(_problems(layout, subject, now)):
        raise InputError(problems)


def _problems(
    layout: Layout, subject: StoredSubject, now: datetime | None
) -> Iterator[Problem]:
    first, last = _chosen(layout)
    zone, what = subject.timezone, "event" if subject.starts_at else "period"
    if last and _is_over(last, subject):
        yield Problem(LAST, f"is after the {what}, which is over then. Choose earlier.")
    if last and now and _end(last, zone) <= now:
        yield Problem(LAST, "is in the past: nobody could read it. Choose later.")
    until = day_of(last) if last else _begins(subject)
    if first and first > until:
        said = f"{until.day} {until:%B %Y}"
        yield Problem(
            FIRST, f"is after the last day of reading, {said}. Choose earlier."
        )


def offered(layout: Layout, subject: Subject, now: datetime) -> dict[str, str]:
    """What it offers to a channel's options, of a subject that is sent at ``now``."""
    days = {FIRST: layout.read_from, LAST: layout.do_not_read_after}
    days[LAST] = days[LAST] or _true_until(subject, now)
    return {name: day for name, day in days.items() if day}


def ends_at(
    layout: Layout, subject: StoredSubject, channels: Iterable[str]
) -> datetime:
    """The instant from which on nothing goes out (UTC): of what is only read on air, when
    the chosen days of reading end.
    """
    _, last = _chosen(layout)
    if last is None or not set(channels) <= set(registry.aired_channels()):
        return subject.expires_at
    return min(subject.expires_at, _end(last, subject.timezone))


def still_so(layout: Layout, subject: StoredSubject, now: datetime) -> bool:
    """Whether what was chosen suits the subject as it is now."""
    return not any(_problems(layout, subject, now))


def said_of(layout: Layout) -> str:
    """What was chosen, in words; empty if nothing was."""
    first = f"read from {layout.read_from}" if layout.read_from else ""
    last = layout.do_not_read_after or ""
    after = f"not after {last.replace('T', ', ')}" if last else ""
    return ", ".join(filter(None, [first, after]))


def _chosen(layout: Layout) -> tuple[date | None, date | datetime | None]:
    first, last = layout.read_from, layout.do_not_read_after
    return (
        _KINDS[FIRST].validate_python(first) if first else None,
        _KINDS[LAST].validate_python(last) if last else None,
    )


def _end(last: date | datetime, zone: str) -> datetime:
    return to_utc(last, zone) if isinstance(last, datetime) else end_of_day(last, zone)


def _is_over(last: date | datetime, subject: StoredSubject) -> bool:
    """Whether it is later than the event; its own last day lasts until that is over."""
    if isinstance(last, datetime):
        return to_utc(last, subject.timezone) > subject.expires_at
    over = subject.expires_at - timedelta(seconds=1)
    return last > over.astimezone(ZoneInfo(subject.timezone)).date()


def _begins(subject: StoredSubject) -> date:
    found = subject.subject
    if isinstance(found, Announcement):
        return day_of(found.starts_at)
    return found.period_to


def _true_until(subject: Subject, now: datetime) -> str | None:
    if not isinstance(subject, Announcement):
        return None
    registration, zone = subject.registration, subject.timezone
    closes = registration.deadline if registration else None
    before = closes and closes < day_of(subject.starts_at)
    if closes and before and _end(closes, zone) > now:
        return closes.isoformat()
    return _written(subject.starts_at)


def _written(moment: date | datetime) -> str:
    if isinstance(moment, datetime):
        return moment.isoformat(timespec="minutes")
    return moment.isoformat()
