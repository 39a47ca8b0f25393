"""Days in free text."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import regex

from channels.radio.patterns import DASH, any_of, maybe
from channels.radio.speech import Rule, Speech, Writing
from outreach.model.errors import CannotCarry

#: As far as a weekday and its date are apart, in characters.
_OF_ONE_DAY = 25


def dates(speech: Speech) -> Iterator[Rule]:
    """The rules for days: in figures, and with the month's name where it has one."""
    yield _names_to_names(speech)
    yield from _numeric_dates(speech)
    if speech.writing.months:
        yield from _named_dates(speech)


def _names_to_names(speech: Speech) -> Rule:
    """A dash between two weekdays or two months: "Monday–Friday" is not two days."""
    w = speech.writing
    days = (speech.day(date(2027, 5, n), False).split()[0] for n in range(3, 10))
    names = any_of([*_names_of_months(w), *(day.rstrip(speech.comma) for day in days)])

    def read(found: regex.Match[str]) -> str:
        return f"{found[1]} {speech.to} "

    pattern = rf"{w.start}({names}) ?{DASH} ?(?=(?:{names}){w.end})"
    flags = 0 if w.months_in_capitals else regex.I
    return Rule(pattern=regex.compile(pattern, flags), read=read)


def _numeric_dates(speech: Speech) -> Iterator[Rule]:
    w = speech.writing

    def iso(found: regex.Match[str]) -> str:
        figures = [int(group) for group in found.groups() if group]
        return _day(found, date_of(found[0], *figures), speech)

    def numeric(found: regex.Match[str]) -> str:
        return _day(found, _in_order(found, w), speech)

    end = maybe(w.after_year, before=" ?") + w.end
    year_first = rf"{w.start}(\d{{4}})(?:-(\d\d)-(\d\d)|/(\d\d?)/(\d\d?)){end}"
    yield Rule(pattern=regex.compile(year_first), read=iso)
    yield Rule(
        pattern=regex.compile(
            rf"{w.start}(\d{{1,2}})[/.](\d{{1,2}})[/.](\d{{4}}){end}"
        ),
        read=numeric,
    )


def _day(found: regex.Match[str], when: date, speech: Speech) -> str:
    """A day in figures; its weekday is not said again where staff wrote it before."""
    words = speech.day(when, True)
    weekday, _, rest = words.partition(" ")
    before = found.string[max(0, found.start() - _OF_ONE_DAY) : found.start()]
    written = weekday.rstrip(speech.comma) in regex.split(r"\W+", before)
    return rest if rest and written else words


def _named_dates(speech: Speech) -> Iterator[Rule]:
    w = speech.writing
    names = any_of(_names_of_months(w))
    flags = 0 if w.months_in_capitals else regex.I
    day = rf"(\d{{1,2}}){maybe(w.after_day)}"
    year = maybe(w.before_year, after=" ") + r"((?:19|20)\d\d)"
    year = rf"(?:,? {year}{maybe(w.after_year, before=' ?')}{w.end})?"
    month = rf" ?{maybe(w.before_month, after=' ')}({names}){w.end}\.?"

    def written(found: regex.Match[str]) -> str:
        first, last, month, year = found.groups()
        n = w.months[month.lower()]
        end = _day_of_month(speech, last, n, year)
        return f"{speech.bare_day(int(first))} {speech.to} {end}" if first else end

    def month_first(found: regex.Match[str]) -> str:
        month, day, year = found.groups()
        return _day_of_month(speech, day, w.months[month.lower()], year)

    lead = maybe(w.before_day, before=w.start, after=" ") + w.start
    between = rf"(?:(\d{{1,2}})(?: ?{DASH} ?| {speech.to} ))?"
    whole_day = rf"\d{{1,2}}{maybe(w.after_day)}{month}"
    ends = rf"(?<={whole_day}{year}) ?{DASH} ?(?={lead}{whole_day})"
    yield Rule(pattern=regex.compile(ends, flags), read=lambda _: f" {speech.to} ")
    yield Rule(
        pattern=regex.compile(f"{lead}{between}{day}{month}{year}", flags), read=written
    )
    if w.month_before_day:
        pattern = rf"{w.start}({names})\.? (\d{{1,2}}){maybe(w.after_day)}{w.end}(?!:\d){year}"
        yield Rule(pattern=regex.compile(pattern, flags), read=month_first)


def _names_of_months(writing: Writing) -> list[str]:
    names = list(writing.months)
    return [n.capitalize() for n in names] if writing.months_in_capitals else names


def _day_of_month(speech: Speech, day: str, month: int, year: str | None) -> str:
    if not 1 <= int(day) <= 31:
        raise CannotCarry(f"There is no day {day} in a month. Correct the date.")
    date_of(f"{day}.{month}.", int(year) if year else 2028, month, int(day))
    return speech.day_of_month(int(day), month, int(year) if year else None)


def date_of(written: str, year: int, month: int, day: int) -> date:
    """The date that was written. Raises CannotCarry where the calendar has none."""
    try:
        return date(year, month, day)
    except ValueError:
        raise CannotCarry(f"“{written}” is not a date. Correct it.") from None


def _in_order(found: regex.Match[str], writing: Writing) -> date:
    first, second, year = map(int, found.groups())
    if writing.day_first or first > 12 or first == second:
        return date_of(found[0], year, second, first)
    if second > 12:
        return date_of(found[0], year, first, second)
    raise CannotCarry(
        f"“{found[0]}” can be two different days. Write the month as a word."
    )
