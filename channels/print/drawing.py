"""Set parts drawn on a page, and their words in the order in which they are read."""

from __future__ import annotations

from collections.abc import Iterable

from channels.print.parts import Part
from channels.print.setting import SetPart
from outreach.typesetting import Document

_FRAME, _RULE = 2.0, 1.5


def draw(
    document: Document, parts: Iterable[SetPart], x: float, top: float, width: float
) -> None:
    """Put ``parts`` on the open page from ``top`` down, between ``x`` and ``x + width``."""
    for number, part in enumerate(parts):
        if number:
            top += part.gap
        if part.rule is not None:
            document.rule(x, top + part.rule, width, _RULE)
        if part.part.role == "notice":
            document.box(x, top, width, part.height, _FRAME)
        for spot in part.spots:
            indent = width - spot.x - spot.block.width if part.right_to_left else spot.x
            document.draw(spot.block, x + indent, top + spot.y)
        top += part.height


def words_of(parts: Iterable[Part]) -> str:
    """The words of ``parts``, each on lines of its own."""
    return "\n".join(f"{p.label}: {p.text}" if p.label else p.text for p in parts)
