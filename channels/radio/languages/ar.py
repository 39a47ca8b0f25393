"""Arabic: numbers in their gender and case, hours as ordinals.

Days and times are said as they stand after a preposition or as an adverb of time: the
wording puts "يوم" and "في الساعة" before them.
"""

from __future__ import annotations

from datetime import date
from types import MappingProxyType

from channels.radio.clocks import half_of_the_day_unclear
from channels.radio.languages.ar_clock import CLOCK_RULES, clock
from channels.radio.languages.ar_dates import DATES, bare_day, day_of_month, year
from channels.radio.languages.ar_forms import RULES
from channels.radio.languages.ar_money import money
from channels.radio.languages.ar_nouns import count, inflected
from channels.radio.languages.ar_numbers import number, ordinal
from channels.radio.speech import (
    Speech,
    Writing,
    digit_by_digit,
    listed,
)

DAYS = listed("الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد")


def day(when: date, with_year: bool) -> str:
    """الأربعاء الخامس من مايو."""
    of_year = when.year if with_year else None
    return f"{DAYS[when.weekday()]} {day_of_month(when.day, when.month, of_year)}"


WRITING = Writing(
    scripts=("ARABIC",),
    own_marks=MappingProxyType({",": "،", ";": "؛", "?": "؟"}),
    whole=r"\d{1,3}(?:,\d{3})+|\d+",
    decimal_sign=".",
    months=MappingProxyType({}),
    before_clock="س",
    titles=r"ص\. ?ب|أ\. ?د|د",
    extension="تحويلة",
    after_year="م|ميلادية|ميلادي",
    parts_of_day=MappingProxyType(
        {
            "ص": False,
            "صباحاً": False,
            "صباحًا": False,
            "صباحا": False,
            "فجراً": False,
            "فجرًا": False,
            "فجرا": False,
            "م": True,
            "ظهراً": True,
            "ظهرًا": True,
            "ظهرا": True,
            "من بعد الظهر": True,
            "بعد الظهر": True,
            "عصراً": True,
            "عصرًا": True,
            "عصرا": True,
            "مساءً": True,
            "مساء": True,
            "ليلاً": None,
            "ليلًا": None,
            "ليلا": None,
        }
    ),
    money_signs=MappingProxyType(
        {"€": "EUR", "US$": "USD", "ج.م": "EGP", "ر.س": "SAR", "د.أ": "JOD"}
    ),
)

SPEECH = Speech(
    language="ar",
    reviewed=False,
    writing=WRITING,
    cardinal=number,
    count=count,
    ordinal=ordinal,
    day=day,
    day_of_month=day_of_month,
    bare_day=bare_day,
    year=year,
    clock=clock,
    digits=digit_by_digit(number),
    money=money,
    point="فاصلة",
    decimals_by_digit=True,
    percent=lambda words: f"{words} في المئة",
    plus="زائد",
    extension="تحويلة",
    to="إلى",
    signs=MappingProxyType({"+": "زائد", "=": "يساوي"}),
    comma="، ",
    listing="، ",
    dates=DATES,
    inflected=inflected,
    rules=(*CLOCK_RULES, *RULES),
    unclear_clock=half_of_the_day_unclear,
)
