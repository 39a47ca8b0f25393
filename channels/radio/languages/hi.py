"""Hindi."""

from __future__ import annotations

from datetime import date
from types import MappingProxyType

from channels.radio.languages.hi_clock import clock, clock_note, unclear_clock
from channels.radio.languages.hi_forms import FORMS, SCALES, dates
from channels.radio.languages.hi_money import CURRENCIES
from channels.radio.languages.hi_numbers import cardinal, digits, ordinal, year
from channels.radio.money import cents_word, currency_of
from channels.radio.speech import (
    Speech,
    Writing,
    listed,
)

DAYS = listed("सोमवार मंगलवार बुधवार गुरुवार शुक्रवार शनिवार रविवार")
MONTHS = listed("जनवरी फ़रवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर अक्टूबर नवंबर दिसंबर")
#: Other spellings that staff use.
_MONTHS_TOO = {
    "फरवरी": 2,
    "सितम्बर": 9,
    "अक्तूबर": 10,
    "नवम्बर": 11,
    "दिसम्बर": 12,
}
#: Latin capitals by their names, as in a room's number.
_LETTERS = MappingProxyType(
    dict(
        zip(
            "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
            listed(
                "ए बी सी डी ई एफ़ जी एच आई जे के एल एम एन ओ पी क्यू आर एस टी यू वी डब्ल्यू एक्स वाई ज़ेड"
            ),
            strict=True,
        )
    )
)


def count(n: int, _before: str, _after: str) -> str:
    """No Hindi number changes beside its noun."""
    return cardinal(n)


def day_of_month(day: int, month: int, of_year: int | None) -> str:
    """पाँच मई दो हज़ार सत्ताईस."""
    words = f"{cardinal(day)} {MONTHS[month - 1]}"
    return f"{words} {year(of_year)}" if of_year is not None else words


def day(when: date, with_year: bool) -> str:
    """बुधवार पाँच मई."""
    of_year = when.year if with_year else None
    return f"{DAYS[when.weekday()]} {day_of_month(when.day, when.month, of_year)}"


def money(whole: int, cents: int | None, code: str) -> str:
    """दो हज़ार पाँच सौ रुपये और पचास पैसे."""
    currency = currency_of(CURRENCIES, code, "hi")
    words = f"{cardinal(whole)} {currency.one if whole == 1 else currency.many}"
    if cents is None:
        return words
    rest = f"{cardinal(cents)} {cents_word(currency, cents)}"
    return f"{words} और {rest}" if whole else rest


WRITING = Writing(
    scripts=("DEVANAGARI",),
    marks=frozenset("।"),
    letters=_LETTERS,
    whole=r"\d{1,2}(?:,\d\d)+,\d{3}|\d{1,3}(?:,\d{3})+|\d+",
    decimal_sign=".",
    months=MappingProxyType(
        {name: n for n, name in enumerate(MONTHS, 1)} | _MONTHS_TOO
    ),
    before_year="सन्|सन",
    titles="डॉ|प्रो|पं|श्री|सुश्री",
    extension=r"एक्सटेंशन|एक्स\.",
    scales=SCALES,
    money_signs=MappingProxyType(
        {
            "€": "EUR",
            "£": "GBP",
            "US$": "USD",
            "₹": "INR",
            "Rs.": "INR",
            "Rs": "INR",
            "रु.": "INR",
            "रु": "INR",
        }
    ),
)

SPEECH = Speech(
    language="hi",
    reviewed=False,
    writing=WRITING,
    cardinal=cardinal,
    count=count,
    ordinal=ordinal,
    day=day,
    day_of_month=day_of_month,
    bare_day=cardinal,
    year=year,
    clock=clock,
    digits=digits,
    groups=MappingProxyType({8: (4, 4), 10: (3, 2, 3, 2)}),
    money=money,
    point="दशमलव",
    decimals_by_digit=True,
    percent=lambda words: f"{words} प्रतिशत",
    plus="प्लस",
    extension="एक्सटेंशन",
    to="से",
    signs=MappingProxyType({"’": "", "&": "और", "=": "बराबर"}),
    stop="।",
    dates=dates(day),
    rules=FORMS,
    clock_note=clock_note,
    unclear_clock=unclear_clock,
)
