"""How figures are written in Arabic alone, and how those are read."""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType

import regex

from channels.radio.languages.ar_nouns import (
    NEAR,
    and_more,
    beside,
    gender_of,
    governs,
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
from channels.radio.speech import Rule, refused
from outreach.model.errors import CannotCarry

_KILOMETRES = Counted(
    one="كيلومتر", two="كيلومتران", many="كيلومترات", dozens="كيلومتراً"
)
_KILOGRAMS = Counted(
    one="كيلوغرام", two="كيلوغرامان", many="كيلوغرامات", dozens="كيلوغراماً"
)
_MEASURES = MappingProxyType(
    dict.fromkeys(["كم", "كلم", "km"], _KILOMETRES)
    | dict.fromkeys(["كغ", "كجم", "kg"], _KILOGRAMS)
)


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
    """From the first to the last, so that both have one case; the noun is that of both."""
    first, between, last = int(found[1]), found[2], int(found[3])
    if first >= last or len(found[1] + found[3]) > 6:
        return None
    noun = noun_after(found.string[found.end() :])
    begins = obliquely(in_gender(first, noun, bound=False) if noun else number(first))
    ends = obliquely(beside(last, noun))
    before = found.string[max(0, found.start() - NEAR) : found.start()]
    if last_word(before) == "بين":
        return f"{begins} و{ends}"
    says_from = governs(before) or "إلى" in between
    return f"{begins if says_from else f'من {begins}'} إلى {ends}"


def _read_and_more(found: regex.Match[str]) -> str | None:
    """201 امرأة: the figure with its noun, which is said twice."""
    lead, n = found[1], int(regex.sub(r"\D", "", found[2]))
    before, after = found.string[: found.start()], found.string[found.end() :]
    if lead:  # a preposition that is written together with the figure, or "and"
        before = "من " if lead[-1] in "بلك" else f"{lead} "
    words = and_more(n, found[3], before[-NEAR:], after[:NEAR])
    return words and lead + words


def _read_measure(found: regex.Match[str]) -> str:
    words = counted(int(found[1]), _MEASURES[found[2]])
    return inflected(words, found.string[: found.start()])


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
    rank = r"(?<!\w)([بكو]?ال|لل) ?(\d{1,4})(?![\w.,:/])"
    yield Rule(pattern=regex.compile(rank), read=_read_rank)
    measure = rf"(?<![\w.,:/])(\d{{1,9}}) ?({any_of(_MEASURES)})(?!\w)"
    yield Rule(pattern=regex.compile(measure), read=_read_measure)
    span = rf"(?<![\w.,:/-])(?!0)(\d{{1,4}})( ?{DASH} ?| إلى )(?!0)(\d{{1,4}})(?!\w|[.,:/-]\d)"
    yield Rule(pattern=regex.compile(span), read=_read_span)
    hundreds = r"\d{1,3}(?:,\d{3})*,\d0[12]|\d{1,5}0[12]"
    more = rf"(?<![\w.,:/-])((?:[وف]?[بلك]|[وف])?)({hundreds}) (\w+)"
    yield Rule(pattern=regex.compile(more), read=_read_and_more)
    joined = r"(?<!\w)([وف]?[بلك]|[وف])(\d{1,3}(?:,\d{3})+|\d+)(?!\w)(?![.,:/-]\d)"
    yield Rule(pattern=regex.compile(joined), read=_read_joined)


RULES = tuple(_rules())
