"""Days in Amharic, by the Gregorian calendar or, where it is asked for, the Ethiopian."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from datetime import date
from types import MappingProxyType

import regex

from channels.radio.languages.am_numbers import cardinal, value_of
from channels.radio.patterns import DASH, any_of
from channels.radio.speech import (
    Calendar,
    Rule,
    listed,
    refused,
    rule,
)
from outreach.model.errors import CannotCarry
from outreach.wording.ethiopian import MONTHS as ETHIOPIAN_MONTHS
from outreach.wording.ethiopian import days_in_month, ethiopian

DAYS = listed("ሰኞ ማክሰኞ ረቡዕ ሐሙስ ዓርብ ቅዳሜ እሑድ")
MONTHS = listed("ጃንዋሪ ፌብሩዋሪ ማርች ኤፕሪል ሜይ ጁን ጁላይ ኦገስት ሴፕቴምበር ኦክቶበር ኖቬምበር ዲሴምበር")
#: The words by which a year is known as Gregorian, and as Ethiopian.
GREGORIAN, OF_MERCY = "እንደ አውሮፓውያን አቆጣጠር", "ዓመተ ምሕረት"
JOINED = "በከለየደ"
#: Both calendars' months as staff write them; a name is never of both.
_WRITTEN = MappingProxyType(
    {name: n for n, name in enumerate(MONTHS, 1)}
    | {"ጃንዩወሪ": 1, "ጃኑዋሪ": 1, "ፌብሩወሪ": 2, "ፌብሯሪ": 2, "ፌብሪዋሪ": 2, "አፕሪል": 4, "ኦጎስት": 8}
    | {"ኦገስት": 8, "ሴፕተምበር": 9, "ኦክተበር": 10, "ኖቨምበር": 11, "ዲሰምበር": 12}
)  # fmt: skip
_WRITTEN_ETHIOPIAN = MappingProxyType(
    {name: n for n, name in enumerate(ETHIOPIAN_MONTHS, 1)}
    | {"ህዳር": 3, "ኀዳር": 3, "ታህሳስ": 4, "ታኅሳስ": 4, "ታህሣሥ": 4, "ሚያዚያ": 8, "ሀምሌ": 11, "ነሀሴ": 12}
    | {"ጳጉሜ": 13, "ጷጉሜ": 13, "ጷጉሜን": 13, "ጳጉሜያ": 13}
)  # fmt: skip


def bare_day(n: int) -> str:
    """Of a range's first day."""
    return cardinal(n)


def day_of_month(day: int, month: int, of_year: int | None) -> str:
    """ሜይ አምስት ቀን; a year says that it is not the Ethiopian one."""
    words = f"{MONTHS[month - 1]} {cardinal(day)} ቀን"
    return f"{GREGORIAN} {words} {cardinal(of_year)}" if of_year is not None else words


def day(when: date, with_year: bool) -> str:
    """ረቡዕ ሜይ አምስት ቀን."""
    of_year = when.year if with_year else None
    gap = "፣ " if with_year else " "
    return f"{DAYS[when.weekday()]}{gap}{day_of_month(when.day, when.month, of_year)}"


def ethiopian_day(when: date, with_year: bool) -> str:
    """ረቡዕ ሚያዝያ ሃያ ሰባት ቀን ሁለት ሺህ አሥራ ዘጠኝ ዓመተ ምሕረት."""
    found = ethiopian(when)
    month = ETHIOPIAN_MONTHS[found.month - 1]
    words = f"{DAYS[when.weekday()]} {month} {cardinal(found.day)} ቀን"
    return f"{words} {cardinal(found.year)} {OF_MERCY}" if with_year else words


CALENDARS = MappingProxyType(
    {
        "ethiopian": Calendar(
            day=ethiopian_day,
            year_of=lambda when: ethiopian(when).year,
            written=lambda when: str(ethiopian(when)),
        )
    }
)


def _read_month_first(found: regex.Match[str]) -> str:
    name, first, last, year = found.groups()
    _check(found, name, [first, last], year)
    days = f"{cardinal(int(first))} እስከ {cardinal(int(last))}" if last else cardinal(int(first))  # fmt: skip
    return _said(name, days, year)


def _read_day_first(found: regex.Match[str]) -> str:
    first, last, name, year = found.groups()
    _check(found, name, [first, last], year)
    days = f"{cardinal(int(first))} እስከ {cardinal(int(last))}" if first else cardinal(int(last))  # fmt: skip
    return _said(name, days, year)


def _said(name: str, days: str, year: str | None) -> str:
    words = f"{name} {days} ቀን"
    return f"{words} {cardinal(int(year))}" if year else words


def _check(
    found: regex.Match[str], name: str, days: list[str | None], year: str | None
) -> None:
    """Raise CannotCarry for a day that the month, in its calendar, does not have."""
    month = _WRITTEN_ETHIOPIAN.get(name)
    most = (
        days_in_month(month, int(year) if year else None)
        if month
        else _gregorian_days(_WRITTEN[name], year)
    )
    if not all(1 <= int(day) <= most for day in days if day):
        raise CannotCarry(f"“{found[0]}” is not a date. Correct it.")


def _gregorian_days(month: int, year: str | None) -> int:
    return calendar.monthrange(int(year or 2028), month)[1]


_ANY = any_of([*_WRITTEN, *_WRITTEN_ETHIOPIAN])
_START = rf"(?<![^\W{JOINED}])"
_YEAR = r"(?:[,፣/]? ?(\d{4}))?(?!\w)"
_TO = rf"(?: ?{DASH} ?| እስከ )"
_MONTH_FIRST = rf"{_START}({_ANY}) (\d{{1,2}})(?:{_TO}(\d{{1,2}}))?(?: ?ቀን)?{_YEAR}"
_DAY_FIRST = (
    rf"{_START}(?<![\d:.])(?:(\d{{1,2}}){_TO})?(\d{{1,2}}) ({_ANY})(?: ?ቀን)?{_YEAR}"
)


def _rules() -> Iterator[Rule]:
    yield rule(r"[፩-፼]+", lambda found: str(value_of(found[0])))
    yield rule(rf"(?<!\w)([{JOINED}]) (?=\d)", lambda found: found[1])
    yield refused(
        r"(?<![\d/.])(?:\d{1,2}[/.]\d{1,2}[/.]\d{4}|\d{4}/\d{1,2}/\d{1,2})(?![\d/])",
        "can be of two calendars, eight years apart. Write the month as a word.",
    )
    yield refused(
        r"\d፣\d{3}(?!\d)", "can be one number or two. Write it with a comma: 2,500."
    )
    yield rule(r"(?<=\d)፣(?=\d)", lambda _: "፣ ")
    yield rule(_MONTH_FIRST, _read_month_first)
    yield rule(_DAY_FIRST, _read_day_first)


DATES = tuple(_rules())
