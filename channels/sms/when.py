"""When an event is, in a line of a text message."""

from __future__ import annotations

from datetime import date, datetime, time

from channels.sms.wording import Wording, breakable
from outreach.model.facts import Facts
from outreach.model.moments import clock_of, day_of
from outreach.wording.dates import full_day, short_day, sure_clock, year_leads


def day_in(day: date, words: Wording, *, full: bool, year: bool) -> str:
    """A day: in full with its year where there is room, else short."""
    if full and year:
        return breakable(full_day(day, words.language))
    return breakable(short_day(day, words.language, year=year))


def when(
    facts: Facts, words: Wording, *, full: bool, year: bool, end_time: bool
) -> str:
    """Day and time; of an event of several days the first and the last."""
    start, end = facts.starts_at, facts.ends_at
    if end is None or day_of(end) == day_of(start):
        day = day_in(day_of(start), words, full=full, year=year)
        return _at(day, _hours(start, end if end_time else None, words), words)
    first_year, last_year = _years(start, end, words, full=full, year=year)
    first = day_in(day_of(start), words, full=full, year=first_year)
    last = day_in(day_of(end), words, full=full, year=last_year)
    return words.say(
        "{start} to {end}",
        start=_at(first, _time(start, words), words),
        end=_at(last, _time(end, words) if end_time else "", words),
    )


def _years(
    start: date | datetime,
    end: date | datetime,
    words: Wording,
    *,
    full: bool,
    year: bool,
) -> tuple[bool, bool]:
    """Which of two days gets its year: both, or the one that leads or closes the line."""
    if not year:
        return False, False
    if full or day_of(start).year != day_of(end).year:
        return True, True
    leads = year_leads(words.language)
    return leads, not leads


def _hours(start: date | datetime, end: date | datetime | None, words: Wording) -> str:
    first, last = _time(start, words), _time(end, words) if end else ""
    if first and last and first != last:
        return words.say("{start}-{end}", start=first, end=last)
    return first


def _time(moment: date | datetime, words: Wording) -> str:
    found: time | None = clock_of(moment)
    return sure_clock(found, words.language) if found is not None else ""


def _at(day: str, hours: str, words: Wording) -> str:
    return words.say("{day}, {time}", day=day, time=hours) if hours else day
