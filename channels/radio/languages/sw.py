"""Swahili: numbers that agree with noun classes, and a clock that starts at sunrise."""

from __future__ import annotations

from datetime import date, time
from types import MappingProxyType

import regex

from channels.radio.languages.sw_money import CURRENCIES
from channels.radio.languages.sw_nouns import CLASSES, LABELS
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

DAYS = listed("Jumatatu Jumanne Jumatano Alhamisi Ijumaa Jumamosi Jumapili")
MONTHS = listed(
    "Januari Februari Machi Aprili Mei Juni Julai Agosti Septemba Oktoba Novemba Desemba"
)
#: Concord of the numerals 1 to 5 and 8, by noun class; all others never change.
_CONCORD = MappingProxyType(
    {
        "wa": ("mmoja", "wawili", "watatu", "wanne", "watano", "wanane"),
        "mi": ("mmoja", "miwili", "mitatu", "minne", "mitano", "minane"),
        "ma": ("moja", "mawili", "matatu", "manne", "matano", "manane"),
        "vi": ("kimoja", "viwili", "vitatu", "vinne", "vitano", "vinane"),
        "n": ("moja", "mbili", "tatu", "nne", "tano", "nane"),
    }
)
_CHANGING = (1, 2, 3, 4, 5, 8)


def cardinal(n: int) -> str:
    """As one counts: moja, mbili. CLDR's comma stays only where it tells 20,005 from 25,000."""
    first, *others = spell("sw", "spellout-cardinal", in_range(n)).split(", ")
    words, last = first, first
    for part in others:
        words += _joint(last) + ("" if part.startswith(_GREAT) else "na ") + part
        last = part
    return words


_GREAT = ("mia ", "elfu ", "milioni ")
_UNITS = listed("moja mbili tatu nne tano sita saba nane tisa")


def _joint(before: str) -> str:
    """A comma, unless ``before`` is so short that nothing more can belong to it."""
    words = before.split()
    return " " if len(words) == 2 and words[1] in _UNITS else ", "


def in_class(n: int, noun_class: str) -> str:
    """Agreeing with a noun class: watu mia mbili na mmoja."""
    words = cardinal(n)
    if n % 10 not in _CHANGING or not n % 100 or n % 100 == 10:
        return words
    head = words.rpartition(" ")
    return f"{head[0]} {_CONCORD[noun_class][_CHANGING.index(n % 10)]}".strip()


def count(n: int, before: str, _after: str) -> str:
    """Agreeing with the noun before it, which comes first in Swahili."""
    if n % 10 not in _CHANGING:
        return cardinal(n)
    found = regex.search(r"([^\W\d_]+)[ \u00a0]+$", before)
    if found is None:
        return cardinal(n)
    noun = found[1].lower()
    if noun in LABELS:
        return cardinal(n)
    if noun not in CLASSES:
        raise CannotCarry(
            f"The number after “{noun}” changes with that word's noun class in Swahili, "
            "which is not known. Write the number in words."
        )
    return in_class(n, CLASSES[noun])


def ordinal(n: int, _gender: str = "m") -> str:
    """With the connective of persons: wa kwanza, wa pili, wa tatu."""
    return f"wa {rank(n)}"


def rank(n: int) -> str:
    """What follows the connective: kwanza, pili, then the counting form."""
    if n < 1:
        raise CannotCarry(f"{n} has no ordinal. Write it in words.")
    return {1: "kwanza", 2: "pili"}.get(n) or cardinal(n)


def day_of_month(day: int, month: int, of_year: int | None) -> str:
    """Tarehe tano Mei."""
    words = f"tarehe {cardinal(day)} {MONTHS[month - 1]}"
    return f"{words} {year(of_year)}" if of_year is not None else words


def year(n: int) -> str:
    """Mwaka elfu mbili na ishirini na saba."""
    return f"mwaka {cardinal(n)}"


def day(when: date, with_year: bool) -> str:
    """Jumatano tarehe tano Mei."""
    of_year = when.year if with_year else None
    return f"{DAYS[when.weekday()]} {day_of_month(when.day, when.month, of_year)}"


def clock(moment: time) -> str:
    """The East African clock, six hours behind the 24-hour one: 14:30 is half past eight."""
    hour, minute = moment.hour, moment.minute
    part = part_of_day(hour)
    if minute == 45:
        return f"saa {cardinal(_local(hour + 1))} kasorobo {part}"
    return f"saa {cardinal(_local(hour))}{_minutes(minute)} {part}"


def local_clock(hour: int, minute: int, part: str) -> str:
    """A time that was written by the East African clock already."""
    if minute == 45:
        return f"saa {cardinal(hour % 12 + 1)} kasorobo {part}"
    return f"saa {cardinal(hour)}{_minutes(minute)} {part}"


def _local(hour: int) -> int:
    return (hour - 6 - 1) % 12 + 1


def _minutes(minute: int) -> str:
    match minute:
        case 0:
            return ""
        case 15:
            return " na robo"
        case 30:
            return " na nusu"
        case _:
            return f" na dakika {cardinal(minute)}"


def part_of_day(hour: int) -> str:
    """The part of the day in which an hour of the 24-hour clock falls."""
    for first, part in [(19, "usiku"), (16, "jioni"), (12, "mchana"), (6, "asubuhi")]:
        if hour >= first:
            return part
    return "alfajiri" if hour >= 4 else "usiku"


def clock_note(moment: time) -> str | None:
    """After midnight, listeners may count the night to either day."""
    if moment.hour >= 4:
        return None
    return (
        f"{moment:%H:%M} is said as “{clock(moment)}”: listeners may take the night before "
        "or the night after that day. Say in the text which night it is."
    )


def unclear_clock(hour: str, _minute: str) -> str | None:
    """An hour up to twelve may be written by either clock, six hours apart."""
    if not 1 <= int(hour) <= 12:
        return None
    return "can be six hours apart in Swahili. Write it as saa 8:30 mchana."


def money(whole: int, cents: int | None, code: str) -> str:
    """Shilingi za Kenya elfu mbili mia tano na senti hamsini."""
    currency = currency_of(CURRENCIES, code, "sw")
    words = f"{currency.many} {cardinal(whole)}"
    if cents is None:
        return words
    rest = f"{cents_word(currency, cents)} {cardinal(cents)}"
    return f"{words} na {rest}" if whole else rest


_PARTS = "asubuhi|mchana|alasiri|jioni|usiku|alfajiri"


def _read_local(found: regex.Match[str]) -> str | None:
    hour, minute = int(found[1]), int(found[2] or 0)
    if hour > 12 or not found[3]:
        return None
    if not hour or minute > 59:
        raise CannotCarry(f"“{found[0]}” is not a time. Write it as saa 8:30 mchana.")
    return local_clock(hour, minute, found[3].lower())


def _read_rank(found: regex.Match[str]) -> str | None:
    return f"{found[1]} {rank(int(found[2]))}"


def _read_span(found: regex.Match[str]) -> str | None:
    """Both ends agree with the noun: miaka kumi na minane hadi thelathini na mitano."""
    noun, first, to, last = found.groups()
    if noun.lower() not in CLASSES:
        return None
    ends = (in_class(int(n), CLASSES[noun.lower()]) for n in (first, last))
    return f"{noun} {f' {to} '.join(ends)}"


WRITING = Writing(
    whole=r"\d{1,3}(?:,\d{3})+|\d{1,3}(?:[ \u00a0\u202f]\d{3})+|\d+",
    decimal_sign=".",
    months=MappingProxyType({name.lower(): n for n, name in enumerate(MONTHS, 1)}),
    before_letter=(
        r"mpango|chumba|ukumbi|jengo|kiambatisho|kundi|lango|sehemu|darasa|kiwango|kitengo|"
        r"aina|eneo|timu|fomu|vitamini"
    ),
    before_day="tarehe",
    before_year="mwaka",
    before_clock="saa ya|saa",
    after_clock=_PARTS,
    scales="elfu|laki|milioni|bilioni",
    money_signs=MappingProxyType(
        {"€": "EUR", "£": "GBP", "US$": "USD", "KSh": "KES", "TSh": "TZS", "USh": "UGX"}
    ),
)

SPEECH = Speech(
    language="sw",
    reviewed=False,
    writing=WRITING,
    cardinal=cardinal,
    count=count,
    ordinal=ordinal,
    day=day,
    day_of_month=day_of_month,
    bare_day=lambda n: f"tarehe {cardinal(n)}",
    year=year,
    clock=clock,
    digits=digit_by_digit(cardinal),
    money=money,
    point="nukta",
    decimals_by_digit=True,
    percent=lambda words: f"asilimia {words}",
    plus="jumlisha",
    extension=None,
    to="hadi",
    signs=MappingProxyType({"&": "na"}),
    rules=(
        Rule(
            pattern=regex.compile(
                rf"\bsaa (\d{{1,2}})(?:[:.](\d\d))?(?: ({_PARTS}))?\b", regex.I
            ),
            read=_read_local,
        ),
        Rule(
            pattern=regex.compile(
                r"\b([^\W\d_]+) (\d{1,4}) (hadi|mpaka) (\d{1,4})\b(?![.,:/-]?\d)"
            ),
            read=_read_span,
        ),
        Rule(
            pattern=regex.compile(
                r"\b(wa|ya|cha|la|za|vya|pa) (\d{1,4})\b(?![.,:/-]?\d)"
            ),
            read=_read_rank,
        ),
    ),
    clock_note=clock_note,
    unclear_clock=unclear_clock,
)
