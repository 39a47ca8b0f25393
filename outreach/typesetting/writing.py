"""Runs as operators of a PDF page: glyphs at their places, and the words that readers get.

The words stand in one row of glyphs on the baseline, each with text of its own; a mark that
stands higher, or has no text left, is drawn after the row. Readers put what they find in
order by place, and would tear words apart at each mark. Those that go by the tags hear
nothing after marked content within what they read (poppler), so it stands last.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from outreach.typesetting.embedding import LEAST_MOVE, EmbeddedFace, legible
from outreach.typesetting.shaping import Cluster, Glyph, Row, Run

#: What a glyph stands for that is drawn after the row; ActualText takes it out again.
_NOTHING = "\u200b"


class _Placed(NamedTuple):
    """A glyph at its place, in font units from the run's left end and above the baseline."""

    x: int
    rise: int
    glyph: int
    text: str


class _Above(NamedTuple):
    """Marks that are drawn after all rows, from a run's left end."""

    marks: Sequence[_Placed]
    font: EmbeddedFace
    size: float
    x: float
    y: float


class LineAt(NamedTuple):
    """A line at its place; lengths in points."""

    #: From left to right.
    runs: Sequence[tuple[Run, EmbeddedFace]]
    size: float
    left: float
    #: Of the baseline.
    y: float
    #: Whether a blank follows: those who read by the tags, not by the places, would join
    #: its last word to the next line's first.
    ends_word: bool = False


def text_code(lines: Iterable[LineAt]) -> str:
    """One text object (PDF 32000-1, 9.4) of all ``lines``."""
    text = _Text()
    for line in lines:
        text.line(line)
    return text.code()


class _Text:
    """A text object in the making. A line stands where it is put from the start of the
    last one, a run where the one before it ends: places of their own for all of them are a
    third of what a page weighs.
    """

    def __init__(self) -> None:
        self._code: list[str] = []
        self._later: list[_Above] = []
        self._font = ""
        self._x = self._y = 0.0

    def code(self) -> str:
        """All operators; none where there are no letters."""
        if self._later:
            self._code.append("/Span<</ActualText<FEFF>>>BDC")
            for marks, font, size, x, y in self._later:
                self._choose(font, size)
                self._move(x, y)
                self._code += _raised(marks, font, size)
            self._code.append("EMC")
        return f"BT {' '.join(self._code)} ET" if self._code else ""

    def line(self, line: LineAt) -> None:
        """The rows of a line."""
        left, pen = line.left, 0.0
        for place, (run, font) in enumerate(line.runs):
            code, end, above = _drawn(run, font)
            self._choose(font, line.size)
            if not place:
                self._move(left, line.y)
            if code:
                self._code.append(_from(pen, code))
                pen = end
            if above:
                self._later.append(_Above(above, font, line.size, left, line.y))
            pen -= run.advance * 1000
            left += run.advance * line.size
        if line.ends_word and line.runs:
            self._code.append(f"({line.runs[-1][1].blank_code})Tj")

    def _move(self, x: float, y: float) -> None:
        """To a place in thousandths of a point, so that no fault adds up."""
        x, y = round(x, 3), round(y, 3)
        self._code.append(f"{number(x - self._x)} {number(y - self._y)} Td")
        self._x, self._y = x, y

    def _choose(self, font: EmbeddedFace, size: float) -> None:
        if (code := f"/{font.name} {number(size)} Tf") != self._font:
            self._code.append(code)
            self._font = code


def _drawn(run: Run, font: EmbeddedFace) -> tuple[str, float, list[_Placed]]:
    """A run's row as an operator, where readers stand after it, in thousandths of an em
    from its left end, and what is drawn after the row.
    """
    if isinstance(run.pieces, Row):
        _, glyphs, advances = run.pieces
        last = advances[-1] * 1000 / font.face.upem
        end = run.advance * 1000 - last + font.width(glyphs[-1])
        return _letters(run.pieces, font), end, []
    row, above = _parted(run, font)
    return (_row(row, font), _end(row[-1], font), above) if row else ("", 0.0, above)


def _from(pen: float, code: str) -> str:
    """A row's operator for readers who stand ``pen`` thousandths past its left end."""
    return code if abs(pen) < LEAST_MOVE else f"[{number(pen)}{code[1:]}"


def _letters(row: Row, font: EmbeddedFace) -> str:
    """A row of letters, as one operator: what ``_row`` makes of them, in half the time."""
    codes, moves = font.codes_of(row), font.moves_in(row)
    if not any(moves):
        return f"[({''.join(codes)})]TJ"
    code = [
        f"{letter}){number(move)}(" if move else letter
        for letter, move in zip(codes, moves, strict=True)
    ]
    code[-1] = codes[-1]
    return f"[({''.join(code)})]TJ"


def _parted(run: Run, font: EmbeddedFace) -> tuple[list[_Placed], list[_Placed]]:
    """The row of glyphs that carry the words, and those that are drawn after it."""
    row: list[_Placed] = []
    above: list[_Placed] = []
    pen = 0
    for cluster in run.clusters:
        for placed in _placed(cluster, run, font, pen):
            (above if placed.text == _NOTHING else row).append(placed)
        pen += cluster.advance
    return row, above


def _placed(
    cluster: Cluster, run: Run, font: EmbeddedFace, pen: int
) -> Iterator[_Placed]:
    """The glyphs of a cluster; those on the baseline share its text.

    Where none is, and for each further letter of a right-to-left cluster, which readers
    turn round letter by letter, a blank glyph carries the text.
    """
    first, *more = cluster.glyphs
    if not more and len(cluster.text) == 1 and _stands(first):  # most are so
        yield _Placed(pen + first.dx, 0, first.id, cluster.text)
        return
    row = [at for at, glyph in enumerate(cluster.glyphs) if _stands(glyph)]
    texts = _texts(legible(cluster.text), len(row), run)
    over = max(0, len(texts) - len(row))
    for text in texts[:over]:
        yield _Placed(pen, 0, font.blank, text)
    shares = dict(zip(row, texts[over:], strict=False))
    for at, glyph in enumerate(cluster.glyphs):
        share = shares.get(at, _NOTHING)
        yield _Placed(pen + glyph.dx, glyph.dy, glyph.id, share)
        pen += glyph.advance


def _stands(glyph: Glyph) -> bool:
    return glyph.advance > 0 and not glyph.dy


def _texts(text: str, row: int, run: Run) -> list[str]:
    """``text`` in parts from left to right, for a row of so many glyphs."""
    if run.right_to_left:
        return list(text[::-1])
    over = max(0, len(text) - max(row, 1))
    return [text[: over + 1], *text[over + 1 :]]


def _row(row: Iterable[_Placed], font: EmbeddedFace) -> str:
    """Glyphs on the baseline, as one operator."""
    return _moved(row, font, 0.0)


def _raised(marks: Iterable[_Placed], font: EmbeddedFace, size: float) -> Iterator[str]:
    """Glyphs at several heights, as operators for each change of height.

    The rise outlives the text object, so it is set back: the next line would stand askew.
    """
    pen = 0.0
    for rise, level in groupby(marks, key=lambda placed: placed.rise):
        glyphs = list(level)
        yield f"{number(rise * size / font.face.upem)} Ts"
        yield _moved(glyphs, font, pen)
        pen = _end(glyphs[-1], font)
    yield "0 Ts"


def _moved(row: Iterable[_Placed], font: EmbeddedFace, pen: float) -> str:
    """Character ids, with TJ's moves between them: a negative thousandth is to the right."""
    parts = []
    for placed in row:
        move = number(pen - placed.x * 1000 / font.face.upem)
        if move not in ("0", "-0"):
            parts.append(f"){move}(")
        parts.append(font.code(placed.glyph, placed.text))
        pen = _end(placed, font)
    return "[" + f"({''.join(parts)})".removeprefix("()") + "]TJ"


def _end(placed: _Placed, font: EmbeddedFace) -> float:
    """Where readers stand after a glyph, in thousandths: they take its width as whole."""
    return placed.x * 1000 / font.face.upem + font.width(placed.glyph)


def number(value: float) -> str:
    """A number as PDF writes it, to a thousandth."""
    return f"{value:.3f}".rstrip("0").rstrip(".")
