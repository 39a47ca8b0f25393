"""What a person types for a country or language, or leaves out for a zone, understood."""

from __future__ import annotations

from functools import cache

from babel import Locale
from babel.core import get_global

from outreach.model.errors import InputError, Problem
from outreach.model.places import countries, country_name
from outreach.web.pages import native_name


def language_code(typed: str) -> str:
    """The code of a language given by code or by name, English or its own.

    Raises InputError where there is none.
    """
    wanted = typed.strip().casefold()
    for code in map(str, Locale("en").languages):
        if code.replace("_", "-").casefold() == wanted:
            return code.replace("_", "-")
    if found := _names().get(wanted):
        return found
    raise InputError(
        [
            Problem(
                "add_language",
                f"“{typed[:40]}” is not a language that is known here. Write its English "
                "name, or its code such as sw."
                if wanted
                else "is empty. Write a language, then press the button.",
            )
        ]
    )


def country_code(typed: str) -> str:
    """The code of a country given by its name or code; what was typed if it is neither."""
    wanted = typed.strip().casefold()
    return _countries().get(wanted, typed.strip())


def zones_of(country: str) -> tuple[str, ...]:
    """The time zones of a country."""
    zones = get_global("zone_territories")
    return tuple(sorted(zone for zone, place in zones.items() if place == country))


@cache
def _countries() -> dict[str, str]:
    codes = sorted(countries())
    by_name = {(country_name(code) or code).casefold(): code for code in codes}
    return {code.casefold(): code for code in codes} | by_name


@cache
def _names() -> dict[str, str]:
    names: dict[str, str] = {}
    for code, name in Locale("en").languages.items():
        if len(code) <= 3:
            names.setdefault(native_name(code).casefold(), code)
            names[name.casefold()] = code
    return names
