"""Words of a sheet in any of our languages, whatever their case, accents and punctuation."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from babel import Locale

from outreach.model.places import countries

#: Those of the files in ``words``.
LANGUAGES = ("en", "fr", "es", "pt", "ar", "ru")
_NO_WORD = re.compile(r"[\W_]+")


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """Without case, accents and punctuation: ``Women-led?`` and ``women led`` are one."""
    apart = unicodedata.normalize("NFKD", text)
    bare = "".join(c for c in apart if unicodedata.category(c) != "Mn")
    return _NO_WORD.sub(" ", bare.replace("ـ", "").casefold()).strip()


@cache
def words(language: str) -> Mapping[str, Any]:
    """The file of one language."""
    path = files("outreach.directory.words") / f"{language}.json"
    found: Mapping[str, Any] = json.loads(path.read_text("utf-8"))
    return found


@cache
def fields() -> Mapping[str, str]:
    """Which field of ours each folded header stands for."""
    return _by_word("columns")


@cache
def categories() -> Mapping[str, str]:
    """Which category each folded word stands for."""
    return _by_word("categories")


@cache
def truths() -> Mapping[str, bool]:
    """Yes and no."""
    found: dict[str, bool] = {}
    for language in LANGUAGES:
        for said, is_so in (("yes", True), ("no", False)):
            found |= dict.fromkeys(map(folded, words(language)[said]), is_so)
    return found


@cache
def country_codes() -> Mapping[str, str]:
    """Which country each folded name or code stands for, after CLDR."""
    codes = sorted(countries())
    found = {
        folded(name): code
        for locale in _locales()
        for code in codes
        if (name := locale.territories.get(code))
    }
    return found | {code.lower(): code for code in codes}


@cache
def language_codes() -> Mapping[str, str]:
    """Which language each folded name or code stands for, after CLDR."""
    found: dict[str, str] = {}
    for locale in _locales():
        for code, name in locale.languages.items():
            found.setdefault(folded(name), code.replace("_", "-"))
    return found | {folded(code): code for code in set(found.values())}


def _by_word(part: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for language in LANGUAGES:
        for ours, theirs in words(language)[part].items():
            found |= dict.fromkeys(map(folded, _with(ours, theirs)), ours)
    return found


def _with(ours: str, theirs: Iterable[str]) -> list[str]:
    return [ours, *theirs]


def _locales() -> list[Locale]:
    """English last: where two languages' names are one, its meaning holds."""
    return [Locale(language) for language in reversed(LANGUAGES)]
