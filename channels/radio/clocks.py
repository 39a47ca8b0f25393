"""Times of day in free text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import time

from channels.radio.speech import Rule, Speech
from outreach.model.errors import CannotCarry

#: Between the ends of a range.
DASH = r"[-\u2010-\u2015]"
#: One blank of any kind, or none.
GAP = r"[ \u00a0\u202f]?"
_CLOCK = r"([01]?\d|2[0-4])(?::|{gap}[hH]{gap})([0-5]\d)".replace("{gap}", GAP)
_HALF = r"(?:\s?([ap])\.?\s?m\b\.?)"


def clocks(speech: Speech) -> Iterator[Rule]:
    """The rules for times of day, those with a part of the day first."""
    own = r"(?:\b(?:las?|saa|saa ya) )?"  # words that the spoken clock brings itself
    half = rf"\b(\d{{1,2}})(?:[:.]([0-5]\d))?{GAP}"
    part = rf"(?:{'|'.join(_PARTS)})"

    def half_day(found: re.Match[str]) -> str:
        return _half_day(speech, found[1], found[2], found[3])

    def halves(found: re.Match[str]) -> str:
        first = _half_day(speech, found[1], found[2], found[3] or found[6])
        return f"{first} {speech.to} {_half_day(speech, *found.groups()[3:])}"

    def span(found: re.Match[str]) -> str:
        first = _clock(speech, found[1], found[2])
        return f"{first} {speech.to} {_clock(speech, found[3], found[4])}"

    def plain(found: re.Match[str]) -> str:
        return _clock(speech, found[1], found[2])

    def hour(found: re.Match[str]) -> str:
        return _clock(speech, found[1], "00")

    yield Rule(
        pattern=re.compile(
            rf"{own}{half}{_HALF}? ?{DASH} ?{half}{_HALF}", re.IGNORECASE
        ),
        read=halves,
    )
    yield Rule(pattern=re.compile(rf"{own}{half}{_HALF}", re.I), read=half_day)
    yield Rule(pattern=re.compile(rf"{own}{half}({part})\b", re.I), read=half_day)
    yield Rule(
        pattern=re.compile(rf"{own}\b{_CLOCK} ?{DASH} ?{_CLOCK}(?![:\d])"), read=span
    )
    yield Rule(
        pattern=re.compile(
            rf"{own}\b{_CLOCK}(?![:\d])(?: ?h(?:rs)?\b)?(?: (?:{_SWAHILI_PARTS})\b)?"
        ),
        read=plain,
    )
    if speech.language in ("fr", "es"):
        yield Rule(pattern=re.compile(rf"{own}\b([01]?\d|2[0-3]){GAP}h\b"), read=hour)


#: Beside a 24-hour time they would be said twice.
_SWAHILI_PARTS = "asubuhi|mchana|alasiri|jioni|usiku|alfajiri"
#: The part of the day in writing, to whether it is after noon; None: by the hour.
_PARTS: dict[str, bool | None] = {
    "a": False,
    "p": True,
    "in the morning": False,
    "in the afternoon": True,
    "in the evening": True,
    "at night": None,
    "de la madrugada": False,
    "de la mañana": False,
    "de la tarde": True,
    "de la noche": None,
    "du matin": False,
    "de l’après-midi": True,
    "du soir": True,
}


def _half_day(speech: Speech, hour: str, minute: str | None, part: str) -> str:
    """A time on the 12-hour clock with its part of the day."""
    at, late = int(hour), _PARTS[part.lower()]
    if not 1 <= at <= 12:
        raise CannotCarry(f"“{hour} {part}” is not a time. Write it as 14:30.")
    late = 6 <= at <= 11 if late is None else late
    return speech.clock(time(at % 12 + (12 if late else 0), int(minute or 0)))


def _clock(speech: Speech, hour: str, minute: str) -> str:
    """A written clock time. In Swahili an hour up to twelve may be six hours off."""
    written = f"{hour}:{minute}"
    if int(hour) > 23:
        raise CannotCarry(
            f"“{written}” is not a time of the day. Midnight is 00:00 of the next day."
        )
    if speech.language == "sw" and 1 <= int(hour) <= 12:
        raise CannotCarry(
            f"“{written}” can be six hours apart in Swahili. Write it as saa 8:30 mchana."
        )
    if speech.language in ("en", "es") and len(hour) == 1 and hour != "0":
        raise CannotCarry(
            f"“{written}” can be before or after noon. Write 0{written} or {int(hour) + 12}:{minute}."
        )
    return speech.clock(time(int(hour), int(minute)))
