"""Hindi times of day: the part of the day, then the hour with its quarters."""

from __future__ import annotations

from datetime import time
from types import MappingProxyType

import regex

from channels.radio.clocks import moment_of
from channels.radio.languages.hi_numbers import by_quarters, cardinal
from channels.radio.parts import Parts, next_such
from channels.radio.patterns import DASH, any_of
from channels.radio.speech import Rule

_NIGHT = (*range(19, 24), *range(4))
_PARTS = Parts(
    hours=MappingProxyType(
        {
            "तड़के": range(3, 6),
            "प्रातः": range(4, 12),
            "प्रात:": range(4, 12),
            "सवेरे": range(4, 12),
            "सुबह": range(4, 12),
            "पूर्वाह्न": range(6, 12),
            "दोपहर": range(11, 17),
            "दोपहर बाद": range(12, 18),
            "अपराह्न": range(12, 18),
            "शाम": range(15, 21),
            "सायं": range(15, 21),
            "सांय": range(15, 21),
            "सायंकाल": range(15, 21),
            "रात": _NIGHT,
            "रात्रि": _NIGHT,
        }
    )
)
_PART = any_of(_PARTS.hours)
_HOUR = r"(?<![\d.:])(\d{1,2})(?:[:.]([0-5]\d))?(?![\d:])"
_TIME = r"(?<![\d.:])(?P<hour>\d{1,2})(?:[:.](?P<minute>[0-5]\d))?(?![\d:])"
_OCLOCK = r"(?: ?बजे(?!\w))"


def clock(moment: time) -> str:
    """दोपहर ढाई बजे; रात बारह बजे; शाम पाँच बजकर दस मिनट."""
    return f"{_part(moment.hour)} {_hour(moment.hour, moment.minute)}"


def _hour(hour: int, minute: int) -> str:
    twelve = (hour - 1) % 12 + 1
    if minute == 45:
        return f"{by_quarters(twelve % 12, 3)} बजे"
    if minute in (15, 30):
        return f"{by_quarters(twelve, minute // 15)} बजे"
    words = cardinal(twelve)
    return f"{words} बजकर {cardinal(minute)} मिनट" if minute else f"{words} बजे"


def _part(hour: int) -> str:
    for first, part in [(20, "रात"), (16, "शाम"), (12, "दोपहर"), (4, "सुबह")]:
        if hour >= first:
            return part
    return "रात"


def clock_note(moment: time) -> str | None:
    """After midnight, listeners may count the night to either day."""
    if moment.hour >= 4:
        return None
    return (
        f"{moment:%H:%M} is said as “{clock(moment)}”: listeners may take the night before "
        "or the night after that day. Say in the text which night it is."
    )


def unclear_clock(hour: str, minute: str) -> str | None:
    """Without a nought before it, an hour up to twelve is of either half of the day."""
    if hour.startswith("0") or int(hour) > 12:
        return None
    return f"can be before or after noon. Write सुबह {hour}:{minute} बजे, or दोपहर, शाम, रात."


def _read(found: regex.Match[str]) -> str | None:
    groups = found.groupdict()
    hour, minute = found["hour"], found["minute"]
    if not minute and "बजे" not in found[0]:
        return None
    return clock(_first(found[0], groups.get("part"), hour, minute))


def _read_span(found: regex.Match[str]) -> str | None:
    part, hour, minute, second, end, past = found.groups()
    if "बजे" not in found[0] and not (minute and past and ":" in found[0]):
        return None
    first = _first(found[0], part, hour, minute)
    if part and not second:
        last = next_such(found[0], first, int(end), int(past or 0))
    else:
        last = _first(found[0], second, end, past)
    return f"{clock(first)} से {clock(last)} तक"


def _first(written: str, part: str | None, hour: str, minute: str | None) -> time:
    if part:
        return _PARTS.at(written, part, int(hour), int(minute or 0))
    return moment_of(hour, minute or "00", unclear_clock)


_LED = rf"(?:(?<!\w)({_PART})(?: के| को)?,? )?{_HOUR}{_OCLOCK}?"
CLOCKS = tuple(
    Rule(pattern=regex.compile(pattern), read=read)
    for pattern, read in [
        (rf"{_LED} ?(?:{DASH}|से) ?{_LED}(?: तक(?!\w))?", _read_span),
        (rf"(?<!\w)(?P<part>{_PART})(?: के| को)?,? {_TIME}{_OCLOCK}?", _read),
        (rf"{_TIME}{_OCLOCK} (?P<part>{_PART})(?!\w)(?! \d)", _read),
        (rf"{_TIME}{_OCLOCK}", _read),
    ]
)
