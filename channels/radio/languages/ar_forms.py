"""How figures are written in Arabic alone, and how those are read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from types import MappingProxyType

import regex

from channels.radio.languages.ar_nouns import (
    beside,
    gender_of,
    in_gender,
    inflected,
    last_word,
    noun_after,
    obliquely,
)
from channels.radio.languages.ar_numbers import (
    Counted,
    counted,
    number,
    oblique,
    ordinal,
)
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
WRITTEN_MONTHS = MappingProxyType(
    {name: n for n, name in enumerate(MONTHS, 1)} | _SPELLINGS
)
_MEASURES = MappingProxyType(
    {
        "كم": Counted(one="كيلومتر", two="كيلومتران", many="كيلومترات", dozens="كيلومتراً"),
        "كلم": Counted(one="كيلومتر", two="كيلومتران", many="كيلومترات", dozens="كيلومتراً"),
        "كغ": Counted(one="كيلوغرام", two="كيلوغرامان", many="كيلوغرامات", dozens="كيلوغراماً"),
    }
)  # fmt: skip


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


def _read_regional(found: regex.Match[str]) -> str:
    first, last, name, of_year = found.groups()
    try:
        date(int(of_year or 2028), _REGIONAL[name], int(last))
    except ValueError:
        raise CannotCarry(f"“{found[0]}” is not a date. Correct it.") from None
    said = name.replace("/", " ")
    words = _day_of(int(last), said, int(of_year) if of_year else None)
    return f"{bare_day(int(first))} إلى {words}" if first else words


def _read_rank(found: regex.Match[str]) -> str:
    """الدورة الـ64: the noun before it tells gender and case."""
    before = found.string[max(0, found.start() - 120) : found.start()]
    noun = last_word(before)
    gender, n = gender_of(noun), int(found[2])
    if gender is None:
        raise CannotCarry(
            f"“{noun} {found[0]}” changes with the gender of “{noun}” in Arabic, which is "
            "not known. Write it in words."
        )
    words = ordinal(n, gender)
    if noun.startswith(("لل", "بال", "كال")):
        return oblique(words)
    return inflected(words, before.rstrip().removesuffix(noun))


def _read_joined(found: regex.Match[str]) -> str:
    """A preposition or conjunction that is written together with its figure."""
    noun = noun_after(found.string[found.end() :])
    words = beside(int(regex.sub(r"\D", "", found[2])), noun)
    if found[1][-1] in "بلك":
        return found[1] + obliquely(words)
    return found[1] + inflected(words, f"{found[1]} ")


def _read_span(found: regex.Match[str]) -> str | None:
    """The noun is that of both ends, and "إلى" puts the last into the genitive."""
    first, last = int(found[1]), int(found[2])
    if first >= last or len(found[1] + found[2]) > 6:
        return None
    noun = noun_after(found.string[found.end() :])
    begins = in_gender(first, noun, bound=False) if noun else number(first)
    words = inflected(begins, found.string[: found.start()], counts=noun is not None)
    return f"{words} إلى {obliquely(beside(last, noun))}"


def _read_measure(found: regex.Match[str]) -> str:
    words = counted(int(found[1]), _MEASURES[found[2]])
    return inflected(words, found.string[: found.start()])


def _regional_dates() -> Rule:
    between = rf"(?:(\d{{1,2}})(?: ?{DASH} ?| إلى ))?"
    year = r"(?:,?،? (?:عام |سنة )?((?:19|20)\d\d)م?(?!\w))?"
    regional = rf"(?<!\w){between}(\d{{1,2}}) (?:من )?({any_of(_REGIONAL)})(?!\w){year}"
    return Rule(pattern=regex.compile(regional), read=_read_regional)


def _rules() -> Iterator[Rule]:
    yield refused(
        r"\d{1,4} ?هـ?(?!\w)",
        "is a year of the Hijri calendar. Write it in words.",
    )
    yield refused(
        r"(?<!\w)(?:أ\. ?)?د\. ",
        "can be a man's or a woman's title. Write الدكتور or الدكتورة.",
    )
    named = r"(?<=(?<!\w)(?:[بكو]?ال|لل)(?:قرن|دورة|جلسة|ذكرى|طابق) )()(\d{1,3})(?![\w.,:/-])"
    yield Rule(pattern=regex.compile(named), read=_read_rank)
    rank = r"(?<!\w)([بكو]?ال|لل)(\d{1,4})(?![\w.,:/])"
    yield Rule(pattern=regex.compile(rank), read=_read_rank)
    measure = rf"(?<![\w.,:/])(\d{{1,9}}) ?({any_of(_MEASURES)})(?!\w)"
    yield Rule(pattern=regex.compile(measure), read=_read_measure)
    span = rf"(?<![\w.,:/-])(?!0)(\d{{1,4}})(?: ?{DASH} ?| إلى )(?!0)(\d{{1,4}})(?!\w|[.,:/-]\d)"
    yield Rule(pattern=regex.compile(span), read=_read_span)
    joined = r"(?<!\w)([وف]?[بلك]|[وف])(\d{1,3}(?:,\d{3})+|\d+)(?!\w)(?![.,:/-]\d)"
    yield Rule(pattern=regex.compile(joined), read=_read_joined)


DATES = (
    refused(
        r"\d،\d{3}(?!\d)", "can be one number or two. Write it with a comma: 2,500."
    ),
    Rule(pattern=regex.compile(r"(?<=\d)،(?=\d)"), read=lambda _: "، "),
    _regional_dates(),
)
RULES = tuple(_rules())
