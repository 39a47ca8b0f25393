"""Times of day in free text."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import time

import regex

from channels.radio.patterns import DASH, GAP, any_of, maybe
from channels.radio.speech import Rule, Speech
from outreach.model.errors import CannotCarry

_CLOCK = rf"([01]?\d|2[0-4])(?::|{GAP}[hH]{GAP})([0-5]\d)"
_HALF = r"(?:\s?([ap])\.?\s?m\b\.?)"
#: Before and after noon in writing that all understand.
_SHARED_PARTS = {"a": False, "p": True}


def clocks(speech: Speech) -> Iterator[Rule]:
    """The rules for times of day, those with a part of the day first."""
    writing = speech.writing
    own = maybe(writing.before_clock, before=writing.start, after=" ")
    again = maybe(writing.after_clock, before=" ", after=writing.end)
    to = f"{writing.gap}{speech.to}{writing.gap}"
    half = rf"{writing.start}(\d{{1,2}})(?:[:.]([0-5]\d))?{GAP}"

    def half_day(found: regex.Match[str]) -> str:
        return _half_day(speech, found[1], found[2], found[3])

    def halves(found: regex.Match[str]) -> str:
        first = _half_day(speech, found[1], found[2], found[3] or found[6])
        return to.join([first, _half_day(speech, *found.groups()[3:])])

    def span(found: regex.Match[str]) -> str:
        if int(found[3]) > 12:  # only the 24-hour clock has such an end
            first = speech.clock(moment_of(found[1], found[2], lambda *_: None))
        else:
            first = _clock(speech, found[1], found[2])
        return to.join([first, _clock(speech, found[3], found[4])])

    def plain(found: regex.Match[str]) -> str:
        return _clock(speech, found[1], found[2])

    def hour(found: regex.Match[str]) -> str:
        return _clock(speech, found[1], "00")

    def rule(pattern: str, read: Callable[[regex.Match[str]], str]) -> Rule:
        return Rule(pattern=regex.compile(own + pattern, regex.I), read=read)

    yield rule(rf"{half}{_HALF}? ?{DASH} ?{half}{_HALF}", halves)
    yield rule(half + _HALF, half_day)
    if writing.parts_of_day:
        yield rule(rf"{half}({any_of(writing.parts_of_day)}){writing.end}", half_day)
    between = rf"(?: ?{DASH} ?| {speech.to} )"
    yield rule(rf"{writing.start}{_CLOCK}{between}{_CLOCK}(?![:\d])", span)
    yield rule(rf"{writing.start}{_CLOCK}(?![:\d])(?: ?h(?:rs)?\b)?{again}", plain)
    if writing.after_hour:
        lone = rf"{writing.start}([01]?\d|2[0-3]){GAP}(?:{writing.after_hour})"
        yield rule(lone + writing.end, hour)


def _half_day(speech: Speech, hour: str, minute: str | None, part: str) -> str:
    """A time on the 12-hour clock with its part of the day."""
    parts = {**_SHARED_PARTS, **speech.writing.parts_of_day}
    return speech.clock(moment_in_part(hour, minute, part, parts))


def moment_in_part(
    hour: str, minute: str | None, part: str, parts: Mapping[str, bool | None]
) -> time:
    """A time on the 12-hour clock, by its part of the day. Raises CannotCarry on others."""
    at, late = int(hour), parts[part.lower()]
    if not 1 <= at <= 12:
        raise CannotCarry(f"“{hour} {part}” is not a time. Write it as 14:30.")
    late = 6 <= at <= 11 if late is None else late
    return time(at % 12 + (12 if late else 0), int(minute or 0))


def _clock(speech: Speech, hour: str, minute: str) -> str:
    """A written clock time, unless it can be taken for another."""
    return speech.clock(moment_of(hour, minute, speech.unclear_clock))


def moment_of(
    hour: str, minute: str, unclear: Callable[[str, str], str | None]
) -> time:
    """The time of day that was written. Raises CannotCarry where it is none, or unclear."""
    if int(hour) > 23:
        raise CannotCarry(
            f"“{hour}:{minute}” is not a time of the day. Midnight is 00:00 of the next day."
        )
    if reason := unclear(hour, minute):
        raise CannotCarry(f"“{hour}:{minute}” {reason}")
    return time(int(hour), int(minute))


def night_or_day_unclear(hour: str, minute: str) -> str | None:
    """2:30 where people write the 24-hour clock and speak by that of twelve hours."""
    if len(hour) > 1 or not 1 <= int(hour) <= 5:
        return None
    return f"can be at night or by day. Write 0{hour}:{minute} or {int(hour) + 12}:{minute}."


def half_of_the_day_unclear(hour: str, minute: str) -> str | None:
    """2:30 where people use the 12-hour clock; 02:30 is of the 24-hour one."""
    if len(hour) > 1 or hour == "0":
        return None
    return f"can be before or after noon. Write 0{hour}:{minute} or {int(hour) + 12}:{minute}."
