"""Text -> spans that are shaped at once: of one face, one script and one direction."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from outreach.model.errors import CannotCarry
from outreach.typesetting.characters import described, script_of
from outreach.typesetting.faces import (
    BOLD,
    REGULAR,
    Face,
    face,
    families,
    is_invisible,
    script_of_language,
)

_ANY = ("Zyyy", "Zinh", "Zzzz")


class Item(NamedTuple):
    """A span of text with what HarfBuzz must know of it. Odd levels run right to left."""

    start: int
    end: int
    face: Face
    script: str
    level: int


def items(
    text: str, levels: Sequence[int], language: str, *, bold: bool
) -> Iterator[Item]:
    """Spans of equal face, script and level in reading order; a mark stays with its letter."""
    if not text:
        return
    found = set(text)
    scripts = {script_of(char) for char in found}.difference(_ANY)
    chain = _Chain(language, BOLD if bold else REGULAR)
    if len(scripts) < 2 and len(set(levels)) == 1:
        script = next(iter(scripts), "Zyyy")
        first = chain.first(script, levels[0])
        if first.has("".join(found)):
            yield Item(0, len(text), first, script, levels[0])
            return
    yield from _mixed(text, levels, chain)


def _mixed(text: str, levels: Sequence[int], chain: _Chain) -> Iterator[Item]:
    script = next((s for s in map(script_of, text) if s not in _ANY), "Zyyy")
    start, last = 0, None
    for at, letter in _letters(text):
        own = script_of(letter[0])
        script = script if own in _ANY else own
        key = (chain.face_of(letter, levels[at]), script, levels[at])
        if last and key != last:
            yield Item(start, at, *last)
            start = at
        last = key
    if last:
        yield Item(start, len(text), *last)


def _letters(text: str) -> Iterator[tuple[int, str]]:
    """Each character with the marks and joiners that follow it, and where it starts."""
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or not follows(text[at]):
            yield start, text[start:at]
            start = at


@cache
def follows(char: str) -> bool:
    """Whether it is part of the letter before it: a mark, a joiner."""
    return is_invisible(char) or unicodedata.category(char).startswith("M")


class _Chain:
    """Faces in the order in which they are asked; a later one is loaded when it must."""

    def __init__(self, language: str, weight: int) -> None:
        self._language, self._weight = language, weight
        self._known: dict[tuple[str, bool], Face] = {}

    def first(self, script: str, level: int) -> Face:
        """What letters of ``script`` ask first."""
        return face(self._names(script, level)[0], self._weight)

    def face_of(self, letter: str, level: int) -> Face:
        key = letter, level % 2 == 1
        if key not in self._known:
            self._known[key] = self._find(letter, level)
        return self._known[key]

    def _names(self, script: str, level: int) -> tuple[str, ...]:
        """Signs ask as the language's letters do; in a phone among Arabic, as Latin does:
        the blanks of Nastaliq are so narrow that its groups would run together.
        """
        if script in _ANY:
            script = script_of_language(self._language)
            script = "Latn" if script == "Arab" and level % 2 == 0 else script
        return families(self._language, script)

    def _find(self, letter: str, level: int) -> Face:
        for name in self._names(script_of(letter[0]), level):
            candidate = face(name, self._weight)
            if candidate.has(letter):
                return candidate
        raise CannotCarry(
            f"No font here has {' with '.join(map(described, letter))} together. "
            "Write it in another way."
        )
