"""Amounts of money in words, from each language's own currency table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import TypeVar

from channels.radio.speech import Speech
from outreach.model.errors import CannotCarry
from outreach.model.words import language_name


@dataclass(frozen=True, slots=True, kw_only=True)
class Currency:
    """A currency's words: for one, for several; its hundredth, if people use it."""

    one: str
    many: str
    cent: str | None = None
    cents: str | None = None
    gender: str = "m"


#: The hundredth for one and for several; none where people don't count in them.
Parts = tuple[str, str] | tuple[None, None]
NO_PARTS: Parts = (None, None)
#: For one, for several, its parts, and the gender where it is not ``m``.
Row = tuple[str, str, Parts] | tuple[str, str, Parts, str]
#: What every language has words for, so that a fee is said wherever it is asked: the money
#: of the countries where our languages are first or official and where most of their
#: listeners live, and what conferences are paid in.
EVERYWHERE = frozenset(
    code
    for codes in (
        # English: where it leads, and the largest where it is official.
        "USD GBP AUD CAD NGN GHS ZAR PKR INR SSP",
        # French: Europe, West and Central Africa, the Great Lakes, Madagascar, Haiti.
        "EUR CHF XOF XAF CDF BIF RWF GNF DJF MGA HTG",
        # Spanish and Portuguese: the largest of Latin America, Angola and Mozambique.
        "MXN ARS COP PEN GTQ BRL AOA MZN",
        # Arabic: the Arab League, but for the Comoros.
        "EGP SAR AED BHD DZD IQD JOD KWD LBP LYD MAD MRU OMR QAR SDG SOS SYP TND YER",
        # Russian, Chinese, Swahili and Amharic; Hindi has INR above. Yen for Japan's aid.
        "RUB CNY JPY KES TZS UGX ETB",
    )
    for code in codes.split()
)
_Words = TypeVar("_Words")


def currencies(**rows: Row) -> Mapping[str, Currency]:
    """A language's table, by code."""
    return MappingProxyType({code: _currency(*row) for code, row in rows.items()})


def _currency(one: str, many: str, parts: Parts, gender: str = "m") -> Currency:
    return Currency(one=one, many=many, cent=parts[0], cents=parts[1], gender=gender)


def currency_of(table: Mapping[str, _Words], code: str, language: str) -> _Words:
    """The currency's words. Raises CannotCarry if the table has none."""
    if code not in table:
        raise CannotCarry(
            f"There are no words for the currency {code} in "
            f"{language_name(language)} ({language}) yet. Write the amount in words."
        )
    return table[code]


def cents_word(currency: Currency, cents: int) -> str:
    """The word for this many hundredths. Raises CannotCarry if none is in use."""
    word = currency.cent if cents == 1 else currency.cents
    if word is None:
        raise no_hundredths(currency.many)
    return word


def no_hundredths(name: str) -> CannotCarry:
    """That nobody counts in parts of this currency."""
    return CannotCarry(f"An amount in {name} has no hundredths. Round the amount.")


def money(amount: Decimal, code: str, speech: Speech) -> str:
    """An amount of at most two decimals in words: 2500.50 KES."""
    if amount < 0:
        raise CannotCarry(f"{amount} {code} is below zero. Say it in words.")
    if amount != amount.quantize(Decimal("0.01")):
        raise CannotCarry(
            f"{amount} {code} has more than two decimals. Round the amount."
        )
    whole = int(amount)
    cents = int((amount - whole) * 100)
    return speech.money(whole, cents or None, code)
