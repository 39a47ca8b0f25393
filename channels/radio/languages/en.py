"""English."""

from __future__ import annotations

from datetime import date, time
from types import MappingProxyType

import regex

from channels.radio.clocks import half_of_the_day_unclear
from channels.radio.languages.en_money import CURRENCIES
from channels.radio.money import cents_word, currency_of
from channels.radio.numbers import spell
from channels.radio.speech import (
    Rule,
    Speech,
    Writing,
    digit_by_digit,
    in_range,
    listed,
)
from outreach.model.errors import CannotCarry

DAYS = listed("Monday Tuesday Wednesday Thursday Friday Saturday Sunday")
MONTHS = listed(
    "January February March April May June July August September October November December"
)


def cardinal(n: int) -> str:
    """With "and", as most of the world says it; without CLDR's commas, which are pauses."""
    return spell("en", "spellout-cardinal-verbose", in_range(n)).replace(",", "")


def ordinal(n: int, _gender: str = "m") -> str:
    """The ordinal: twenty-first."""
    if n < 1:
        raise CannotCarry(f"{n} has no ordinal. Write it in words.")
    return spell("en", "spellout-ordinal-verbose", in_range(n)).replace(",", "")


def year(n: int) -> str:
    """A year in its two halves, but for the first decade of a millennium."""
    if 2000 <= n <= 2009 or not 1100 <= n <= 2999:
        return cardinal(n)
    first, last = divmod(n, 100)
    if not last:
        return f"{cardinal(first)} hundred" if first % 10 else cardinal(n)
    return f"{cardinal(first)} {'oh ' if last < 10 else ''}{cardinal(last)}"


def day_of_month(day: int, month: int, of_year: int | None) -> str:
    """The fifth of May."""
    words = f"the {ordinal(day)} of {MONTHS[month - 1]}"
    return f"{words} {year(of_year)}" if of_year is not None else words


def day(when: date, with_year: bool) -> str:
    """Wednesday the fifth of May."""
    of_year = when.year if with_year else None
    return f"{DAYS[when.weekday()]} {day_of_month(when.day, when.month, of_year)}"


def clock(moment: time) -> str:
    """Half past two in the afternoon. Midnight says at which end of the day it is."""
    if (moment.hour, moment.minute) == (0, 0):
        return "midnight at the start of the day"
    if (moment.hour, moment.minute) == (12, 0):
        return "noon"
    if moment.hour == 0:
        return _after_midnight(moment.minute)
    hour = cardinal(_twelve(moment.hour))
    part = _part(moment.hour)
    match moment.minute:
        case 0:
            return f"{hour} {part}"
        case 15:
            return f"a quarter past {hour} {part}"
        case 30:
            return f"half past {hour} {part}"
        case 45:
            return f"a quarter to {cardinal(_twelve(moment.hour + 1))} {part}"
        case minute:
            return f"{hour} {'oh ' if minute < 10 else ''}{cardinal(minute)} {part}"


def _after_midnight(minute: int) -> str:
    if minute in (15, 30):
        return f"{'a quarter' if minute == 15 else 'half'} past midnight"
    return f"{cardinal(minute)} {'minute' if minute == 1 else 'minutes'} past midnight"


def _twelve(hour: int) -> int:
    return (hour - 1) % 12 + 1


def _part(hour: int) -> str:
    if hour < 12:
        return "in the morning"
    if hour < 18:
        return "in the afternoon"
    return "in the evening" if hour < 21 else "at night"


def money(whole: int, cents: int | None, code: str) -> str:
    """Two thousand five hundred Kenyan shillings and fifty cents."""
    currency = currency_of(CURRENCIES, code, "en")
    words = f"{cardinal(whole)} {currency.one if whole == 1 else currency.many}"
    if cents is None:
        return words
    rest = f"{cardinal(cents)} {cents_word(currency, cents)}"
    return f"{words} and {rest}" if whole else rest


def _read_ordinal(found: regex.Match[str]) -> str | None:
    return ordinal(int(found[1].replace(",", "")))


def _read_year(found: regex.Match[str]) -> str | None:
    return f"{found[1]} {year(int(found[2]))}"


def _read_noon(found: regex.Match[str]) -> str | None:
    return found[1].lower()


WRITING = Writing(
    whole=r"\d{1,3}(?:,\d{3})+|\d{1,3}(?:[ \u00a0\u202f]\d{3})+|\d+",
    decimal_sign=".",
    months=MappingProxyType(
        {name.lower(): n for n, name in enumerate(MONTHS, 1)}
        | {name[:3].lower(): n for n, name in enumerate(MONTHS, 1)}
        | {"sept": 9}
    ),
    months_in_capitals=True,
    month_before_day=True,
    day_first=False,
    before_day="the|The",
    after_day="st|nd|rd|th",
    before_month="of",
    parts_of_day=MappingProxyType(
        {
            "in the morning": False,
            "in the afternoon": True,
            "in the evening": True,
            "at night": None,
        }
    ),
    before_letter=(
        r"plan|option|room|hall|block|annexe?|appendix|group|gate|wing|section|part|class|"
        r"grade|level|category|type|zone|building|terminal|team|line|form|unit|schedule|"
        r"vitamin|hepatitis"
    ),
    titles="Dr|Mr|Mrs|Ms|Prof|St|Rev|Hon",
    scales="thousand|million|billion|trillion",
    money_signs=MappingProxyType(
        {
            "€": "EUR",
            "£": "GBP",
            "US$": "USD",
            "KSh": "KES",
            "Ksh": "KES",
            "TSh": "TZS",
            "USh": "UGX",
        }
    ),
)

SPEECH = Speech(
    language="en",
    reviewed=True,
    writing=WRITING,
    cardinal=cardinal,
    count=lambda n, _before, _after: cardinal(n),
    ordinal=ordinal,
    day=day,
    day_of_month=day_of_month,
    bare_day=lambda n: f"the {ordinal(n)}",
    year=year,
    clock=clock,
    digits=digit_by_digit(cardinal),
    money=money,
    point="point",
    decimals_by_digit=True,
    percent=lambda words: f"{words} percent",
    plus="plus",
    extension="extension",
    to="to",
    signs=MappingProxyType({"&": "and", "+": "plus", "=": "equals"}),
    rules=(
        Rule(pattern=regex.compile(r"\band/or\b"), read=lambda _found: "and or"),
        Rule(
            pattern=regex.compile(r"\b12(?:[.:]00)? ?(noon)\b", regex.I),
            read=_read_noon,
        ),
        Rule(
            pattern=regex.compile(r"\b0?0:00 midnight\b", regex.I),
            read=lambda _: clock(time(0)),
        ),
        Rule(
            pattern=regex.compile(
                r"(?<![\w.,])(\d{1,3}(?:,\d{3})+|\d{1,4})(?:st|nd|rd|th)\b"
            ),
            read=_read_ordinal,
        ),
        Rule(
            pattern=regex.compile(
                r"\b((?:in|since|by|from|until|till|during|year)) (1[1-9]\d\d|20\d\d)\b"
                r"(?![.,:/-]?\d)(?! ?[%a-z])",
                regex.I,
            ),
            read=_read_year,
        ),
    ),
    unclear_clock=half_of_the_day_unclear,
)
