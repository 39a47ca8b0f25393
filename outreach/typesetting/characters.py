"""What may be set: characters that a face has, in scripts that were seen to come out right."""

from __future__ import annotations

import unicodedata
from functools import cache

import icu
from babel import Locale, UnknownLocaleError

from outreach.model.errors import CannotCarry
from outreach.typesetting.faces import (
    BOLD,
    REGULAR,
    face,
    families,
    is_invisible,
    script_of_language,
)

#: Scripts whose pages were compared with a browser's and found right. Zyyy and Zinh are
#: digits, punctuation and marks, which belong to any.
SCRIPTS = frozenset(
    {"Latn", "Cyrl", "Grek", "Arab", "Hebr", "Deva", "Beng", "Taml", "Ethi", "Thai"}
    | {"Khmr", "Mymr", "Laoo", "Hani", "Zyyy", "Zinh"}
)
#: Their Han letters differ in shape from the simplified Chinese face that we have.
_OTHER_HAN = frozenset({"ja", "ko", "yue", "zh-Hant", "zh-TW", "zh-HK", "zh-MO"})
#: A letter with more marks than this climbs out of its line; no language has more.
MOST_MARKS = 6


def check(text: str, language: str, *, bold: bool) -> None:
    """Raise CannotCarry unless every character of ``text`` can be set rightly.

    It names the characters at fault, up to five. ``text`` is in NFC.
    """
    different = set(text) - {"\n"}
    if all(_stands_first(char, language, bold) for char in different):
        return
    found = sorted(different)
    _refuse_hidden(found)
    _refuse_scripts(found, language)
    _refuse_missing(found, language, bold=bold)
    if any(map(unicodedata.combining, found)):
        _refuse_towers(text)


@cache
def _stands_first(char: str, language: str, bold: bool) -> bool:
    """Whether a character is in the first face of the language, in the language's script,
    and no mark: nothing about it can be refused, and most are so.
    """
    script = script_of_language(language)
    first = face(families(language, script)[0], BOLD if bold else REGULAR)
    return (
        ord(char) in first.characters
        and script_of(char) in (script, "Zyyy")
        and script in SCRIPTS - {"Hani"}
        and not (_is_hidden(char) or unicodedata.combining(char))
    )


@cache
def sets(language: str) -> bool:
    """Whether pages in ``language`` can be set: its own name for itself is tried."""
    try:
        locale = Locale.parse(language.replace("-", "_"))
        check(locale.get_display_name() or "", language, bold=False)
    except (CannotCarry, UnknownLocaleError, ValueError):
        return False
    return True


@cache
def script_of(char: str) -> str:
    """The ISO 15924 code of a character's script: ``Latn``, ``Zyyy`` where any."""
    name: str = icu.Script.getScript(ord(char)).getShortName()
    return name


def described(char: str) -> str:
    """A character as staff can find it: ``“☂” (U+2602 UMBRELLA)``."""
    name = unicodedata.name(char, "")
    shown = f"“{char}” " if char.isprintable() and not char.isspace() else ""
    return f"{shown}(U+{ord(char):04X}{' ' if name else ''}{name})"


def _refuse_hidden(found: list[str]) -> None:
    hidden = [c for c in found if _is_hidden(c)]
    if hidden:
        raise CannotCarry(
            f"The text has {_listed(hidden)}, which can't be printed. Take it out."
        )


def _is_hidden(char: str) -> bool:
    category = unicodedata.category(char)
    return category in ("Cc", "Cs", "Co", "Zl", "Zp") or "\u202a" <= char <= "\u202e"


def _refuse_scripts(found: list[str], language: str) -> None:
    for char in found:
        code = script_of(char)
        if code not in SCRIPTS and code != "Zzzz":
            script = icu.Script.getScript(ord(char)).getName()
            raise CannotCarry(
                f"{script} script ({described(char)}) can't be printed rightly yet."
            )
        if code == "Hani" and not _OTHER_HAN.isdisjoint(_prefixes(language)):
            raise CannotCarry(
                f"{described(char)} can't be printed rightly yet in this language ({language}): "
                "only the letter shapes of simplified Chinese are there."
            )


def _prefixes(language: str) -> set[str]:
    """``zh-Hant-HK`` as zh, zh-Hant, zh-HK, zh-Hant-HK."""
    first, *rest = language.split("-")
    return {first, language, *(f"{first}-{part}" for part in rest)}


def _refuse_missing(found: list[str], language: str, *, bold: bool) -> None:
    weight = BOLD if bold else REGULAR
    first = face(families(language, script_of_language(language))[0], weight)
    left = {c for c in found if ord(c) not in first.characters and not is_invisible(c)}
    for char in sorted(left):
        names = families(language, script_of(char))
        if any(ord(char) in face(name, weight).characters for name in names):
            left.remove(char)
    if left:
        raise CannotCarry(
            f"No font here has {_listed(sorted(left))}. Write it in another way."
        )


def _refuse_towers(text: str) -> None:
    height = 0
    for char in text:
        height = height + 1 if unicodedata.combining(char) else 0
        if height > MOST_MARKS:
            raise CannotCarry(
                f"A letter has more than {MOST_MARKS} marks on it, the last {described(char)}. "
                "Type that word again."
            )


def _listed(chars: list[str]) -> str:
    more = f" and {len(chars) - 5} more" if len(chars) > 5 else ""
    return ", ".join(map(described, chars[:5])) + more
