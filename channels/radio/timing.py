"""How long a reader takes: letters, pauses and the ends of sentences, by language."""

from __future__ import annotations

import csv
import io
import unicodedata
from dataclasses import dataclass
from importlib.resources import files
from types import MappingProxyType
from typing import NamedTuple

import regex

from outreach.model.errors import CannotCarry
from outreach.model.words import language_name

_COMMAS = frozenset(",،，、;:；：؛፣፤፥፦–—")
_ENDS = regex.compile(r"[.!?。।؟！？።…]+")
#: Letters that are read by name: "U-N". Each takes about three letters' time.
_SPELT = regex.compile(r"(?<![^\W_])[^\W\d_](?:-[^\W\d_])+(?![^\W_])")
_LETTERS_IN_A_NAME = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """Seconds for what takes time in a text."""

    letter: float
    comma: float
    #: From one sentence to the next.
    stop: float
    #: A sentence's last sound is drawn out by this.
    end: float


def rates_text() -> str:
    """The file of measured rates, and of the voice that each was measured on."""
    return (files(__package__) / "rates.csv").read_text("utf-8")


def _measured() -> dict[str, Rate]:
    rows = csv.DictReader(io.StringIO(rates_text()))
    return {
        row["language"]: Rate(**{name: float(row[name]) for name in Rate.__slots__})
        for row in rows
    }


#: By language. How they were measured, and how well they predict: docs/why/pace.md
RATES = MappingProxyType(_measured())


def rate_of(language: str) -> Rate:
    """The measured rate. Raises CannotCarry where nobody has measured one."""
    if language not in RATES:
        raise CannotCarry(
            f"There is no measured reading pace for {language_name(language)} ({language}) yet."
        )
    return RATES[language]


def seconds(text: str, language: str, pace: float = 1.0) -> float:
    """Estimated reading time of spoken text, in seconds; a pace of 1.1 is a tenth faster.

    ``letter × letters + comma × commas + stop × (ends - 1) + end × ends``. Letters are
    Unicode's letters and marks, commas all marks within a sentence. Digits take no time:
    give it the words that are said.
    """
    rate, found = rate_of(language), features(text)
    said = rate.letter * found.letters + rate.end * found.ends
    return (said + rate.comma * found.commas + rate.stop * found.stops) / pace


def pause(language: str, pace: float = 1.0) -> float:
    """From one sentence to the next, in seconds."""
    return rate_of(language).stop / pace


class Features(NamedTuple):
    """How often a text has what takes time."""

    letters: int
    commas: int
    #: After the last sentence nobody waits.
    stops: int
    ends: int


def features(text: str) -> Features:
    """What a rate goes with."""
    commas = sum(character in _COMMAS for character in text)
    ends = len(_ENDS.findall(text))
    return Features(_letters(text), commas, max(0, ends - 1), ends)


def _letters(text: str) -> int:
    plain: int = sum(unicodedata.category(character)[0] in "LM" for character in text)
    spelt: int = sum(
        character.isalpha() for run in _SPELT.findall(text) for character in run
    )
    return plain + (_LETTERS_IN_A_NAME - 1) * spelt
