"""Countries and currencies, by their ISO codes."""

from __future__ import annotations

from functools import cache
from typing import Annotated, TypeAlias

from babel import Locale, UnknownLocaleError
from pydantic import AfterValidator

from outreach.model.words import shown

#: Two-letter codes in CLDR that are no country: groups, private use, duplicates.
_NOT_COUNTRIES = frozenset(
    ["AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"]
)


@cache
def countries() -> frozenset[str]:
    """ISO 3166-1 alpha-2 codes, and XK."""
    codes = (str(code) for code in Locale("en").territories)
    return frozenset(c for c in codes if len(c) == 2 and c.isalpha()) - _NOT_COUNTRIES


def country_name(code: str, language: str = "en") -> str | None:
    """The country's name in ``language``, after CLDR; None if CLDR has none."""
    try:
        return Locale.parse(language.replace("-", "_")).territories.get(code)
    except UnknownLocaleError:
        return None


def _code_of(name: str) -> str | None:
    """The code of a country that is written by its English name, or in small letters."""
    names = Locale("en").territories
    return next(
        (c for c in countries() if name.casefold() in (c.lower(), names[c].casefold())),
        None,
    )


def _country(code: str) -> str:
    if code not in countries():
        meant = _code_of(code)
        how = f"Write {meant}." if meant else "Use two capital letters such as KE."
        raise ValueError(f"“{shown(code)}” is not a country code. {how}")
    return code


def _currency(code: str) -> str:
    if code not in Locale("en").currencies:
        raise ValueError(
            f"“{shown(code)}” is not a currency code. Use three capital letters such as KES."
        )
    return code


Country: TypeAlias = Annotated[str, AfterValidator(_country)]
Currency: TypeAlias = Annotated[str, AfterValidator(_currency)]
