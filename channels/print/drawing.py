"""Set parts drawn on a page, and their words in the order in which they are read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from itertools import groupby
from typing import TypeAlias

from channels.print.parts import Part
from channels.print.setting import SetPart, Spot
from outreach.typesetting import Block, Document
from outreach.wording.listing import labelled

_FRAME = 2.0
_CELLS = ("TH", "TD")


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
            document.bars(part.code.bars, left, top + part.code_top, part.code.square)
        with _tagged(document, part):
            placed = [_placed(part, spot, x, top, width) for spot in part.spots]
            for blocks in _pieces(part, placed):
                with _cell(document, part):
                    document.draw_as_one(blocks)
        top += part.height


_Placed: TypeAlias = tuple[Block, float, float]


def _placed(part: SetPart, spot: Spot, x: float, top: float, width: float) -> _Placed:
    across = width - spot.x - spot.block.width if part.right_to_left else spot.x
    return spot.block, x + across, top + spot.y


def _pieces(part: SetPart, placed: Sequence[_Placed]) -> Iterable[Sequence[_Placed]]:
    """Each cell by itself, and each language; a label is one with its fact."""
    if part.part.tag in _CELLS:
        return [[one] for one in placed]
    grouped = groupby(placed, key=lambda one: one[0].language)
    return [list(blocks) for _, blocks in grouped]


@contextmanager
def _tagged(document: Document, part: SetPart) -> Iterator[None]:
    """Rows after one another are a table; its head is read once."""
    tag = part.part.tag
    if tag == "TH" and part.continued:
        with document.artifact():
            yield
    elif tag in _CELLS:
        with document.tagged("Table", resumes=True), document.tagged("TR"):
            yield
    else:
        with document.tagged(tag, resumes=part.continued):
            yield


def _cell(document: Document, part: SetPart) -> AbstractContextManager[None]:
    tag = part.part.tag
    if tag not in _CELLS:
        return nullcontext()
    return document.tagged(tag, scope="Column" if tag == "TH" else None)


def words_of(parts: Iterable[Part]) -> str:
    """The words of ``parts``, each on lines of its own."""
    return "\n".join(line for part in parts for line in _words(part))


def _words(part: Part) -> Iterator[str]:
    yield labelled(part.label, part.text) if part.label else part.text
    if part.caption:
        yield part.caption
