"""Chinese times of day: the part of the day first, then the hour and the minute."""

from __future__ import annotations

from datetime import time
from types import MappingProxyType

import regex

from channels.radio.clocks import half_of_the_day_unclear, moment_of
from channels.radio.languages.zh_numbers import DIGITS, cardinal, counted
from channels.radio.parts import Parts, next_such
from channels.radio.patterns import DASH, any_of
from channels.radio.speech import Rule

_PARTS = Parts(
    hours=MappingProxyType(
        {
            "凌晨": range(6),
            "清晨": range(4, 9),
            "早晨": range(5, 10),
            "早上": range(5, 11),
            "上午": range(5, 12),
            "中午": range(11, 14),
            "下午": range(12, 19),
            "傍晚": range(16, 20),
            "晚上": range(17, 24),
            "晚间": range(17, 24),
        }
    )
)
_MINUTE = r"(?:(半)|([0-5]\d)分?(?!钟)|(\d)分(?!钟)|([一三])刻|整)?"
_TIME = (
    rf"(?:({any_of(_PARTS.hours)}) ?)?(?<![\d.:])(\d{{1,2}})"
    rf"(?:[:：]([0-5]\d)(?![\d:：]| ?[aApP]\.?[mM])|(?:点钟|点|时(?![间候])){_MINUTE})"
)
_TO = rf"(?:{DASH}+|~|至|到)"


def clock(moment: time) -> str:
    """下午两点半. The first hour of a day is 零点."""
    hour = moment.hour if moment.hour <= 12 else moment.hour - 12
    return f"{_part(moment.hour)}{counted(hour)}点{_minutes(moment.minute)}"


def _minutes(minute: int) -> str:
    """Half past is 半; a quarter is fifteen minutes, as it is in the news."""
    if minute in (0, 30):
        return "半" if minute else ""
    return f"{DIGITS[0] if minute < 10 else ''}{cardinal(minute)}分"


def _part(hour: int) -> str:
    for first, part in [(18, "晚上"), (13, "下午"), (12, "中午"), (8, "上午")]:
        if hour >= first:
            return part
    return "早上" if hour >= 5 else "凌晨"


def _read_time(found: regex.Match[str]) -> str:
    return clock(_first(found[0], *found.groups()))


def _read_span(found: regex.Match[str]) -> str:
    """The part of the day holds for both ends, unless the last has its own."""
    whole, written = found[0], found.groups()
    first, begin, end = _first(whole, *written[:7]), written[0], written[8:]
    if begin and not end[0]:
        last = next_such(whole, first, int(end[1] or 0), _minute(*end[2:]))
    else:
        last = _first(whole, *end)
    return f"{clock(first)}{_to(written[7])}{clock(last)}"


def _read_hours(found: regex.Match[str]) -> str:
    """上午9至11点: the first hour leaves its word to the last."""
    part, begin, sign, end = found.groups()
    first = _PARTS.at(found[0], part, int(begin), 0)
    last = next_such(found[0], first, int(end), 0)
    return f"{clock(first)}{_to(sign)}{clock(last)}"


def _to(sign: str | None) -> str:
    return sign if sign in ("至", "到") else "到"


def _first(
    written: str, part: str | None, hour: str | None, *minute: str | None
) -> time:
    """A time by its part of the day, or by the 24-hour clock where it has none."""
    at, past = hour or "", _minute(*minute)
    if part:
        return _PARTS.at(written, part, int(at), past)
    return moment_of(at, f"{past:02}", half_of_the_day_unclear)


def _minute(
    clocked: str | None,
    half: str | None,
    two: str | None,
    one: str | None,
    quarter: str | None,
) -> int:
    if quarter:
        return 15 if quarter == "一" else 45
    return 30 if half else int(clocked or two or one or 0)


CLOCKS = (
    Rule(pattern=regex.compile(rf"{_TIME} ?({_TO}) ?{_TIME}"), read=_read_span),
    Rule(
        pattern=regex.compile(
            rf"({any_of(_PARTS.hours)}) ?(\d{{1,2}})({_TO})(\d{{1,2}})(?:点钟|点|时(?![间候]))"
        ),
        read=_read_hours,
    ),
    Rule(pattern=regex.compile(_TIME), read=_read_time),
)
