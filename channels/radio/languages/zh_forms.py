"""Dates, ranges, phones and ranks as Chinese texts write them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import regex

from channels.radio.languages.zh_clock import CLOCKS
from channels.radio.languages.zh_numbers import (
    by_digit,
    cardinal,
    count,
    digits,
    ordinal,
)
from channels.radio.patterns import DASH, any_of
from channels.radio.speech import (
    Rule,
    rule,
)
from outreach.model.errors import CannotCarry

_TO = rf"(?:{DASH}+|~|至|到)"
_ALONE = r"(?<![\d.,:/])"
_WEEKDAY = r"(?:星期|周|礼拜)[一二三四五六日天]"
_YEAR = r"(?:1[5-9]|20|21)\d\d"


def _to(found: str) -> str:
    """The word between the ends of a range: what staff wrote, or 至 for a sign."""
    return found if found in ("至", "到") else "至"


def _dates() -> Iterator[Rule]:
    """Range signs become words first, so that each date is read by itself."""
    day_after = r"(?=(?:\d{4}年)?(?:\d{1,2}月)?\d{1,2}[日号])"
    yield rule(rf"(?<=[日号])\(({_WEEKDAY})\)", lambda found: found[1])
    yield rule(
        rf"(?<=\d[日号](?:{_WEEKDAY})?)({_TO}){day_after}", lambda found: _to(found[1])
    )
    yield rule(rf"(?<=\d月)(\d{{1,2}})({_TO})(\d{{1,2}})([日号])", _days_of_a_month)
    yield rule(rf"(?<=\d月)(?:{DASH}+|~)(?=\d{{1,2}}月)", lambda _: "至")
    yield rule(
        rf"(?<=(?:周|星期|礼拜)[一二三四五六日天])(?:{DASH}+|~)(?=(?:周|星期|礼拜)[一二三四五六日天])",
        lambda _: "至",
    )
    yield rule(
        rf"(?:(\d{{2,4}})年)?{_ALONE}(\d{{1,2}})月(\d{{1,2}})([日号])(?:([至到])(\d{{1,2}})([日号]))?",
        _day_of_month,
    )
    yield rule(
        rf"(?<!\d)(\d{{4}})([/.-])(\d{{1,2}})\2(\d{{1,2}})(?:{_TO}(\d{{1,2}})\2(\d{{1,2}}))?(?!\d)",
        _numeric,
    )
    yield rule(r"(?<![\d.])(\d)\.(\d)(?=\p{Han}{0,4}节)", _festival)
    yield rule(rf"{_ALONE}({_YEAR})({_TO})({_YEAR})(?=年)", _years)
    yield rule(rf"{_ALONE}({_YEAR})(?=年|届)", lambda found: by_digit(found[1]))
    yield rule(rf"{_ALONE}(\d{{2}})年(?=\d{{1,2}}月)", _short_year)
    yield rule(rf"{_ALONE}(\d{{1,2}})(?:({_TO})(\d{{1,2}}))?(?=月)", _months)


def _days_of_a_month(found: regex.Match[str]) -> str:
    first, sign, last, unit = found.groups()
    return f"{first}{unit}{_to(sign)}{last}{unit}"


def _day_of_month(found: regex.Match[str]) -> str:
    of_year, month, first, unit, sign, last, last_unit = found.groups()
    if of_year and len(of_year) < 4:
        return _short_year(found)
    for day in filter(None, (first, last)):
        _date(found[0], int(of_year or 2028), int(month), int(day))
    year = f"{by_digit(of_year)}年" if of_year else ""
    words = f"{year}{cardinal(int(month))}月{cardinal(int(first))}{unit}"
    return f"{words}{sign}{cardinal(int(last))}{last_unit}" if last else words


def _date(written: str, year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise CannotCarry(f"“{written}” is not a date. Correct it.") from None


def _numeric(found: regex.Match[str]) -> str:
    """2027.5.5, and 2027.5.5-5.7."""
    year = int(found[1])
    ends = [(int(found[n]), int(found[n + 1])) for n in (3, 5) if found[n]]
    for month, day in ends:
        _date(found[0], year, month, day)
    days = "至".join(f"{cardinal(month)}月{cardinal(day)}日" for month, day in ends)
    return f"{by_digit(found[1])}年{days}"


def _festival(found: regex.Match[str]) -> str:
    """三八国际妇女节: a day's figures, no decimal."""
    return by_digit(found[1] + found[2])


def _years(found: regex.Match[str]) -> str:
    return f"{by_digit(found[1])}{_to(found[2])}{by_digit(found[3])}"


def _short_year(found: regex.Match[str]) -> str:
    raise CannotCarry(f"“{found[0]}” has a short year. Write it with four figures.")


def _months(found: regex.Match[str]) -> str:
    for month in filter(None, (found[1], found[3])):
        if not 1 <= int(month) <= 12:
            raise CannotCarry(f"There is no month {month}. Correct the date.")
    first = cardinal(int(found[1]))
    return f"{first}{_to(found[2])}{cardinal(int(found[3]))}" if found[3] else first


#: Words before a number that is dialled.
_DIALLED = "电话|热线|拨打|致电|号码|传真"
_UNITS = {"km": "公里", "kg": "公斤", "cm": "厘米", "m": "米", "g": "克", "h": "小时"}
_WHOLE = r"\d{1,3}(?:,\d{3})+|\d{1,5}"
#: Meetings that are counted in sessions, with how these are named.
_SESSIONS = {"CSW": "妇女地位委员会第{}届会议", "COP": "第{}届缔约方大会"}


def _numbers() -> Iterator[Rule]:
    yield rule(
        rf"(?<!\w)({any_of(_SESSIONS)})-?(\d{{1,3}})(?!\w)",
        lambda found: _SESSIONS[found[1]].format(ordinal(int(found[2]))[1:]),
    )
    yield rule(rf"(?<=\d) ?({any_of(_UNITS)})(?!\w)", lambda found: _UNITS[found[1]])
    yield rule(r"(?<!\d)(1[3-9]\d)[ -]?(\d{4})[ -]?(\d{4})(?!\d)", _dialled)
    yield rule(
        rf"(?<=(?:{_DIALLED})[是为：:至]?)(?!0)\d[\d -]{{1,18}}\d(?![\d年月日号点时:.,%个部条次元人台万])",
        _dialled,
    )
    yield rule(r"(?<!\d)\d{1,3}(?:，\d{3})+(?!\d)", _unclear)
    yield rule(r"(?<![\d+() -])\d{1,3}(?: \d{1,3})+(?![\d-]| \d)", _unclear)
    yield rule(
        rf"{_ALONE}\d{{3,4}}(?=号?(?:室|房间|会议室|教室))",
        lambda found: by_digit(found[0]),
    )
    yield rule(rf"第\d{{1,12}}(?:(?:[、和及与或]|{_TO})第?\d{{1,12}})*", _ordinals)
    yield rule(
        rf"{_ALONE}(\d+(?:\.\d+)?)%?({_TO})(?=\d+(?:\.\d+)?%)",
        lambda found: f"{found[1]}%到",
    )
    yield rule(
        rf"(?<!-){_ALONE}(?!0\d)({_WHOLE})({_TO})({_WHOLE})(?![\d.,:/%-])", _span
    )
    yield rule(
        r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?=\.\d)", lambda m: m[0].replace(",", "")
    )


def _dialled(found: regex.Match[str]) -> str:
    """In the groups it was written in; a number for all of a city in two."""
    groups = [group for group in found.groups() if group] or found[0].split()
    if len(groups) == 1:
        groups = regex.sub(r"^(\d{3,4})(\d{4})$", r"\1 \2", found[0]).split()
    return "，".join(
        digits(group) for group in " ".join(groups).replace("-", " ").split()
    )


def _unclear(found: regex.Match[str]) -> str:
    one = regex.sub("[， ]", "", found[0])
    raise CannotCarry(
        f"“{found[0]}” can be one number or several. Write {one} or put 、 between them."
    )


def _ordinals(found: regex.Match[str]) -> str:
    """第一、二次: none of them is 两."""
    words = regex.sub(r"\d+", lambda m: ordinal(int(m[0]))[1:], found[0])
    return regex.sub(rf"{DASH}+|~", "至", words)


def _span(found: regex.Match[str]) -> str | None:
    sign = found[2]
    first, last = (int(found[n].replace(",", "")) for n in (1, 3))
    if first >= last:
        return None
    before, after = found.string[: found.start()], found.string[found.end() :]
    to = sign if sign in ("至", "到") else "到"
    return f"{count(first, before, after)}{to}{count(last, before, after)}"


DATES = tuple(_dates())
FORMS = (*CLOCKS, *_numbers())
