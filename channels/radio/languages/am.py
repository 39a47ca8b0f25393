"""Amharic: a clock and, where it is asked for, a calendar of its own.

Short words such as "in" and "from" are written together with the figure after them.
"""

from __future__ import annotations

from types import MappingProxyType

import regex

from channels.radio.languages.am_clock import (
    CLOCK_RULES,
    clock,
    clock_note,
    unclear_clock,
)
from channels.radio.languages.am_dates import (
    CALENDARS,
    DATES,
    JOINED,
    bare_day,
    day,
    day_of_month,
)
from channels.radio.languages.am_money import money
from channels.radio.languages.am_numbers import cardinal, ordinal
from channels.radio.patterns import DASH
from channels.radio.speech import (
    Rule,
    Speech,
    Writing,
    digit_by_digit,
)


def count(n: int, _before: str, _after: str) -> str:
    """No number changes with its noun."""
    return cardinal(n)


def joined(lead: str, words: str) -> str:
    """A short word before words: the genitive's own የ gives way to it, it to "by"."""
    return words if words.startswith("እንደ ") else lead + words.removeprefix("የ")


def _read_rank(found: regex.Match[str]) -> str:
    return ordinal(int(found[1].replace(",", "")))


def _read_span(found: regex.Match[str]) -> str | None:
    first, last = int(found[2]), int(found[3])
    if first >= last or len(found[2] + found[3]) > 6:
        return None
    return f"{found[1] or 'ከ'}{cardinal(first)} እስከ {cardinal(last)}"


#: Marks of two signs that stand for one: the full stop and the colon before a list.
_MARKS = (
    Rule(pattern=regex.compile("::"), read=lambda _: "።"),
    Rule(pattern=regex.compile(":-"), read=lambda _: ":"),
)


WRITING = Writing(
    scripts=("ETHIOPIC",),
    joined=JOINED,
    own_marks=MappingProxyType({",": "፣", ";": "፤", ":": "፦", ".": "።"}),
    alike=MappingProxyType({"፡": ":", "፥": ":", "፧": "?"}),
    whole=r"\d{1,3}(?:,\d{3})+|\d+",
    decimal_sign=".",
    months=MappingProxyType({}),
    titles=r"ዓ\.ም|እ\.ኤ\.አ|እ\.አ\.አ|ፖ\.ሳ\.ቁ|ስ\.ቁ|አ\.አ|ኪ\.ሜ|ቁ",
    extension="የውስጥ መስመር",
    money_signs=MappingProxyType({"€": "EUR", "£": "GBP", "US$": "USD", "ብር": "ETB"}),
)

SPEECH = Speech(
    language="am",
    reviewed=False,
    writing=WRITING,
    cardinal=cardinal,
    count=count,
    ordinal=ordinal,
    day=day,
    day_of_month=day_of_month,
    bare_day=bare_day,
    year=cardinal,
    clock=clock,
    digits=digit_by_digit(cardinal),
    money=money,
    point="ነጥብ",
    decimals_by_digit=True,
    percent=lambda words: f"{words} በመቶ",
    plus="ፕላስ",
    extension="የውስጥ መስመር",
    to="እስከ",
    signs=MappingProxyType({"&": "እና", "+": "ሲደመር", "=": "እኩል"}),
    comma="፣ ",
    listing="፣ ",
    stop="።",
    joined=joined,
    dates=DATES,
    calendars=CALENDARS,
    rules=(
        *_MARKS,
        *CLOCK_RULES,
        Rule(pattern=regex.compile(r"(?<=[^\W\d_]):(?=[^\W\d_])"), read=lambda _: " "),
        Rule(
            pattern=regex.compile(r"(?<![\d.,:/-])(\d{1,3}(?:,\d{3})*|\d{1,6}) ?-?ኛ"),
            read=_read_rank,
        ),
        Rule(
            pattern=regex.compile(
                rf"(?<![\w.,:/-])([በከለየ])?(?!0)(\d{{1,4}})(?: ?{DASH} ?| እስከ )(?!0)(\d{{1,4}})(?!\w|[.,:/-]\d)"
            ),
            read=_read_span,
        ),
    ),
    clock_note=clock_note,
    unclear_clock=unclear_clock,
)
