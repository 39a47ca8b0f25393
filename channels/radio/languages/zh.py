"""Chinese, written in simplified characters without blanks."""

from __future__ import annotations

from datetime import date
from string import ascii_uppercase
from types import MappingProxyType

from channels.radio.clocks import half_of_the_day_unclear
from channels.radio.languages.zh_clock import clock
from channels.radio.languages.zh_forms import DATES, FORMS
from channels.radio.languages.zh_money import CURRENCIES
from channels.radio.languages.zh_numbers import (
    DIGITS,
    by_digit,
    cardinal,
    count,
    counted,
    digits,
    ordinal,
)
from channels.radio.money import cents_word, currency_of
from channels.radio.speech import Speech, Writing

_WEEKDAYS = "一二三四五六日"


def year(n: int) -> str:
    """Digit by digit: 二零二七年."""
    return f"{by_digit(str(n))}年"


def day_of_month(day: int, month: int, of_year: int | None) -> str:
    """五月五日, the year first where there is one."""
    words = f"{cardinal(month)}月{bare_day(day)}"
    return f"{year(of_year)}{words}" if of_year is not None else words


def bare_day(day: int) -> str:
    """The day of a month: 二日, never 两日."""
    return f"{cardinal(day)}日"


def day(when: date, with_year: bool) -> str:
    """五月五日星期三."""
    of_year = when.year if with_year else None
    words = day_of_month(when.day, when.month, of_year)
    return f"{words}星期{_WEEKDAYS[when.weekday()]}"


def money(whole: int, cents: int | None, code: str) -> str:
    """两千五百肯尼亚先令五十分. Hundredths of the yuan are 角 and 分."""
    currency = currency_of(CURRENCIES, code, "zh")
    yuan = code == "CNY"
    words = f"{counted(whole)}{'元' if yuan else currency.many}"
    if cents:
        name = cents_word(currency, cents)
        rest = _jiao(cents, after=whole) if yuan else f"{counted(cents)}{name}"
        words = f"{words}{rest}" if whole else rest
    return f"人民币{words}" if yuan else words


def _jiao(cents: int, *, after: int) -> str:
    """五角五分; after whole yuan also 零五分."""
    jiao, fen = divmod(cents, 10)
    words = f"{counted(jiao)}角" if jiao else DIGITS[0] if after else ""
    return f"{words}{counted(fen)}分" if fen else words


_FULL_WIDTH = {chr(0xFF01 + n): chr(0x21 + n) for n in range(94)}
#: Those that part sentences and clauses stay: a figure may follow them at once.
_MARKS = MappingProxyType(
    {",": "，", ".": "。", ";": "；", ":": "：", "!": "！", "?": "？"}
)
WRITING = Writing(
    scripts=("CJK UNIFIED",),
    marks=frozenset("、《》·"),
    own_marks=_MARKS,
    alike=MappingProxyType(
        {w: a for w, a in _FULL_WIDTH.items() if a not in _MARKS}
        | {"〇": "零", "￥": "¥", "．": ".", "〜": "~", "•": "·", "・": "·", "‧": "·"}
    ),
    letters=MappingProxyType({letter: letter for letter in ascii_uppercase}),
    blanks=False,
    whole=r"\d{1,3}(?:,\d{3})+|\d+",
    decimal_sign=".",
    months=MappingProxyType({}),
    day_first=False,
    extension="转|分机号?",
    after_symbol="号",
    scales="万|亿|千|百",
    money_signs=MappingProxyType(
        {"€": "EUR", "£": "GBP", "US$": "USD", "HK$": "HKD", "RMB": "CNY"}
    ),
)

SPEECH = Speech(
    language="zh",
    reviewed=False,
    writing=WRITING,
    cardinal=cardinal,
    count=count,
    ordinal=ordinal,
    day=day,
    day_of_month=day_of_month,
    bare_day=bare_day,
    year=year,
    clock=clock,
    digits=digits,
    groups=MappingProxyType({5: (5,), 8: (4, 4), 10: (3, 3, 4), 11: (3, 4, 4)}),
    money=money,
    point="点",
    decimals_by_digit=True,
    percent=lambda words: f"百分之{words}",
    plus="加",
    extension="转",
    to="到",
    signs=MappingProxyType({"’": "", "&": "和", "+": "加", "=": "等于", "℃": "摄氏度"}),
    comma="，",
    listing="、",
    widest_first=True,
    year_leads=True,
    stop="。",
    dates=DATES,
    rules=FORMS,
    unclear_clock=half_of_the_day_unclear,
)
