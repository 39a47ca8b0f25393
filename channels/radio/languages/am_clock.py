"""The Ethiopian clock, six hours behind the 24-hour one, and how its times are written."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time

import regex

from channels.radio.languages.am_numbers import cardinal
from channels.radio.patterns import DASH
from channels.radio.speech import (
    Rule,
    rule,
)
from outreach.model.errors import CannotCarry

#: Parts of the day before a time and after it, as staff write them.
_PARTS = "ከጠዋቱ|ከረፋዱ|ከቀኑ|ከሰዓት በኋላ|ከሰዓት|ከምሽቱ|ከማታው|ከሌሊቱ|ከንጋቱ|ከማለዳው|ጠዋት|ማታ|ምሽት|ሌሊት"
_DAY = "ጠዋቱ|ረፋዱ|ቀኑ|ምሽቱ|ማታው|ሌሊቱ|ንጋቱ|ማለዳው"
_UNTIL = "እስከ"
#: What is written together with a time.
_JOINED = f"በ|ከ|ለ|የ|{_UNTIL} "


def clock(moment: time) -> str:
    """ከቀኑ ስምንት ሰዓት ተኩል, half past two in the afternoon."""
    return f"{part_of_day(moment.hour)} {_time(_local(moment.hour), moment.minute)}"


def part_of_day(hour: int) -> str:
    """The part of the day in which an hour of the 24-hour clock falls, six hours each."""
    return ("ከሌሊቱ", "ከጠዋቱ", "ከቀኑ", "ከምሽቱ")[hour // 6]


def _local(hour: int) -> int:
    return (hour - 6 - 1) % 12 + 1


def _time(hour: int, minute: int, *, back: bool = True) -> str:
    """An hour of the Ethiopian clock and its minutes, ``back`` from the next or not."""
    said = f"{cardinal(hour)} ሰዓት"
    match minute:
        case 0:
            return said
        case 15:
            return f"{said} ከሩብ"
        case 30:
            return f"{said} ተኩል"
        case 45 if back:
            return f"ለ{cardinal(hour % 12 + 1)} ሩብ ጉዳይ"
        case _:
            return f"{said} ከ{cardinal(minute)} ደቂቃ"


def clock_note(moment: time) -> str | None:
    """Ethiopians count the night to the day before, until it dawns."""
    if moment.hour >= 6:
        return None
    return (
        f"{moment:%H:%M} is said as “{clock(moment)}”: listeners may take the night before "
        "or the night after that day. Say in the text which night it is."
    )


def unclear_clock(hour: str, _minute: str) -> str | None:
    """An hour up to twelve may be written by either clock, six hours apart."""
    if not 1 <= int(hour) <= 12:
        return None
    return "can be six hours apart in Amharic. Write it as ከቀኑ 8:30 ሰዓት."


def _read_local(found: regex.Match[str]) -> str:
    """A time with its part of the day: up to twelve it is of the Ethiopian clock."""
    part, joined, hour, minute = found.groups()
    if int(hour) > 12:
        return _of_24_hours(found, hour, minute or "00", joined or "")
    return f"{part} {_joined(joined, _written(found, hour, minute))}"


def _read_local_span(found: regex.Match[str]) -> str:
    part, hour, minute, last_part, last_hour, last_minute = found.groups()
    first, last = _written(found, hour, minute), _written(found, last_hour, last_minute)
    until = f"{_UNTIL} {last_part}" if last_part else _UNTIL
    return f"{part} {first} {until} {last}"


def _read_part_after(found: regex.Match[str]) -> str:
    joined, hour, minute, part = found.groups()
    return f"{_joined(joined, _written(found, hour, minute))} {part}"


def _written(found: regex.Match[str], hour: str, minute: str | None) -> str:
    if not 1 <= int(hour) <= 12:
        raise CannotCarry(
            f"“{found[0]}” is not a time. Write it as ከቀኑ 8:30 ሰዓት or as 14:30."
        )
    return _time(int(hour), int(minute or 0))


def _joined(joined: str | None, words: str) -> str:
    """ "At" goes before the hour, but not before "to nine a quarter is lacking"."""
    return (
        words if joined == "በ" and words.startswith("ለ") else f"{joined or ''}{words}"
    )


def _read_24_hours(found: regex.Match[str]) -> str:
    return _of_24_hours(found, found[2], found[3], found[1] or "")


def _of_24_hours(found: regex.Match[str], hour: str, minute: str, joined: str) -> str:
    if int(hour) > 23:
        raise CannotCarry(
            f"“{found[0]}” is not a time of the day. Midnight is 00:00 of the next day."
        )
    if reason := unclear_clock(hour, minute):
        raise CannotCarry(f"“{found[0]}” {reason}")
    part, local = part_of_day(int(hour)), _local(int(hour))
    if joined in ("", "ከ", "በ"):
        lead = joined.removeprefix("ከ")
        return f"{part} {_joined(lead, _time(local, int(minute)))}"
    return f"{joined}{part.removeprefix('ከ')} {_time(local, int(minute), back=False)}"


def _read_24_hours_span(found: regex.Match[str]) -> str:
    first = _of_24_hours(found, found[1], found[2], "")
    return f"{first} {_of_24_hours(found, found[3], found[4], f'{_UNTIL} ')}"


def _rules() -> Iterator[Rule]:
    hour, minute = r"(\d{1,2})", r"[:.]([0-5]\d)"
    local = rf"{hour}(?:{minute}(?: ?ሰዓት)?| ?ሰዓት)(?!\w|[.:]\d)"
    to = rf"(?: ?{DASH} ?| {_UNTIL} )"
    end = r"(?!\d|[.:]\d)(?: ?ሰዓት(?!\w))?"
    yield rule(rf"(?<!\w)({_PARTS}) {hour}(?:{minute})?(?: ?ሰዓት)?{to}(?:ከ?({_DAY}) )?{local}", _read_local_span)  # fmt: skip
    yield rule(rf"(?<!\w)({_PARTS}) ({_JOINED})?{local}", _read_local)
    yield rule(rf"(?<!\w)({_JOINED})?{local} ({_PARTS})(?!\w)", _read_part_after)
    full = r"(\d{1,2}):([0-5]\d)"
    yield rule(rf"(?<!\w){full}{to}{full}{end}", _read_24_hours_span)
    yield rule(rf"(?<![\w.:])({_JOINED})?{full}{end}", _read_24_hours)
    dotted = r"(\d{1,2})\.([0-5]\d) ?ሰዓት(?!\w)"
    yield rule(rf"(?<![\w.:])({_JOINED})?{dotted}", _read_24_hours)


CLOCK_RULES = tuple(_rules())
