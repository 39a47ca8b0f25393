"""Figures in free text that every language writes alike, and how they are read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

import regex

from channels.radio.amounts import amounts
from channels.radio.beside import around, joined, refuse_unclear
from channels.radio.clocks import clocks
from channels.radio.dates import dates
from channels.radio.patterns import DASH, GAP
from channels.radio.phones import extension_of, phone
from channels.radio.speech import Rule, Speech
from outreach.model.errors import CannotCarry

#: As many as a phone has: what is longer is no number that people say.
_MOST_DIGITS = 20
#: From so many digits on, figures that are no round thousands are dialled, not counted.
_FEWEST_UNGROUPED = 9


def rules_of(speech: Speech) -> tuple[Rule, ...]:
    """All rules of a language in the order in which they are tried."""
    return (
        *speech.dates,
        *dates(speech),
        *speech.rules,
        *clocks(speech),
        *_phones(speech),
        *amounts(speech),
        *_bare_phones(speech),
        *_numbers(speech),
    )


def _phones(speech: Speech) -> Iterator[Rule]:
    def read(found: regex.Match[str]) -> str | None:
        digits = regex.sub(r"\D", "", found[0])
        return phone(found[0], speech) if 7 <= len(digits) <= 20 else None

    separators = r"[ \u00a0\u202f.\-/]{0,2}"
    more = rf"(?:{separators}\(?\d+\)?)+"
    extension = rf"(?:,? ?(?:{extension_of(speech)}) ?\d{{1,6}}(?!\d))?"
    yield Rule(
        pattern=regex.compile(rf"\+\d{{1,4}}{more}{extension}", regex.I), read=read
    )
    yield Rule(
        pattern=regex.compile(
            rf"{speech.writing.start}(?<![.,])(?:\(\d{{1,5}}\)|0\d{{1,4}}|\d{{3}}-){more}{extension}",
            regex.I,
        ),
        read=read,
    )


def _bare_phones(speech: Speech) -> Iterator[Rule]:
    """Phones that begin with neither zero nor plus: what is left when money is read."""
    w = speech.writing

    def read(found: regex.Match[str]) -> str | None:
        sizes = [len(group) for group in regex.findall(r"\d+", found[0])]
        counted = regex.fullmatch(w.whole, found[0]) is not None
        return phone(found[0], speech) if _dialled(found[0], sizes, counted) else None

    yield Rule(
        pattern=regex.compile(
            rf"{w.start}(?<![.,:/+-])[1-9]\d*(?:[ \u00a0\u202f]\d{{2,5}})*{w.end}(?![.,:/-]?\d)"
        ),
        read=read,
    )


def _dialled(written: str, sizes: Sequence[int], counted: bool) -> bool:
    """Whether figures without a sign are a phone: people count in round thousands.

    ``sizes`` are the lengths of its groups, ``counted`` whether they part thousands.
    """
    if counted:
        return _FEWEST_UNGROUPED <= sum(sizes) <= _MOST_DIGITS and written[-3:] != "000"
    if len(sizes) == 2 and sum(sizes) < _FEWEST_UNGROUPED:
        return sizes == [3, 4] or (sizes == [4, 4] and written[:2] not in ("19", "20"))
    return 7 <= sum(sizes) <= _MOST_DIGITS


def _numbers(speech: Speech) -> Iterator[Rule]:
    w = speech.writing
    sign = regex.escape(w.decimal_sign)
    decimal = rf"(\d+)(?:{sign}|\.)(\d+)"
    alone = rf"{w.start}(?<![.,:/])"
    end = rf"{w.end}(?![.,:/]\d)"

    def percentage(figure: str) -> str:
        refuse_unclear(figure)
        return speech.percent(speech.number(Decimal(figure.replace(",", "."))))

    def percent(found: regex.Match[str]) -> str:
        return speech.inflected(percentage(found[1]), around(found)[0])

    def percents(found: regex.Match[str]) -> str:
        begin = speech.inflected(percentage(found[1]), around(found)[0])
        return joined(speech, begin, percentage(found[2]))

    def fraction(found: regex.Match[str]) -> str:
        if len(found[2]) == 3:
            refuse_unclear(f"{found[1]}.{found[2]}")
        words = speech.number(Decimal(f"{found[1]}.{found[2]}"))
        return speech.inflected(words, around(found)[0])

    def parted(found: regex.Match[str]) -> str | None:
        whole, mark, sign, decimals = found.groups()
        if mark == sign or (mark.isspace() and not regex.fullmatch(w.whole, whole)):
            return None
        value = Decimal(f"{regex.sub(r'[^0-9]', '', whole)}.{decimals}")
        return speech.inflected(speech.number(value), around(found)[0])

    def span(found: regex.Match[str]) -> str | None:
        first, last = int(found[1]), int(found[2])
        if first >= last:
            return None
        before, after = around(found)
        ends = (speech.count(n, before, after) for n in (first, last))
        return f"{w.gap}{speech.to}{w.gap}".join(ends)

    def count(found: regex.Match[str]) -> str:
        digits = regex.sub(r"\D", "", found[0])
        if len(digits) > _MOST_DIGITS:
            raise CannotCarry(f"“{found[0][:40]}” is too long a number to be said.")
        if len(digits) > 2 and digits[0] == "0":  # a code: 007, post code 00100
            return w.gap.join(speech.cardinal(int(digit)) for digit in digits)
        return speech.count(int(digits), *around(found))

    part = r"(\d+(?:[.,]\d+)?)"
    both = rf"{alone}{part} ?{DASH} ?{part}{GAP}%"
    yield Rule(pattern=regex.compile(both), read=percents)
    yield Rule(pattern=regex.compile(rf"{alone}{part}{GAP}%"), read=percent)
    yield Rule(
        pattern=regex.compile(rf"{alone}(\d{{1,4}}) ?{DASH} ?(\d{{1,4}}){end}"),
        read=span,
    )
    thousands = r"(\d{1,3}([ \u00a0\u202f.,])(?:\d{2,3}\2)*\d{3})([.,])(\d{1,2})"
    yield Rule(pattern=regex.compile(f"{alone}{thousands}{end}"), read=parted)
    yield Rule(pattern=regex.compile(rf"{alone}(?:{w.whole}){end}"), read=count)
    yield Rule(pattern=regex.compile(rf"{alone}{decimal}{end}"), read=fraction)
