"""The words that texts begin with, from ``templates/inbox/words.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import TypeAlias

from outreach.inbox.folding import folded


class Word(StrEnum):
    """What a text can ask or tell."""

    STOP = "stop"
    #: No more texts, or "I don't come": docs/why/stop-words.md.
    CANCEL = "cancel"
    LEAVE = "leave"
    START = "start"
    HELP = "help"
    JOIN = "join"
    LANGUAGE = "language"
    YES = "yes"
    NO = "no"
    RADIO = "radio"
    RECEIVED = "received"
    ASK = "ask"
    NEED = "need"


#: Two texts may begin alike: the first of these that fits is meant.
ORDER = tuple(Word)
#: A phrase as its words compare.
Phrase: TypeAlias = tuple[str, ...]
Languages: TypeAlias = frozenset[str]


@dataclass(frozen=True, slots=True)
class Phrases:
    """The phrases of one meaning, with the languages that have each."""

    first: Mapping[Phrase, Languages] = field(default_factory=dict)
    alone: Mapping[Phrase, Languages] = field(default_factory=dict)
    #: Whatever follows in the same run of letters.
    runs: Mapping[str, Languages] = field(default_factory=dict)

    def begin(self, words: Phrase) -> tuple[int, Languages]:
        """How many of ``words`` are the longest phrase that they begin with, and whose."""
        if words in self.alone:
            return len(words), self.alone[words]
        for number in range(min(len(words), _LONGEST), 0, -1):
            if found := self.first.get(words[:number]):
                return number, found
        for run in self.runs:
            if words and words[0].startswith(run):
                return 1, self.runs[run]
        return 0, frozenset()

    def end(self, words: Phrase) -> int:
        """How many of ``words`` are the longest phrase that they end with."""
        lengths = range(min(len(words), _LONGEST), 0, -1)
        return next((n for n in lengths if words[-n:] in self.first), 0)

    def within(self, words: Phrase) -> bool:
        """Whether one of the phrases stands anywhere in ``words``; a run, or a Chinese
        phrase of two signs or more, also within a word.
        """
        lengths = range(1, _LONGEST + 1)
        starts = range(len(words))
        parts = {words[at : at + length] for at in starts for length in lengths}
        whole = {*self.first, *(phrase for phrase in self.alone if len(phrase[0]) > 1)}
        if not parts.isdisjoint(whole):
            return True
        inner = [*self.runs, *(phrase[0] for phrase in whole if _is_han(phrase))]
        return any(part in word for word in words for part in inner)

    def has(self, words: Phrase) -> bool:
        """Whether ``words`` are one of the phrases, and nothing more."""
        run = len(words) == 1 and words[0] in self.runs
        return run or words in self.first or words in self.alone


_LONGEST = 6


def _is_han(phrase: Phrase) -> bool:
    return len(phrase) == 1 and all("\u3400" <= sign <= "\u9fff" for sign in phrase[0])


@cache
def vocabulary() -> Mapping[Word, Phrases]:
    """Every meaning with its phrases, in the order in which they count."""
    data = _data()
    return {word: _phrases(data, word.value) for word in ORDER}


def printed(word: Word, language: str) -> str | None:
    """The word that people are told to write: the first of a language, in capitals."""
    phrases = _data().get(word.value, {}).get(language)
    return phrases[0].rstrip("*").upper() if phrases else None


@cache
def polite() -> Phrases:
    """What may stand before the word that counts, and behind it."""
    return _phrases(_data(), "polite")


@cache
def between() -> Phrases:
    """What may stand between the days and times of a report."""
    return _phrases(_data(), "between")


@cache
def perhaps() -> Phrases:
    """What may ask for no more texts, wherever it stands."""
    return _phrases(_data(), "perhaps")


@cache
def _data() -> Mapping[str, Mapping[str, list[str]]]:
    text = (files("templates") / "inbox" / "words.toml").read_text("utf-8")
    return tomllib.loads(text)


def _phrases(data: Mapping[str, Mapping[str, list[str]]], name: str) -> Phrases:
    first: dict[Phrase, set[str]] = {}
    alone: dict[Phrase, set[str]] = {}
    runs: dict[str, set[str]] = {}
    for language, phrases in data.get(name, {}).items():
        for phrase in phrases:
            words = folded(phrase)
            if phrase.endswith("*"):
                runs.setdefault(words[0], set()).add(language)
            else:
                first.setdefault(words, set()).add(language)
    for language, phrases in data.get(f"{name}_alone", {}).items():
        for phrase in phrases:
            alone.setdefault(folded(phrase), set()).add(language)
    return Phrases(
        first={k: frozenset(v) for k, v in first.items()},
        alone={k: frozenset(v) for k, v in alone.items()},
        runs={k: frozenset(v) for k, v in runs.items()},
    )
