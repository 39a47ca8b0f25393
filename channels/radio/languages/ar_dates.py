"""Days in Arabic: ranks of a month, as they stand after a preposition or as an adverb."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from types import MappingProxyType

import regex

from channels.radio.languages.ar_nouns import NEAR, governs
from channels.radio.languages.ar_numbers import number, oblique, ordinal
from channels.radio.patterns import DASH, any_of
from channels.radio.speech import Rule, listed, refused
from outreach.model.errors import CannotCarry

MONTHS = listed(
    "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر"
)
LEVANTINE = (
    "كانون الثاني", "شباط", "آذار", "نيسان", "أيار", "حزيران", "تموز", "آب", "أيلول",
    "تشرين الأول", "تشرين الثاني", "كانون الأول",
)  # fmt: skip
#: Other spellings, which are read as the month's usual name.
_SPELLINGS = {"ابريل": 4, "إبريل": 4, "اغسطس": 8, "اكتوبر": 10}
#: Names of other regions, alone or beside the usual one: read as they are written.
_REGIONAL = MappingProxyType(
    {name: n for n, name in enumerate(LEVANTINE, 1)}
    | {"جانفي": 1, "فيفري": 2, "أفريل": 4, "ماي": 5, "جوان": 6, "جويلية": 7, "أوت": 8}
    | {f"{b}/{a}": n for n, (a, b) in enumerate(zip(MONTHS, LEVANTINE, strict=True), 1)}
    | {f"{a}/{b}": n for n, (a, b) in enumerate(zip(MONTHS, LEVANTINE, strict=True), 1)}
    | {"يوليوز": 7, "غشت": 8, "شتنبر": 9, "نونبر": 11, "دجنبر": 12}
)  # fmt: skip
_WRITTEN = MappingProxyType(
    {name: n for n, name in enumerate(MONTHS, 1)} | _SPELLINGS | _REGIONAL
)


def bare_day(n: int) -> str:
    """Of a range's first day; after a preposition or as an adverb, so never nominative."""
    return oblique(ordinal(n))


def year(n: int) -> str:
    """عام ألفين وسبعة وعشرين."""
    return f"عام {oblique(number(n))}"


def day_of_month(day: int, month: int, of_year: int | None) -> str:
    """الخامس من مايو."""
    return _day_of(day, MONTHS[month - 1], of_year)


def _day_of(day: int, name: str, of_year: int | None) -> str:
    words = f"{bare_day(day)} من {name}"
    return f"{words} {year(of_year)}" if of_year is not None else words


def _read_day(found: regex.Match[str]) -> str:
    first, between, last, name, of_year = found.groups()
    for day in filter(None, (first, last)):
        _check(found[0], int(day), _WRITTEN[name], of_year)
    words = _day_of(int(last), _said(name), int(of_year) if of_year else None)
    if not first:
        return words
    if "و" in between:
        return f"{bare_day(int(first))} و{words}"
    before = found.string[max(0, found.start() - NEAR) : found.start()]
    says_from = governs(before) or "إلى" in between
    begins = bare_day(int(first))
    return f"{begins if says_from else f'من {begins}'} إلى {words}"


def _check(written: str, day: int, month: int, of_year: str | None) -> None:
    try:
        date(int(of_year or 2028), month, day)
    except ValueError:
        raise CannotCarry(f"“{written}” is not a date. Correct it.") from None


def _said(name: str) -> str:
    """As broadcasters read it: the usual spelling, two names one after the other."""
    usual = MONTHS[_WRITTEN[name] - 1]
    return usual if name in _SPELLINGS else name.replace("/", " ")


def _read_month(found: regex.Match[str]) -> str:
    return f"{_said(found[1])} {year(int(found[2]))}"


def _rules() -> Iterator[Rule]:
    yield refused(
        r"\d،\d{3}(?!\d)", "can be one number or two. Write it with a comma: 2,500."
    )
    yield Rule(pattern=regex.compile(r"(?<=\d)،(?=\d)"), read=lambda _: "، ")
    name = rf"({any_of(_WRITTEN)})(?!\w)"
    of_year = r"(?:عام |سنة )?((?:19|20)\d\d)م?(?!\w)"
    between = rf"(?:(\d{{1,2}})( ?{DASH} ?| إلى | ?و ?))?"
    day = (
        rf"(?<!\w){between}(\d{{1,2}}) (?:من شهر |من |شهر )?{name}(?:[,،]? {of_year})?"
    )
    yield Rule(pattern=regex.compile(day), read=_read_day)
    month = rf"(?<!\w){name}[,،]? {of_year}"
    yield Rule(pattern=regex.compile(month), read=_read_month)


DATES = tuple(_rules())
