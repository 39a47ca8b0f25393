"""What a report is of: a broadcast, all broadcasts of an announcement, or a period."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from outreach.model.errors import InputError
from outreach.reports.names import CATEGORIES
from outreach.settings import Settings
from outreach.store import Connection, announcements, broadcasts, periods, subjects
from outreach.store.accounts import Scope
from outreach.store.asked import Over
from outreach.wording.dates import full_day


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What a report is of, in words, and the broadcasts that it adds up."""

    #: Of files: a broadcast's code, an announcement's id, or days.
    name: str
    title: str
    scope: Scope
    #: The enquiries that belong to it; None: none do.
    over: Over | None = None


def of_name(connection: Connection, name: str) -> Subject:
    """The broadcast with that code, or the announcement with that id. Raises InputError."""
    try:
        found = broadcasts.by_code(connection, name)
    except InputError:
        return _of_announcement(connection, name)
    title = f"{found.code}: {subjects.of_broadcast(connection, found).name}"
    ref = found.announcement_id
    return Subject(
        name=found.code,
        title=title,
        scope=Scope(broadcasts=(found.id,)),
        over=Over(refs=(ref,)) if ref else None,
    )


def _of_announcement(connection: Connection, name: str) -> Subject:
    try:
        version = announcements.get(connection, name)
    except InputError:
        raise InputError(
            f"There is no broadcast “{name[:40]}”, nor an announcement of that id."
        ) from None
    ids = periods.of_announcements(connection, [version.ref])
    announcement = version.announcement
    title = announcement.texts[announcement.languages[0]].title
    return Subject(
        name=version.ref,
        title=f"{version.ref}: {title}",
        scope=Scope(broadcasts=tuple(ids)),
        over=Over(refs=(version.ref,)),
    )


def of_period(
    connection: Connection,
    settings: Settings,
    first: date,
    last: date,
    region: str | None = None,
    category: str | None = None,
) -> Subject:
    """All that began to go out from the first day to the end of the last, by the office's
    clock. Raises InputError.
    """
    if category is not None and category not in CATEGORIES:
        known = ", ".join(CATEGORIES)
        raise InputError(f"There is no category “{category[:40]}”. There are: {known}.")
    start, end = instants(settings, first, last)
    ids = periods.began_between(connection, start, end)
    days = f"{full_day(first, 'en')} to {full_day(last, 'en')}"
    only = [region, CATEGORIES.get(category or "")]
    return Subject(
        name=f"{first}-to-{last}",
        title=", ".join([days, *filter(None, only)]),
        scope=Scope(broadcasts=tuple(ids), region=region, category=category),
        over=Over(start=start, end=end, region=region, category=category),
    )


def days(first: str, last: str) -> tuple[date, date]:
    """Days as they were typed. Raises InputError."""
    try:
        return date.fromisoformat(first), date.fromisoformat(last)
    except ValueError:
        raise InputError("Say the first and the last day, as 2027-03-01.") from None


def instants(settings: Settings, first: date, last: date) -> tuple[datetime, datetime]:
    """From the beginning of the first day to the end of the last, by the office's clock.
    Raises InputError.
    """
    if last < first:
        raise InputError("The last day is before the first. Exchange them.")
    zone = ZoneInfo(settings.timezone)
    end = datetime.combine(last + timedelta(days=1), time(), zone)
    return datetime.combine(first, time(), zone), end
