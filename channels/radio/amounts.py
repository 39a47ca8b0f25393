"""Amounts of money in free text: KES 2,500, 50 €, USD 50–100."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

import regex

from channels.radio.beside import around, joined, refuse_unclear
from channels.radio.money import money
from channels.radio.patterns import DASH, GAP, any_of
from channels.radio.speech import Rule, Speech, rule
from outreach.model.errors import CannotCarry

#: A name beside a figure, so that it is an amount: KES 2,500.
_CODE = r"[A-Z]{3}"

#: Acronyms beside figures that no price is as low as: COP 30 is a conference.
_LEAST = {"COP": 1000, "SOS": 1000}


def amounts(speech: Speech) -> Iterator[Rule]:
    """The rules for amounts, ranges of them first."""
    w, read = speech.writing, _Amounts(speech)
    name = rf"({_CODE}|{any_of(w.money_signs)})"
    figure = rf"({w.whole})({regex.escape(w.decimal_sign)}\d+|\.\d\d)?"
    both = rf"{figure} ?{DASH} ?{figure}"
    last, alone = r"(?![\d.,]*\d)", rf"{w.start}(?<![.,])"
    before = rf"{w.start}{name}{GAP}{figure}{w.end}{last}"
    if w.scales:
        yield rule(rf"{before}{GAP}(?:{w.scales}){w.end}", read.large)
    yield rule(rf"{w.start}{name}{GAP}{both}{last}", read.ends_before)
    yield rule(rf"{alone}{both}{GAP}{name}{w.end}", read.ends_after)
    yield rule(before, read.before)
    yield rule(rf"{alone}{figure}{GAP}{name}{w.end}", read.after)
    yield rule(r"(?<!\p{L})[$¥₹] ?\d[\d.,]*|\d[\d.,]* ?[$¥₹]", _refuse_bare)


@dataclass(frozen=True, slots=True)
class _Amounts:
    """What is read where a currency is named beside its figures; None where none is."""

    speech: Speech

    def before(self, found: regex.Match[str]) -> str | None:
        code, *figure = found.groups()
        return self._said(code, figure, found)

    def after(self, found: regex.Match[str]) -> str | None:
        *figure, code = found.groups()
        return self._said(code, figure, found)

    def ends_before(self, found: regex.Match[str]) -> str | None:
        code, *figures = found.groups()
        return self._ends(code, figures, found)

    def ends_after(self, found: regex.Match[str]) -> str | None:
        *figures, code = found.groups()
        return self._ends(code, figures, found)

    def large(self, found: regex.Match[str]) -> str | None:
        if not self._is_currency(found[1]):
            return None
        raise CannotCarry(
            f"“{found[0]}” has its currency before a number that goes on in words. "
            "Write the currency in words after it, or the whole amount in figures."
        )

    def _said(
        self, code: str, figure: Sequence[str | None], found: regex.Match[str]
    ) -> str | None:
        if not self._is_currency(code) or _too_little(code, figure[0]):
            return None
        return self.speech.inflected(self._amount(code, *figure), around(found)[0])

    def _ends(
        self, code: str, figures: Sequence[str | None], found: regex.Match[str]
    ) -> str | None:
        begin = self._said(code, figures[:2], found)
        if begin is None:
            return None
        return joined(self.speech, begin, self._amount(code, *figures[2:]))

    def _amount(self, code: str, whole: str | None, decimals: str | None) -> str:
        if decimals:
            refuse_unclear(f"{whole}{decimals}")
        figure = regex.sub(r"\D", "", whole or "") + "." + (decimals or ".0")[1:]
        known = self.speech.writing.money_signs.get(code, code)
        return money(Decimal(figure), known, self.speech)

    def _is_currency(self, code: str) -> bool:
        """Whether three capitals are a currency rather than an acronym beside a figure."""
        if code in self.speech.writing.money_signs:
            return True
        try:
            self.speech.money(1, None, code)
        except CannotCarry:
            return False
        return True


def _too_little(code: str, whole: str | None) -> bool:
    return int(regex.sub(r"\D", "", whole or "") or 0) < _LEAST.get(code, 0)


def _refuse_bare(found: regex.Match[str]) -> str:
    raise CannotCarry(
        f"“{found[0]}” does not say which currency. Write its code, such as USD 50."
    )
