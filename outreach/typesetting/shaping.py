"""Text -> glyphs: runs of one face and script, shaped by HarfBuzz."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

import uharfbuzz as hb

from outreach.model.errors import CannotCarry
from outreach.typesetting.characters import described, script_of
from outreach.typesetting.faces import BOLD, REGULAR, Face, face, families, is_invisible

_PIECE = 4_000
_ANY = ("Zyyy", "Zinh", "Zzzz")


class Glyph(NamedTuple):
    """One glyph of a face; lengths in font units."""

    id: int
    advance: int
    dx: int
    dy: int


class Cluster(NamedTuple):
    """The least piece of text that glyphs stand for: it is never cut."""

    text: str
    glyphs: tuple[Glyph, ...]

    @property
    def advance(self) -> int:
        """Its width in font units."""
        return sum(glyph.advance for glyph in self.glyphs)


@dataclass(frozen=True, slots=True)
class Run:
    """Clusters of one face and script, left to right."""

    face: Face
    clusters: tuple[Cluster, ...]

    @property
    def advance(self) -> float:
        """Its width in ems."""
        return sum(cluster.advance for cluster in self.clusters) / self.face.upem


def shape(text: str, language: str, *, bold: bool) -> tuple[Run, ...]:
    """The runs of one line or paragraph, in the order in which they are drawn.

    ``text`` has passed ``characters.check``. Linear in its length.
    """
    return tuple(
        Run(used, tuple(_clusters(text[start:end], used, script, language)))
        for start, end, used, script in _items(text, language, bold=bold)
    )


def _items(
    text: str, language: str, *, bold: bool
) -> Iterator[tuple[int, int, Face, str]]:
    """Spans of equal face and script; a mark stays with its letter."""
    if not text:
        return
    found = set(text)
    scripts = {script_of(char) for char in found}.difference(_ANY)
    chain = _Chain(families(language), BOLD if bold else REGULAR)
    first = chain.first
    if len(scripts) < 2 and first.has("".join(found)):
        yield 0, len(text), first, next(iter(scripts), "Zyyy")
    else:
        yield from _mixed(text, chain)


def _mixed(text: str, chain: _Chain) -> Iterator[tuple[int, int, Face, str]]:
    script = next((s for s in map(script_of, text) if s not in _ANY), "Zyyy")
    start, last = 0, None
    for at, letter in _letters(text):
        own = script_of(letter[0])
        script = script if own in _ANY else own
        key = (chain.face_of(letter), script)
        if last and key != last:
            yield start, at, *last
            start = at
        last = key
    if last:
        yield start, len(text), *last


def _letters(text: str) -> Iterator[tuple[int, str]]:
    """Each character with the marks and joiners that follow it, and where it starts."""
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or not _follows(text[at]):
            yield start, text[start:at]
            start = at


@cache
def _follows(char: str) -> bool:
    return is_invisible(char) or unicodedata.category(char).startswith("M")


class _Chain:
    """Faces in the order in which they are asked; a later one is loaded when it must."""

    def __init__(self, names: Sequence[str], weight: int) -> None:
        self._names, self._weight = names, weight
        self._known: dict[str, Face] = {}

    @property
    def first(self) -> Face:
        return face(self._names[0], self._weight)

    def face_of(self, letter: str) -> Face:
        if letter not in self._known:
            self._known[letter] = self._find(letter)
        return self._known[letter]

    def _find(self, letter: str) -> Face:
        for name in self._names:
            candidate = face(name, self._weight)
            if candidate.has(letter):
                return candidate
        raise CannotCarry(
            f"No font here has {' with '.join(map(described, letter))} together. "
            "Write it in another way."
        )


def measure(text: str, language: str, *, bold: bool) -> Iterator[tuple[int, float]]:
    """Where each cluster of ``text`` starts, and its width in ems, left to right.

    A long text is measured in pieces: a kern between two of them is not counted.
    """
    for first, piece in _pieces(text):
        for start, end, used, script in _items(piece, language, bold=bold):
            for info, place in _glyphs(piece[start:end], used, script, language):
                yield first + start + info.cluster, place.x_advance / used.upem


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """Pieces of bounded length: HarfBuzz refuses a buffer of a million characters."""
    start = 0
    while start < len(text):
        end = start + _PIECE
        if end < len(text):
            end = text.rfind(" ", end - _PIECE // 4, end) + 1 or end
            while end < len(text) and _follows(text[end]):
                end += 1
        yield start, text[start:end]
        start = end


def _glyphs(
    text: str, face: Face, script: str, language: str
) -> Iterator[tuple[Any, Any]]:
    """HarfBuzz's glyphs and their positions."""
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.direction = "ltr"
    buffer.script = script
    buffer.language = language
    buffer.flags = hb.BufferFlags.REMOVE_DEFAULT_IGNORABLES
    hb.shape(face.font, buffer)
    return zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)


def _clusters(text: str, face: Face, script: str, language: str) -> Iterator[Cluster]:
    """The glyphs by the text that they stand for; none is the missing glyph."""
    start = 0
    pending: list[Glyph] = []
    for info, place in _glyphs(text, face, script, language):
        if info.codepoint == 0:
            raise CannotCarry(
                f"No font here has a shape for {described(text[info.cluster])}. "
                "Write it in another way."
            )
        if info.cluster != start and pending:
            yield Cluster(text[start : info.cluster], tuple(pending))
            pending = []
        if not pending:
            start = info.cluster
        pending.append(
            Glyph(info.codepoint, place.x_advance, place.x_offset, place.y_offset)
        )
    if pending:
        yield Cluster(text[start:], tuple(pending))
