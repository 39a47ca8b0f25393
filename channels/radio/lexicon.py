"""How what is written short is said: spelt, as a word, or in full."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Literal, cast

from channels.radio.languages import speech_of
from outreach.model.errors import CannotCarry
from outreach.model.words import language_name

Mode = Literal["spell", "word", "expand"]
#: More letters than this are rarely spelt, so an unknown one is asked for.
_MOST_SPELT = 5
_ROMAN = re.compile(r"M{0,3}(CM|CD|D?C{0,3})(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the lexicon."""

    written: str
    mode: Mode
    #: What is said in its place, in mode ``expand``.
    alias: str

    @property
    def spoken(self) -> str:
        """The words for the script; letters to be spelt have hyphens: U-N."""
        if self.mode == "expand":
            return self.alias
        return spelt(self.written) if self.mode == "spell" else self.written


def spelt(letters: str) -> str:
    """Letters as a presenter reads them one by one: U-N."""
    return "-".join(letters)


def lexicon_text(language: str) -> str:
    """The language's lexicon file: written, mode, spoken; empty if it has none."""
    path = files(__package__) / "languages" / f"{language}.csv"
    return path.read_text("utf-8") if path.is_file() else ""


@cache
def lexicon(language: str) -> Mapping[str, Entry]:
    """The entries of a language, by what is written."""
    rows = csv.DictReader(io.StringIO(lexicon_text(language)))
    return MappingProxyType(
        {
            row["written"]: Entry(
                written=row["written"],
                mode=cast(Mode, row["mode"]),
                alias=row["spoken"],
            )
            for row in rows
        }
    )


def acronym(written: str, language: str) -> tuple[str, str | None]:
    """What is said for an acronym, and a note where the lexicon didn't know it.

    Raises CannotCarry where guessing would be heard: long ones and Roman numerals.
    """
    entry = lexicon(language).get(written)
    if entry:
        return entry.spoken, None
    name = language_name(language)
    if not unicodedata.name(written[0], "").startswith(
        speech_of(language).writing.scripts
    ):
        raise CannotCarry(
            f"“{written}” is not in the {name} lexicon. Write it in words as it is said."
        )
    if _ROMAN.fullmatch(written):
        raise CannotCarry(
            f"“{written}” may be a Roman numeral or an acronym. Write it in words."
        )
    if len(written) > _MOST_SPELT or not written.isalpha():
        raise CannotCarry(
            f"“{written}” is not in the {name} lexicon. Write it in words as it is said."
        )
    note = f"“{written}” is not in the {name} lexicon: it is spelt letter by letter."
    return spelt(written), note
