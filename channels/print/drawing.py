"""A fitted page drawn, and its words in the order in which they are read."""

from __future__ import annotations

from collections.abc import Iterator

from channels.print.fitting import Fit
from channels.print.setting import SetPart
from outreach.typesetting import Document

_FRAME, _RULE = 2.0, 1.5


def draw(document: Document, fit: Fit) -> Iterator[str]:
    """Put the parts on the open page, top to bottom; yields the words of each."""
    left = top = fit.scale.margin
    for number, part in enumerate(fit.parts):
        if number:
            top += part.gap
        width = document.width - 2 * left
        if part.rule is not None:
            document.rule(left, top + part.rule, width, _RULE)
        if part.part.role == "notice":
            document.box(left, top, width, part.height, _FRAME)
        for spot in part.spots:
            document.draw(spot.block, left + spot.x, top + spot.y)
        top += part.height
        yield _words(part)


def _words(part: SetPart) -> str:
    label = part.part.label
    return f"{label}: {part.part.text}" if label else part.part.text
