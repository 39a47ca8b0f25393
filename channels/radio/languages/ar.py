"""Arabic: numbers in their gender and case, hours as ordinals.

Days and times are said as they stand after a preposition or as an adverb of time: the
wording puts "يوم" and "في الساعة" before them.
"""

from __future__ import annotations

from datetime import date, time
from types import MappingProxyType

from channels.radio.clocks import half_of_the_day_unclear
from channels.radio.languages.ar_forms import (
    DATES,
    RULES,
    WRITTEN_MONTHS,
    bare_day,
    day_of_month,
    year,
)
from channels.radio.languages.ar_money import money
from channels.radio.languages.ar_nouns import count, inflected
from channels.radio.languages.ar_numbers import (
    Counted,
    counted,
    number,
    oblique,
    ordinal,
)
from channels.radio.speech import Speech, Writing, listed

DAYS = listed("الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد")
_MINUTE = Counted(one="دقيقة", two="دقيقتين", many="دقائق", dozens="دقيقة", gender="f")
#: Fractions of an hour that have a word; forty and forty-five go back from the next.
_FRACTIONS = MappingProxyType({15: "والربع", 20: "والثلث", 30: "والنصف"})
_MISSING = MappingProxyType({40: "إلا ثلثاً", 45: "إلا ربعاً"})


def day(when: date, with_year: bool) -> str:
    """الأربعاء الخامس من مايو."""
    of_year = when.year if with_year else None
    return f"{DAYS[when.weekday()]} {day_of_month(when.day, when.month, of_year)}"


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


def digits(group: str) -> str:
    """Digit by digit."""
    return " ".join(number(int(digit)) for digit in group)


WRITING = Writing(
    scripts=("ARABIC",),
    own_marks=MappingProxyType({",": "،", ";": "؛", "?": "؟"}),
    whole=r"\d{1,3}(?:,\d{3})+|\d+",
    decimal_sign=".",
    months=WRITTEN_MONTHS,
    before_month="من شهر|من|شهر",
    before_year="عام|سنة",
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
    digits=digits,
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
    rules=RULES,
    unclear_clock=half_of_the_day_unclear,
)
