"""Strings that people read: cleaned, in one language or in several."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from types import MappingProxyType
from typing import Annotated, Any, TypeAlias, TypeVar

from babel import Locale
from pydantic import (
    AfterValidator,
    Discriminator,
    PlainSerializer,
    StringConstraints,
    Tag,
)

_LANGUAGE = re.compile(r"([a-z]{2,3})(?:-([A-Z][a-z]{3}))?(?:-([A-Z]{2}))?")
#: Codes for "unknown", "several" and "none": nothing can be written in them.
_NO_LANGUAGES = frozenset(["und", "mul", "zxx"])
#: U+202A to U+202E turn the reading order of what follows, so a date can lie.
_OVERRIDES = re.compile("[\u202a-\u202e]")
_CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")
#: Half a pair, or what a program wrote in place of bytes that it could not read.
_BROKEN = re.compile("[\ud800-\udfff\ufffd]")

K = TypeVar("K")
V = TypeVar("V")


@cache
def _language_names() -> Mapping[str, str]:
    return Locale("en").languages


def language_name(code: str) -> str:
    """The English name of a language code, or the code itself."""
    return _language_names().get(code.replace("-", "_")) or _language_names().get(
        code.split("-")[0], code
    )


def shown(value: Any, most: int = 40) -> str:
    """``value`` as a sentence to staff may quote it: one line, printable, short."""
    if not isinstance(value, str):
        return _shown_value(value)
    line = " ".join(value.split())
    line = line if len(line) <= most else line[: most - 1] + "…"
    return "".join(c if c.isprintable() else "?" for c in line)


def _shown_value(value: Any) -> str:
    match value:
        case None:
            return "nothing"
        case bool():
            return "true" if value else "false"
        case int() if abs(value) >= 10**15:  # Python refuses to write out 5,000 digits
            return "a very large number"
        case int() | float() | Decimal():
            return str(value)
    return "a group of fields" if isinstance(value, Mapping) else "a list"


def _known_language(code: str) -> str:
    found = _LANGUAGE.fullmatch(code)
    if not found or not _known_parts(*found.groups()):
        raise ValueError(
            f"“{shown(code)}” is not a language code. Use ISO 639 codes such as en, fr or sw."
        )
    return code


def _known_parts(language: str, script: str | None, region: str | None) -> bool:
    names = Locale("en")
    return (
        language in _language_names()
        and language not in _NO_LANGUAGES
        and (script is None or script in names.scripts)
        and (region is None or region in names.territories)
    )


def clean(text: str) -> tuple[str, list[str]]:
    """The text in NFC with ``\\n`` line ends, and what was taken out, as sentences.

    Raises ValueError, with a plain sentence, on a control character other than the
    newline, on a lone surrogate and on U+FFFD: none can be printed or sent.
    """
    notes = []
    text = text.replace("\r\n", "\n").replace("\ufeff", "")
    if _BROKEN.search(text):
        raise ValueError("has a broken character. Type that word again.")
    if found := _CONTROLS.search(text):
        what = (
            "a tab"
            if found[0] == "\t"
            else f"a control character (U+{ord(found[0]):04X})"
        )
        raise ValueError(f"has {what} at position {found.start() + 1}. Take it out.")
    if _OVERRIDES.search(text):
        text = _OVERRIDES.sub("", text)
        notes.append("hidden characters that turn the reading order were taken out.")
    return unicodedata.normalize("NFC", text), notes


def _frozen(value: Mapping[K, V]) -> Mapping[K, V]:
    return MappingProxyType(dict(value))


def _not_empty(value: Mapping[K, V]) -> Mapping[K, V]:
    if not value:
        raise ValueError("is empty. Give at least one language.")
    return value


def _thawed(value: Any) -> Any:
    return dict(value)


def _visible(text: str) -> str:
    """Refuses a text of which a reader sees nothing: zero-width characters alone."""
    if not any(unicodedata.category(c)[0] in "LNPS" for c in text):
        raise ValueError("is empty. Fill it in.")
    return text


Visible = AfterValidator(_visible)
Language = Annotated[str, AfterValidator(_known_language)]
Line: TypeAlias = Annotated[
    str, StringConstraints(min_length=1, max_length=500), Visible
]

#: A read-only mapping from language to value.
ByLanguage = Annotated[
    Mapping[Language, V],
    AfterValidator(_not_empty),
    AfterValidator(_frozen),
    PlainSerializer(_thawed),
]
#: Tags by which pydantic tells the two forms of Words apart; no field has such a name.
TAGS = ("§text", "§languages")


def _form(value: Any) -> str | None:
    if isinstance(value, str):
        return TAGS[0]
    return TAGS[1] if isinstance(value, Mapping) else None


#: One string for every language (a name), or one per language.
Words: TypeAlias = Annotated[
    Annotated[Line, Tag("§text")] | Annotated[ByLanguage[Line], Tag("§languages")],
    Discriminator(
        _form,
        custom_error_type="words_form",
        custom_error_message='is a text, or one text per language as {{"en": "…"}}.',
    ),
]


def in_language(words: Words, language: str) -> str | None:
    """``words`` in ``language``; None where it has other languages but not this one."""
    if isinstance(words, str):
        return words
    return words.get(language)
