"""Pieces drawn on as many pages as they take, each with a foot."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import floor

from channels.print.balancing import Columns, columns, taken
from channels.print.drawing import draw
from channels.print.flowing import Piece, flow
from channels.print.scales import Scale
from channels.print.setting import SetPart
from outreach.typesetting import Block, Document
from outreach.wording.directions import is_right_to_left

_ABOVE_FOOT = 10.0
#: To either side of the rule between two columns, above and below the one over them.
_BESIDE_RULE, _BELOW_RULE = 10.0, 12.0
#: Points of both rules.
_BETWEEN, _OVER = 0.5, 1.5
#: What stands at the foot of a page, given its number and that of all pages.
Foot = Callable[[int, int], Iterable[Block]]


def column_width(width: float) -> float:
    """Of two columns in ``width`` points, each."""
    return width // 2 - _BESIDE_RULE


def draw_pages(
    document: Document, pieces: Sequence[Piece], scale: Scale, foot: Foot
) -> None:
    """Draw all ``pieces`` within the margins of ``scale``."""
    pages = _Pages(document, scale, foot)
    pages.draw([_Page(parts) for parts in flow(pieces, pages.height)])


def draw_columns(
    document: Document,
    above: Sequence[Piece],
    pieces: Sequence[Piece],
    scale: Scale,
    foot: Foot,
) -> None:
    """Draw all that stands ``above`` over the full width, and below it and on further pages
    all ``pieces`` in two columns, the first at the side at which the page's lines begin.
    """
    pages = _Pages(document, scale, foot)
    *wide, last = flow(above, pages.height)
    below = max(0.0, pages.height - taken(last) - 2 * _BELOW_RULE)
    first, *more = columns(pieces, pages.height, below)
    whole = [_Page(parts) for parts in wide]
    pages.draw([*whole, _Page(last, first), *(_Page((), both) for both in more)])


@dataclass(frozen=True, slots=True)
class _Page:
    wide: Sequence[SetPart]
    columns: Columns = ((), ())


class _Pages:
    """The pages of a document, with room for what stands at their feet."""

    def __init__(self, document: Document, scale: Scale, foot: Foot) -> None:
        self._document, self._margin, self._foot = document, scale.margin, foot
        self._width = floor(document.width - 2 * scale.margin)
        feet = sum(block.height for block in foot(1, 1))
        self._bottom = document.height - scale.margin - feet
        self.height = self._bottom - _ABOVE_FOOT - scale.margin

    def draw(self, pages: Sequence[_Page]) -> None:
        """One after the other, the first on the page that is open."""
        for number, page in enumerate(pages, 1):
            if number > 1:
                self._document.new_page()
            top = self._margin
            draw(self._document, page.wide, self._margin, top, self._width)
            if page.wide and any(page.columns):
                top += taken(page.wide) + _BELOW_RULE
                self._document.rule(self._margin, top, self._width, _OVER)
                top += _BELOW_RULE
            self._draw_columns(page.columns, top)
            self._draw_foot(number, len(pages))

    def _draw_columns(self, both: Columns, top: float) -> None:
        width = column_width(self._width)
        sides = [self._margin, self._margin + self._width - width]
        if is_right_to_left(self._document.language):
            sides.reverse()
        for parts, left in zip(both, sides, strict=True):
            draw(self._document, parts, left, top, width)
        if all(both):
            height = max(map(taken, both))
            self._document.upright(
                self._margin + self._width / 2, top, height, _BETWEEN
            )

    def _draw_foot(self, number: int, of: int) -> None:
        top = self._bottom
        with self._document.artifact():
            for block in self._foot(number, of):
                self._document.draw(block, self._margin, top)
                top += block.height
