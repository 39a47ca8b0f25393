"""How much of a page is black: the area of all that is drawn on it, which no rendering needs."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cache
from typing import Any, TypeAlias

import uharfbuzz as hb

from outreach.typesetting.faces import Face
from outreach.typesetting.shaping import Row, Run

_Point: TypeAlias = tuple[float, float]


class Ink:
    """The black on the open page, in square points.

    Glyphs are counted as they are drawn and measured when the page is closed. What
    overlaps counts twice: strokes of one glyph, in bold Bengali and Chinese, where it makes a
    twentieth more of a page's ink than a picture of it has.
    """

    def __init__(self) -> None:
        self._area = 0.0
        self._glyphs: defaultdict[tuple[Face, float], Counter[int]]
        self._glyphs = defaultdict(Counter)

    def add(self, area: float) -> None:
        """A rule, a frame, a square of a code."""
        self._area += area

    def add_run(self, run: Run, size: float) -> None:
        """The glyphs of a run set in ``size`` points."""
        counter = self._glyphs[run.face, size]
        if isinstance(run.pieces, Row):
            counter.update(run.pieces.glyphs)
        else:
            counter.update(glyph.id for c in run.pieces for glyph in c.glyphs)

    def close(self) -> float:
        """All of the page's, and begin the next."""
        total = self._area
        for (face, size), counter in self._glyphs.items():
            ems = sum(_black(face, glyph) * n for glyph, n in counter.items())
            total += ems * (size / face.upem) ** 2
        self._area = 0.0
        self._glyphs.clear()
        return total


@cache
def _black(face: Face, glyph: int) -> float:
    """What a glyph's outline encloses, in square font units."""
    outline = _Outline()
    face.font.draw_glyph(glyph, _FUNCTIONS, outline)
    return abs(outline.area)


class _Outline:
    """The signed area of closed curves (Green's theorem), so that a counter is taken off."""

    def __init__(self) -> None:
        self.area = 0.0
        self._start = self._at = (0.0, 0.0)

    def move(self, *to: float) -> None:
        self._start = self._at = (to[0], to[1])

    def curve(self, *to: float) -> None:
        """A line or a Bézier curve of two or three degrees, by its further points."""
        points = [self._at, *zip(to[::2], to[1::2], strict=True)]
        self.area += sum(
            weight * (points[a][0] * points[b][1] - points[b][0] * points[a][1])
            for (a, b), weight in _WEIGHTS[len(points)].items()
        )
        self._at = points[-1]

    def close(self) -> None:
        self.curve(*self._start)


def _functions() -> Any:
    found = hb.DrawFuncs()
    found.set_move_to_func(lambda x, y, outline: outline.move(x, y))
    found.set_line_to_func(lambda x, y, outline: outline.curve(x, y))
    found.set_quadratic_to_func(lambda *to: to[-1].curve(*to[:-1]))
    found.set_cubic_to_func(lambda *to: to[-1].curve(*to[:-1]))
    found.set_close_path_func(lambda outline: outline.close())
    return found


_FUNCTIONS = _functions()
#: Of each pair of a curve's points, the share of their cross product in the area between
#: the curve and the origin: half the integral of ``x dy - y dx`` over Bernstein's basis.
_WEIGHTS: dict[int, dict[tuple[int, int], float]] = {
    2: {(0, 1): 1 / 2},
    3: {(0, 1): 1 / 3, (1, 2): 1 / 3, (0, 2): 1 / 6},
    4: {
        (0, 1): 3 / 10,
        (0, 2): 3 / 20,
        (0, 3): 1 / 20,
        (1, 2): 3 / 20,
        (1, 3): 3 / 20,
        (2, 3): 3 / 10,
    },
}
