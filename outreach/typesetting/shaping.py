"""Text -> glyphs: runs of one face, script and direction, shaped by HarfBuzz."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import uharfbuzz as hb

from outreach.model.errors import CannotCarry
from outreach.typesetting.bidi import visual_order
from outreach.typesetting.characters import described
from outreach.typesetting.faces import Face
from outreach.typesetting.items import Item, follows, items

_PIECE = 4_000
#: The combining class of the signs that join a letter to the next: virama, coeng.
_JOINS_TO_NEXT = 9


_UNSAFE = hb.GlyphFlags.UNSAFE_TO_BREAK.value


class Glyph(NamedTuple):
    """One glyph of a face; lengths in font units."""

    id: int
    advance: int
    dx: int
    dy: int


class Cluster(NamedTuple):
    """The least piece of text that glyphs stand for: it is never cut.

    The text is in reading order, the glyphs from left to right.
    """

    text: str
    glyphs: tuple[Glyph, ...]

    @property
    def advance(self) -> int:
        """Its width in font units."""
        return sum(glyph.advance for glyph in self.glyphs)


class Row(NamedTuple):
    """Letters from left to right, each one glyph on the baseline: most text is so, and set
    in half the time.
    """

    text: str
    glyphs: tuple[int, ...]
    #: In font units.
    advances: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """Clusters of one face, script and direction, from left to right."""

    face: Face
    pieces: Row | tuple[Cluster, ...]
    right_to_left: bool = False

    @property
    def clusters(self) -> tuple[Cluster, ...]:
        """What it is made of; of a row, each letter by itself."""
        if not isinstance(self.pieces, Row):
            return self.pieces
        return tuple(
            Cluster(letter, (Glyph(glyph, advance, 0, 0),))
            for letter, glyph, advance in zip(*self.pieces, strict=True)
        )

    @property
    def advance(self) -> float:
        """Its width in ems."""
        if isinstance(self.pieces, Row):
            return sum(self.pieces.advances) / self.face.upem
        return sum(cluster.advance for cluster in self.pieces) / self.face.upem

    @property
    def ink(self) -> tuple[float, float]:
        """How far its black goes above the baseline and below it, in ems."""
        upem, known = self.face.upem, self.face.inks
        if isinstance(self.pieces, Row):
            inks = list(map(known.__getitem__, set(self.pieces.glyphs)))
        else:
            drawn = {(g.id, g.dy) for cluster in self.pieces for g in cluster.glyphs}
            extents = [(*known[glyph], dy) for glyph, dy in drawn]
            inks = [(top + dy, bottom - dy) for top, bottom, dy in extents]
        above, below = zip(*inks, strict=True) if inks else ((0,), (0,))
        return max(above) / upem, max(below) / upem


def shape(
    text: str, levels: Sequence[int], language: str, *, bold: bool
) -> tuple[Run, ...]:
    """The runs of one line, from left to right; ``levels`` has one for each character.

    ``text`` has passed ``characters.check``. Linear in its length.
    """
    found = list(items(text, levels, language, bold=bold))
    order = visual_order([item.level for item in found])
    runs = (_run(text, found[number], language) for number in order)
    return tuple(run for run in runs if run.pieces)


@dataclass(frozen=True, slots=True)
class Whole:
    """A paragraph that is one row of letters: its lines are parts of it, where HarfBuzz
    says that a letter looks the same at a line's edge.
    """

    face: Face
    row: Row
    #: HarfBuzz's, one for each letter.
    infos: Sequence[Any]

    def part(self, start: int, end: int) -> Run | None:
        """The letters from ``start`` to ``end``; None where they must be shaped anew."""
        if start == end or self._changes(start) or self._changes(end):
            return None
        text, glyphs, advances = self.row
        return Run(
            self.face, Row(text[start:end], glyphs[start:end], advances[start:end])
        )

    def _changes(self, at: int) -> bool:
        """Whether a break before this letter would change how letters are shaped."""
        return at < len(self.infos) and bool(self.infos[at].flags.value & _UNSAFE)


def whole(
    text: str, levels: Sequence[int], language: str, *, bold: bool
) -> Whole | None:
    """The paragraph as one row of letters, if it is one."""
    if not text or len(text) > _PIECE or any(levels):
        return None
    found = list(items(text, levels, language, bold=bold))
    if len(found) != 1:
        return None
    glyphs = _glyphs(text, found[0], language)
    row = _row(text, glyphs)
    return Whole(found[0].face, row, [info for info, _ in glyphs]) if row else None


def measure(
    text: str, levels: Sequence[int], language: str, *, bold: bool
) -> Iterator[tuple[int, float]]:
    """Where each cluster of ``text`` starts, and its width in ems, in any order.

    A long text is measured in pieces: a kern between two of them is not counted.
    """
    for first, end in _pieces(text):
        piece = text[first:end]
        for item in items(piece, levels[first:end], language, bold=bold):
            for info, place in _glyphs(piece, item, language):
                at = first + item.start + info.cluster
                yield at, place.x_advance / item.face.upem


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """Spans of bounded length: HarfBuzz refuses a buffer of a million characters."""
    start = 0
    while start < len(text):
        end = min(start + _PIECE, len(text))
        if end < len(text):
            end = text.rfind(" ", end - _PIECE // 4, end) + 1 or end
            while end < len(text) and _is_within(text, end):
                end += 1
        yield start, end
        start = end


def _is_within(text: str, at: int) -> bool:
    """Whether ``at`` is inside a letter or a stack of letters."""
    before = text[at - 1]
    return (
        follows(text[at])
        or unicodedata.combining(before) == _JOINS_TO_NEXT
        or before == "\u200d"
    )


def _glyphs(text: str, item: Item, language: str) -> list[tuple[Any, Any]]:
    """HarfBuzz's glyphs and their positions, from left to right."""
    buffer = hb.Buffer()
    buffer.add_str(text[item.start : item.end])
    buffer.direction = "rtl" if item.level % 2 else "ltr"
    buffer.script = item.script
    buffer.language = language
    buffer.flags = hb.BufferFlags.REMOVE_DEFAULT_IGNORABLES
    hb.shape(item.face.font, buffer)
    return list(zip(buffer.glyph_infos, buffer.glyph_positions, strict=True))


def _run(text: str, item: Item, language: str) -> Run:
    glyphs = _glyphs(text, item, language)
    text = text[item.start : item.end]
    if item.level % 2 == 0 and (row := _row(text, glyphs)):
        return Run(item.face, row)
    return Run(item.face, tuple(_clusters(text, glyphs)), bool(item.level % 2))


def _row(text: str, glyphs: list[tuple[Any, Any]]) -> Row | None:
    """The text as a row of letters, if it is one."""
    if not text or len(glyphs) != len(text):
        return None
    if [info.cluster for info, _ in glyphs] != list(range(len(text))):
        return None
    ids = tuple([info.codepoint for info, _ in glyphs])
    advances = tuple([place.x_advance for _, place in glyphs])
    if 0 in ids or min(advances) <= 0:
        return None
    if any(place.x_offset or place.y_offset for _, place in glyphs):
        return None
    return Row(text, ids, advances)


def _clusters(text: str, glyphs: list[tuple[Any, Any]]) -> Iterator[Cluster]:
    """The glyphs by the text that they stand for; none is the missing glyph."""
    starts = sorted({info.cluster for info, _ in glyphs})
    ends = dict(zip(starts, [*starts[1:], len(text)], strict=bool(starts)))
    if starts:  # what is not drawn before the first letter has no glyph of its own
        ends[0] = ends.pop(starts[0])
    made: list[Glyph] = []
    last = -1
    for info, place in glyphs:
        glyph, start = info.codepoint, info.cluster
        if glyph == 0:
            raise CannotCarry(
                f"No font here has a shape for {described(text[start])}. "
                "Write it in another way."
            )
        if start != last and made:
            yield _cluster(text, last, ends, made)
            made = []
        last = start
        made.append(Glyph(glyph, place.x_advance, place.x_offset, place.y_offset))
    if made:
        yield _cluster(text, last, ends, made)


def _cluster(
    text: str, start: int, ends: dict[int, int], glyphs: list[Glyph]
) -> Cluster:
    start = start if start in ends else 0
    return Cluster(text[start : ends[start]], tuple(glyphs))
