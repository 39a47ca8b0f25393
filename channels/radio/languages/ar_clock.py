"""The Arabic clock: hours as ordinals, with fractions and the part of the day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time
from types import MappingProxyType

import regex

from channels.radio.languages.ar_numbers import Counted, counted, oblique, ordinal
from channels.radio.speech import Rule, refused

_MINUTE = Counted(one="دقيقة", two="دقيقتين", many="دقائق", dozens="دقيقة", gender="f")
#: Fractions of an hour that have a word; forty and forty-five go back from the next.
_FRACTIONS = MappingProxyType({15: "والربع", 20: "والثلث", 30: "والنصف"})
_MISSING = MappingProxyType({40: "إلا ثلثاً", 45: "إلا ربعاً"})
_PART = r"(?:مساء[اً]{0,2}|ليل[اً]{0,2}|صباح[اً]{0,2}|م|ص)"


def clock(moment: time) -> str:
    """الثانية والنصف بعد الظهر; the part of the day is that of the hour that is running."""
    hour, minute = moment.hour, moment.minute
    if (hour, minute) == (0, 0):
        return "الثانية عشرة عند منتصف الليل، في أول اليوم"
    if minute in _MISSING:
        return f"{_hour(hour + 1)} {_MISSING[minute]} {_part(hour)}"
    return f"{_hour(hour)}{_minutes(minute)} {_part(hour)}"


def _hour(hour: int) -> str:
    twelve = (hour - 1) % 12 + 1
    return "الواحدة" if twelve == 1 else ordinal(twelve, "f")


def _minutes(minute: int) -> str:
    if not minute:
        return ""
    words = _FRACTIONS.get(minute) or f"و{oblique(counted(minute, _MINUTE))}"
    return f" {words}"


def _part(hour: int) -> str:
    """The part of the day in which an hour of the 24-hour clock falls."""
    parts = [(17, "مساءً"), (13, "بعد الظهر"), (12, "ظهراً"), (6, "صباحاً"), (4, "فجراً")]
    return next((p for first, p in parts if hour >= first), "بعد منتصف الليل")


def _read_hour(found: regex.Match[str]) -> str:
    return f"{found[1]} {clock(time(int(found[2])))}"


def _rules() -> Iterator[Rule]:
    late_hour = r"(الساعة) (1[3-9]|2[0-3])(?![:.\d])"
    yield Rule(pattern=regex.compile(late_hour), read=_read_hour)
    yield refused(
        rf"(?<!\w)12(?::[0-5]\d)? ?{_PART}(?!\w)|(?<!\w)11(?::[0-5]\d)? ?ظهر[اً]{{0,2}}(?!\w)",
        "can be noon or midnight. Write it on the 24-hour clock, such as 12:00 or 00:00.",
    )
    yield refused(
        rf"الساعة \d{{1,2}}(?![:.\d]| ?(?:{_PART}|من بعد|بعد|قبل|ظهر|فجر|عصر))",
        "can be before or after noon. Write it on the 24-hour clock, such as 10:00 or 22:00.",
    )


CLOCK_RULES = tuple(_rules())
