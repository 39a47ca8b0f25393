"""What a cell says. Each reader raises ValueError: a sentence without its subject."""

from __future__ import annotations

import json
import re
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any

from babel.core import get_global

from outreach.directory.table import Cell
from outreach.directory.vocabulary import (
    categories,
    country_codes,
    folded,
    language_codes,
    truths,
)
from outreach.model.cells import plain
from outreach.model.phones import mobile, read_phone
from outreach.model.places import country_name
from outreach.model.words import clean, shown

#: By which people part what is in one cell.
_PARTS = re.compile(r"\s*[;؛|\n]\s*")
_COMMAS = re.compile(r"\s*[,،、]\s*")
PARTED = re.compile(r"[;؛|\n,،、]|^\[")
_ROUNDED = re.compile(r"[0-9][.,]?[0-9]*E\+?[0-9]+", re.IGNORECASE)
_DAY = re.compile(r"([0-9]{1,2})([./\s-])([0-9]{1,2})\2([0-9]{4})")
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMBER = re.compile(r"[0-9]+([.,][0-9]+)?")


def text_of(cell: Cell) -> str:
    """What a reader of the sheet sees in a cell, clean and trimmed."""
    match cell:
        case str():
            return _typed(cell)
        case None:
            return ""
        case bool():
            return "true" if cell else "false"
        case float() if cell.is_integer():
            return str(int(cell))
        case datetime() if cell.time() == time():
            return cell.date().isoformat()
        case date() | time():
            return cell.isoformat()
    return str(cell)


@lru_cache(maxsize=4096)
def _typed(cell: str) -> str:
    """Most cells of a column say the same."""
    text = cell.strip()
    if text.startswith("'"):
        text = plain(text).strip()
    return text if text.isascii() and text.isprintable() else clean(text)[0]


@lru_cache(maxsize=1024)
def category(text: str) -> str:
    """One of our six."""
    if found := categories().get(folded(text)):
        return found
    raise ValueError(
        f"“{shown(text)}” is none of our categories. Write one of: {_our_categories()}."
    )


@lru_cache
def _our_categories() -> str:
    return ", ".join(sorted({c.replace("_", " ") for c in categories().values()}))


def truth(text: str) -> bool:
    """Yes or no."""
    found = truths().get(folded(text))
    if found is None:
        raise ValueError(
            f"“{shown(text)}” is neither yes nor no. Write one of the two."
        )
    return found


@lru_cache(maxsize=1024)
def country(text: str) -> str:
    """An ISO code, of a code or a name."""
    if found := country_codes().get(folded(text)):
        return found
    raise ValueError(
        f"“{shown(text)}” is no country that we know. Write its code, such as KE."
    )


@lru_cache(maxsize=1024)
def language(text: str) -> str:
    """An ISO code, of a code or a name."""
    if found := language_codes().get(folded(text)):
        return found
    if re.fullmatch(r"[a-z]{2,3}(-\w+)*", text):
        return text  # the model knows more codes than have names
    raise ValueError(
        f"“{shown(text)}” is no language that we know. Write its code, such as sw."
    )


def languages(text: str) -> list[str]:
    """Several, in one cell."""
    return [language(part) for part in parts(text)]


def parts(text: str) -> list[str]:
    """What one cell lists, by semicolons, lines or, without those, commas."""
    if text.startswith("["):
        found: list[str] = _json(text, list)
        if all(isinstance(part, str) for part in found):
            return found
    by = _PARTS if _PARTS.search(text) else _COMMAS
    return [part for part in by.split(text) if part]


def group(text: str) -> dict[str, Any]:
    """A JSON object, as our own sheets have it."""
    found: dict[str, Any] = _json(text, dict)
    return found


def _json(text: str, kind: type) -> Any:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, kind):
        raise ValueError(
            "is not as our own sheets have it. Leave it as it was exported."
        )
    return found


def whole(text: str) -> int:
    """A whole number."""
    if not re.fullmatch(r"[0-9]{1,9}", text):
        raise ValueError(f"“{shown(text)}” is not a whole number. Write it in digits.")
    return int(text)


def phone(text: str, home: str | None, *, unlisted: bool) -> str:
    """E.164."""
    if _ROUNDED.fullmatch(text):
        raise ValueError(
            f"“{shown(text)}” is what a spreadsheet made of a number; its last digits are "
            "lost. Format the column as text, and type the number again."
        )
    return mobile(text) or read_phone(text, home=home, unlisted=unlisted).e164


def day(text: str) -> str:
    """A day, or a day and time: ISO 8601, or as people write it if only one is meant."""
    if _ISO.match(text):
        return text.replace(" ", "T", 1)
    if found := _DAY.fullmatch(text):
        return _day(text, *found.groups())
    if _NUMBER.fullmatch(text):
        raise ValueError(
            f"“{shown(text)}” is a number, not a day. Format the column as a date, or write "
            "the day as 2027-01-05."
        )
    raise ValueError(f"“{shown(text)}” is not a day. Write it as 2027-01-05.")


def _day(text: str, first: str, mark: str, second: str, year: str) -> str:
    """Where points part it the day leads everywhere; else only a number over 12 tells."""
    one, two = int(first), int(second)
    months_first = f"{year}-{one:02}-{two:02}"
    days_first = f"{year}-{two:02}-{one:02}"
    if mark == "." or one > 12 or one == two:
        return days_first
    if two > 12:
        return months_first
    raise ValueError(
        f"“{shown(text)}” may be two days. Write {days_first} or {months_first}, "
        "whichever is meant."
    )


@lru_cache(maxsize=512)
def only_zone(code: str) -> str:
    """The time zone of a country that has one."""
    zones = get_global("territory_zones").get(code) or []
    if len(zones) == 1:
        return str(zones[0])
    raise ValueError(
        f"is missing, and {country_name(code) or code} has several time zones. Add a column "
        f"“time zone”, with such as {zones[0] if zones else 'Africa/Nairobi'}."
    )
