"""The marks of a station's answer: numbers, days and times, however they are written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import time
from functools import cache
from typing import Literal, TypeAlias

import regex

from outreach.inbox.months import month_names

#: Day of the month, month, and the year as it was told, if it was: 2027 or 27.
Day: TypeAlias = tuple[int, int, int | None]
Match: TypeAlias = regex.Match[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One mark; of what it is not, there is None."""

    kind: Literal["number", "day", "time", "either", "word", "doubt"]
    #: As it compares.
    text: str
    number: int = 0
    #: Of a number: it says itself that it counts, as "x3" does.
    counts: bool = False
    #: Of "either", which may be a day or a time, both are there.
    day: Day = (0, 0, None)
    at: time = time()
    #: 24:00, midnight at the end of the day.
    ends_day: bool = False
    #: It says which half of the day: "7 pm", "19:00", "0700".
    sure: bool = True


def marks_of(text: str, years: tuple[int, ...]) -> Iterator[Mark]:
    """The marks of a text that is already as it compares, in order. Four digits behind a
    month are a year if they are one of ``years``, else a time.
    """
    rules, at = _rules(years), 0
    while at < len(text):
        for pattern, make in rules:
            if found := pattern.match(text, at):
                yield make(found) or Mark(kind="doubt", text=found[0].strip())
                at = found.end()
                break
        else:
            at += 1


def _number(found: Match) -> Mark:
    counts = "x" in found[0]
    return Mark(kind="number", text=found[0], number=int(found[1]), counts=counts)


def _day(found: Match) -> Mark | None:
    """Groups d, m and y; m may be a name."""
    named = found["m"]
    month = int(named) if named.isdecimal() else month_names()[named]
    day = (int(found["d"]), month, int(found["y"]) if found["y"] else None)
    return Mark(kind="day", text=found[0].strip(), day=day) if _is_day(day) else None


def _time(found: Match) -> Mark | None:
    """Groups h and, if they were told, n (minutes) and p (half of the day)."""
    groups = found.groupdict()
    hour, minute = int(groups["h"]), _minute(groups.get("n"))
    half = (groups.get("p") or "")[:1]
    if half and not 1 <= hour <= 12:
        return None
    if half:
        hour = hour % 12 + (12 if half in "p下晚" else 0)
    ends_day = (hour, minute) == (24, 0)
    if not ends_day and not (hour < 24 and minute < 60):
        return None
    sure = bool(half) or hour > 12 or groups["h"].startswith("0")
    at = time(hour % 24, minute)
    return Mark(kind="time", text=found[0].strip(), at=at, ends_day=ends_day, sure=sure)


def _minute(told: str | None) -> int:
    return 30 if told == "半" else int(told or 0)


def _dotted(found: Match) -> Mark | None:
    """ "12.03" may be a day or a time; a point behind it or a year says that it is a day."""
    day, at = _day(found), None
    if not found["y"] and not found["end"] and len(found["m"]) == 2:
        at = _time(_CLOCK.fullmatch(found[0].replace(".", ":")) or found)
    if day and at:
        return Mark(kind="either", text=found[0], day=day.day, at=at.at)
    return day or at


def _word(found: Match) -> Mark:
    return Mark(kind="word", text=found[0])


def _doubt(found: Match) -> None:
    """Digits in no way that we know."""


def _is_day(day: Day) -> bool:
    return 1 <= day[0] <= 31 and 1 <= day[1] <= 12


_LETTER = r"[\p{L}\p{M}]"
_CLOCK = regex.compile(
    r"(?P<h>\d{1,2})\s*(?:[:h]|ч)\s*(?P<n>\d{2})(?::00)?(?!\d|\s?[ap]\.?m)"
)
_HALF = r"\s*(?P<p>[ap])\.?\s?m\b\.?"


@cache
def _rules(
    years: tuple[int, ...],
) -> tuple[tuple[regex.Pattern[str], Callable[[Match], Mark | None]], ...]:
    """Tried in order at each place."""
    month = "|".join(sorted(map(regex.escape, month_names()), key=len, reverse=True))
    month = rf"(?P<m>{month})(?!{_LETTER})\.?"
    year = f"(?P<y>{'|'.join(map(str, years))})"
    sources: tuple[tuple[str, Callable[[Match], Mark | None]], ...] = (
        (r"(?P<y>\d{4})(?P<by>[-/.])(?P<m>\d{1,2})(?P=by)(?P<d>\d{1,2})(?!\d)", _day),
        (r"(?:(?P<y>\d{4})年)?(?P<m>\d{1,2})月(?P<d>\d{1,2})[日号號]?", _day),
        (rf"(?P<h>\d{{1,2}})(?:\s*[:.h]\s*(?P<n>\d{{2}}))?{_HALF}", _time),
        (_CLOCK.pattern, _time),
        (rf"(?P<h>\d{{1,2}})\s*(?:h(?:rs?|ours?|eures?)?|ч)(?!{_LETTER})", _time),
        (
            r"(?P<p>上午|早上|下午|晚上)?(?P<h>\d{1,2})[点點时時:](?:(?P<n>\d{1,2}|半)分?)?",
            _time,
        ),
        (
            rf"(?P<d>\d{{1,2}})(?:st|nd|rd|th|er)?[ ./-]*(?:(?:de|of)\s)?{month}"
            rf"(?:[ ./-]*(?:de\s)?{year}(?!\d))?",
            _day,
        ),
        (
            rf"{month} *(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?![\d:.h]|\s?[ap]\.?m)"
            rf"(?:,? {year}(?!\d))?",
            _day,
        ),
        (
            r"(?P<d>\d{1,2})\.(?P<m>\d{1,2})(?:\.(?P<y>\d{4}|\d{2}))?(?P<end>\.)?"
            r"(?![\d\p{L}])",
            _dotted,
        ),
        (
            r"(?P<d>\d{1,2})(?P<by>[/-])(?P<m>\d{1,2})(?:(?P=by)(?P<y>\d{4}|\d{2}))?"
            r"(?![\d\p{L}/-])",
            _day,
        ),
        (
            rf"(?P<h>\d{{2}})(?P<n>\d{{2}})(?:\s*h(?:rs?|ours?)?(?!{_LETTER}))?(?![\d\p{{L}}])",
            _time,
        ),
        (r"(?:x\s?)?(\d{1,7})(?:\s?x\b)?(?![\d\p{Latin}]|\s?[/&+:-]\s?\d)", _number),
        (rf"{_LETTER}+", _word),
        (r"\d[\d.,:/+-]*", _doubt),
    )
    return tuple((regex.compile(s, regex.V1), make) for s, make in sources)
