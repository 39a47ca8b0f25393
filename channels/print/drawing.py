"""Set parts drawn on a page, and their words in the order in which they are read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

from channels.print.parts import Part
from channels.print.setting import SetPart
from outreach.typesetting import Document

_FRAME = 2.0


def draw(
    document: Document, parts: Iterable[SetPart], x: float, top: float, width: float
) -> None:
    """Put ``parts`` on the open page from ``top`` down, between ``x`` and ``x + width``."""
    for number, part in enumerate(parts):
        if number:
            top += part.gap
        if part.rule is not None:
            document.rule(x, top + part.rule, width, part.thickness)
        if part.part.role == "notice":
            document.box(x, top, width, part.height, _FRAME)
        if part.code:
            side = part.code.side
            left = x + width - side if part.right_to_left else x
            document.bars(part.code.bars, left, top, part.code.square)
        with _tagged(document, part):
            for spot in part.spots:
                block, across = spot.block, spot.x
                if part.right_to_left:
                    across = width - across - block.width
                with _cell(document, part):
                    document.draw(block, x + across, top + spot.y)
        top += part.height


@contextmanager
def _tagged(document: Document, part: SetPart) -> Iterator[None]:
    """Rows after one another are a table; its head is read once."""
    tag = part.part.tag
    if tag == "TH" and part.continued:
        with document.artifact():
            yield
    elif tag in ("TH", "TD"):
        with document.tagged("Table", resumes=True), document.tagged("TR"):
            yield
    else:
        with document.tagged(tag, resumes=part.continued):
            yield


def _cell(document: Document, part: SetPart) -> AbstractContextManager[None]:
    tag = part.part.tag
    if tag not in ("TH", "TD"):
        return nullcontext()
    return document.tagged(tag, scope="Column" if tag == "TH" else None)


def words_of(parts: Iterable[Part]) -> str:
    """The words of ``parts``, each on lines of its own."""
    return "\n".join(f"{p.label}: {p.text}" if p.label else p.text for p in parts)
