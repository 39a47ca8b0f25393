"""Pieces drawn on as many pages as they take, each with a foot."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from channels.print.drawing import draw
from channels.print.flowing import Piece, flow
from channels.print.scales import Scale
from outreach.typesetting import Block, Document

_ABOVE_FOOT = 10.0
#: What stands at the foot of a page, given its number and that of all pages.
Foot = Callable[[int, int], Iterable[Block]]


def draw_pages(
    document: Document, pieces: Iterable[Piece], scale: Scale, foot: Foot
) -> None:
    """Draw all ``pieces`` within the margins of ``scale``."""
    margin = scale.margin
    bottom = document.height - margin - sum(block.height for block in foot(1, 1))
    pages = flow(pieces, bottom - _ABOVE_FOOT - margin)
    for number, parts in enumerate(pages, 1):
        if number > 1:
            document.new_page()
        draw(document, parts, margin, margin, document.width - 2 * margin)
        top = bottom
        with document.artifact():
            for block in foot(number, len(pages)):
                document.draw(block, margin, top)
                top += block.height
