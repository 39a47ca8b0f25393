"""Events of another calendar (.ics, RFC 5545) as announcements, or told what is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from outreach.directory.values import only_zone
from outreach.model.announcement import Announcement
from outreach.model.errors import InputError, Problem
from outreach.model.reading import read
from outreach.model.words import shown

MOST_BYTES = 10_000_000
MOST_EVENTS = 1_000
_NO_CALENDAR = "The file is not a sound calendar (.ics). Export it anew."


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What a calendar does not say, and staff do."""

    language: str
    country: str
    locality: str
    kind: str = "other"
    timezone: str | None = None


def read_events(data: bytes, known: Known) -> list[Announcement]:
    """Every event of a calendar. Raises InputError with every problem and its event."""
    if len(data) > MOST_BYTES:
        raise InputError(
            f"The calendar is larger than {MOST_BYTES // 1_000_000} MB. Export fewer events."
        )
    events = _events(data)
    problems: list[Problem] = []
    found: dict[str, Announcement] = {}
    for number, event in enumerate(events, 1):
        place = f"event {number} ({shown(_text(event, 'SUMMARY')) or 'no title'})"
        try:
            announcement = read(_content(event, known)).announcement
        except InputError as error:
            problems += [
                Problem(f"{place}, {p.field}", p.message) for p in error.problems
            ]
        else:
            found.setdefault(str(announcement.id), announcement)
    if problems:
        raise InputError(problems[:50])
    return list(found.values())


def _events(data: bytes) -> list[Any]:
    from icalendar import Calendar  # two tenths of a second that others need not wait

    try:
        events = list(Calendar.from_ical(data).walk("VEVENT"))
    except Exception:  # noqa: BLE001  # a bulkhead: whatever a stranger's file provokes
        raise InputError(_NO_CALENDAR) from None
    if not events:
        raise InputError("The calendar has no event.")
    if len(events) > MOST_EVENTS:
        raise InputError(
            f"The calendar has more than {MOST_EVENTS:,} events. Split it."
        )
    return events


def _content(event: Any, known: Known) -> dict[str, Any]:
    _refuse(event)
    zone = _zone(event, known)
    text = {"title": _text(event, "SUMMARY"), "body": _text(event, "DESCRIPTION")}
    who = _text(event, "ORGANIZER", named=True)
    found = {
        "id": _id(event),
        "kind": known.kind,
        "organizer": who,
        "timezone": zone,
        "venue": {
            "name": _text(event, "LOCATION") or None,
            "locality": known.locality,
            "country": known.country,
        },
        "contact": {"name": _text(event, "CONTACT") or who},
        "url": _text(event, "URL") or None,
        "texts": {known.language: text},
        **dict(_moments(event, zone)),
    }
    return {name: value for name, value in found.items() if value}


def _refuse(event: Any) -> None:
    if "RRULE" in event or "RDATE" in event:
        repeats = "repeats. Export each of its meetings as an event of its own."
        raise InputError([Problem("RRULE", repeats)])
    if _text(event, "STATUS").upper() == "CANCELLED":
        gone = (
            "is cancelled in that calendar. If it was announced, write a cancellation."
        )
        raise InputError([Problem("STATUS", gone)])


def _text(event: Any, name: str, *, named: bool = False) -> str:
    """A property's text; of a person the name, else the address without its scheme."""
    value = event.get(name)
    value = value[0] if isinstance(value, list) and value else value
    if value is None or isinstance(value, list):
        return ""
    if named and (cn := getattr(value, "params", {}).get("CN")):
        return str(cn).strip()
    text = str(value).replace("\r", "").replace("\t", " ").strip()
    return re.sub(r"^mailto:", "", text, flags=re.IGNORECASE) if named else text


def _id(event: Any) -> str:
    """Ours, the same each time: what the UID says in our letters, and what it is for sure."""
    uid = _text(event, "UID")
    if not uid:
        missing = "is missing: without it the event is not known again. Export it anew."
        raise InputError([Problem("UID", missing)])
    slug = re.sub(r"[^a-z0-9]+", "-", uid.lower()).strip("-")
    if slug and len(slug) <= 64:
        return slug
    digest = sha256(uid.encode("utf-8", "replace")).hexdigest()[:12]
    return f"{slug[:50].strip('-')}-{digest}".lstrip("-")


def _zone(event: Any, known: Known) -> str:
    """As staff say it, else the calendar; times in UTC tell no place, its country does."""
    if known.timezone:
        return known.timezone
    start = event.get("DTSTART")
    named = str(getattr(start, "params", {}).get("TZID", "")) if start else ""
    if named in available_timezones() and named.upper() != "UTC":
        return named
    if named and named.upper() != "UTC":
        unknown = f"“{shown(named)}” is not a time zone that we know. Say --timezone."
        raise InputError([Problem("DTSTART", unknown)])
    try:
        return only_zone(known.country)
    except ValueError:
        several = (
            "does not say which of its country’s time zones it is in. Say --timezone."
        )
        raise InputError([Problem("DTSTART", several)]) from None


def _moments(event: Any, zone: str) -> Iterator[tuple[str, str]]:
    """Wall times at the venue; the end of whole days is the day after the last."""
    start, end = _moment(event, "DTSTART", zone), _moment(event, "DTEND", zone)
    if start is None:
        missing = "is missing or can't be read. Correct it in that calendar."
        raise InputError([Problem("DTSTART", missing)])
    if end is None and (lasts := _lasts(event)):
        end = start + lasts
    yield "starts_at", _written(start)
    if end is not None:
        whole = not isinstance(end, datetime) and end > start
        yield "ends_at", _written(end - timedelta(days=1) if whole else end)


def _lasts(event: Any) -> timedelta | None:
    found = getattr(event.get("DURATION"), "dt", None)
    return found if isinstance(found, timedelta) else None


def _moment(event: Any, name: str, zone: str) -> date | None:
    value = event.get(name)
    found = getattr(value[0] if isinstance(value, list) else value, "dt", None)
    if not isinstance(found, datetime):
        return found if isinstance(found, date) else None
    if found.tzinfo is None or getattr(value, "params", {}).get("TZID") == zone:
        return found.replace(tzinfo=None)
    try:
        return found.astimezone(UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    except (ValueError, OverflowError, OSError):
        return None


def _written(moment: date) -> str:
    if isinstance(moment, datetime):
        return moment.isoformat(timespec="minutes")
    return moment.isoformat()
