"""The gender of the noun that a number counts, where its form depends on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import regex

from outreach.model.errors import CannotCarry
from outreach.model.words import language_name


@dataclass(frozen=True, slots=True, kw_only=True)
class Nouns:
    """What tells a noun's gender in one language: the noun itself, then its ending."""

    language: str
    #: Noun, in lower case, to ``m`` or ``f``.
    known: Mapping[str, str]
    #: Endings to a gender, tried in order; an empty one says that it can't be told.
    endings: tuple[tuple[str, str], ...]
    #: Words after which no noun comes: the number stands on its own.
    stops: frozenset[str]
    #: The word between a round million and its noun.
    of: str = "de"

    def follows(self, after: str) -> bool:
        """Whether a noun follows at once, without "de"."""
        word = regex.match(r"[ \u00a0\u202f]+([^\W\d_]+)", after)
        return word is not None and word[1].lower() not in self.stops | {self.of}

    def gender(self, after: str) -> str | None:
        """The gender of the noun that ``after`` begins with; None if there is no noun."""
        words = regex.match(r"[ \u00a0\u202f]+([^\W\d_]+)(?:[ ]+([^\W\d_]+))?", after)
        if not words:
            return None
        noun = words[1].lower()
        if noun == self.of and words[2]:
            noun = words[2].lower()
        return None if noun in self.stops else self._of_noun(noun)

    def _of_noun(self, noun: str) -> str:
        if noun in self.known:
            return self.known[noun]
        found = next((g for ending, g in self.endings if noun.endswith(ending)), "")
        if not found:
            raise CannotCarry(
                f"The number before “{noun}” changes with that word's gender in "
                f"{language_name(self.language)}, which is not known. Write the number in words."
            )
        return found


def genders(masculine: str, feminine: str) -> dict[str, str]:
    """A table from two lists of nouns."""
    return dict.fromkeys(masculine.split(), "m") | dict.fromkeys(feminine.split(), "f")
