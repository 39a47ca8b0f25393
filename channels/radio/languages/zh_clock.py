"""Chinese times of day: the part of the day first, then the hour and the minute."""

from __future__ import annotations

from datetime import time
from types import MappingProxyType

import regex

from channels.radio.clocks import half_of_the_day_unclear
from channels.radio.languages.zh_numbers import DIGITS, cardinal, counted
from channels.radio.patterns import DASH, any_of
from channels.radio.speech import Rule
from outreach.model.errors import CannotCarry

#: The hours of the 24-hour clock that each part of the day can mean.
_PARTS = MappingProxyType(
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
_MINUTE = r"(?:(半)|([0-5]\d)分?(?!钟)|(\d)分(?!钟)|([一三])刻|整)?"
_TIME = (
    rf"(?:({any_of(_PARTS)}) ?)?(?<![\d.:])(\d{{1,2}})"
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
    written = found.groups()
    first = _first(found[0], *written[:7])
    follow = _next if written[0] and not written[8] else _first
    last = follow(found[0], *written[8:], after=first)
    return f"{clock(first)}{_to(written[7])}{clock(last)}"


def _read_hours(found: regex.Match[str]) -> str:
    """上午9至11点: the first hour leaves its word to the last."""
    part, begin, sign, end = found.groups()
    first = _first(found[0], part, begin, *_ON_THE_HOUR)
    last = _next(found[0], None, end, *_ON_THE_HOUR, after=first)
    return f"{clock(first)}{_to(sign)}{clock(last)}"


_ON_THE_HOUR = (None,) * 5


def _to(sign: str | None) -> str:
    return sign if sign in ("至", "到") else "到"


def _first(
    written: str,
    part: str | None,
    hour: str | None,
    *minute: str | None,
    after: time | None = None,
) -> time:
    """A time by its part of the day, or by the 24-hour clock where it has none."""
    at = int(hour or 0)
    past = f"{_minute(minute):02}"
    if part is None and (reason := half_of_the_day_unclear(hour or "", past)):
        raise CannotCarry(f"“{written}” {reason}")
    hours = [at] if part is None else [h for h in _hours(at) if h in _PARTS[part]]
    if len(hours) != 1 or hours[0] > 23:
        raise CannotCarry(f"“{written}” is not a time of the day. Write it as 14:30.")
    found = time(hours[0], _minute(minute))
    if after and found <= after and part is None:
        raise CannotCarry(_NEXT_DAY.format(written))
    return found


def _next(
    written: str,
    _part: str | None,
    hour: str | None,
    *minute: str | None,
    after: time,
) -> time:
    """The end of a range whose part of the day is that of its beginning, or follows it."""
    later = [h for h in _hours(int(hour or 0)) if time(h, _minute(minute)) > after]
    if not later:
        raise CannotCarry(_NEXT_DAY.format(written))
    return time(later[0], _minute(minute))


_NEXT_DAY = "“{}” ends before it begins. Write the day on which it ends."


def _hours(at: int) -> list[int]:
    """What an hour can be on the 24-hour clock: 2 is 2 or 14, 14 only 14."""
    if at in (0, *range(13, 24)):
        return [at]
    return [at % 12, at % 12 + 12] if at <= 12 else []


def _minute(written: tuple[str | None, ...]) -> int:
    clocked, half, two, one, quarter = written
    if quarter:
        return 15 if quarter == "一" else 45
    return 30 if half else int(clocked or two or one or 0)


CLOCKS = (
    Rule(pattern=regex.compile(rf"{_TIME} ?({_TO}) ?{_TIME}"), read=_read_span),
    Rule(
        pattern=regex.compile(
            rf"({any_of(_PARTS)}) ?(\d{{1,2}})({_TO})(\d{{1,2}})(?:点钟|点|时(?![间候]))"
        ),
        read=_read_hours,
    ),
    Rule(pattern=regex.compile(_TIME), read=_read_time),
)
