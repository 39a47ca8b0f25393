"""The sheet as PDF pages: header, boxed READ block, no sentence over two pages."""

from __future__ import annotations

from dataclasses import dataclass

from channels.radio.sheet import END, Sheet
from outreach.model.errors import CannotCarry
from outreach.typesetting import Block, Document, Style, set_text

_READ = Style(size=14, leading=2.0)
#: Between sentences, beyond the double spacing: where to breathe.
_BREATH = 4.0
_LABEL = Style(size=9.5, leading=1.35, bold=True)
_VALUE = Style(size=9.5, leading=1.35)
_NOTICE = Style(size=11, leading=1.35, bold=True)
_WARNING = Style(size=9.5, leading=1.35, bold=True)
_LABELS_WIDTH = 132.0
_INSET = 14.0
_GAP = 8.0
#: Room for the page's own line on top, and for the end mark below the last box.
_TOP, _FOOT = 22.0, 26.0


@dataclass(frozen=True, slots=True)
class _Placed:
    """A block and its corner, from the top left of the page's inner area."""

    block: Block
    x: float
    y: float


def as_pdf(content: Sheet) -> tuple[bytes, int]:
    """The PDF file and its number of pages.

    Raises CannotCarry where a sentence is longer than a page or has no glyphs.
    """
    document = Document(title=content.title, language=content.language)
    header, height = _header(content, document.inner_width)
    pages = _shared_out(content, document, height)
    for number, blocks in enumerate(pages, 1):
        if number > 1:
            document.new_page()
        _running_line(document, content, number, len(pages))
        top = document.margin + _TOP
        if number == 1:
            for placed in header:
                document.draw(placed.block, document.margin + placed.x, top + placed.y)
            top += height
        bottom = _box(document, blocks, top)
    end = set_text(END, _NOTICE, document.inner_width, content.language)
    document.draw(end, document.margin, bottom + _GAP)
    return document.finish(), document.pages


def _running_line(document: Document, content: Sheet, page: int, pages: int) -> None:
    of = content.label("page", page=str(page), pages=str(pages))
    parts = [content.label("not_for_air"), of]
    if page > 1:
        parts.insert(
            1,
            content.title[:40].rstrip() + "…"
            if len(content.title) > 40
            else content.title,
        )
    text = " · ".join(parts)
    block = set_text(text, _NOTICE, document.inner_width, content.language)
    document.draw(block, document.margin, document.margin)


def _header(content: Sheet, width: float) -> tuple[list[_Placed], float]:
    placed: list[_Placed] = []
    y, values = 0.0, width - _LABELS_WIDTH
    for label, value in content.header:
        left = set_text(label, _LABEL, _LABELS_WIDTH - _GAP, content.language)
        right = set_text(value, _VALUE, values, content.language)
        placed += [_Placed(left, 0, y), _Placed(right, _LABELS_WIDTH, y)]
        y += max(left.height, right.height) + 1.5
    y += _GAP / 2
    for text, style in [(content.permission, _VALUE), (content.unreviewed, _WARNING)]:
        if text:
            block = set_text(text, style, width, content.language)
            placed.append(_Placed(block, 0, y))
            y += block.height + 2
    return placed, y + _GAP


def _shared_out(content: Sheet, document: Document, header: float) -> list[list[Block]]:
    """The sentences of each page; each is whole on its page."""
    width = document.inner_width - 2 * _INSET
    whole = document.height - 2 * document.margin - _TOP - _FOOT - 2 * _INSET
    pages: list[list[Block]] = [[]]
    room = whole - header
    for sentence in content.sentences:
        block = set_text(sentence, _READ, width, content.language)
        if block.height > whole:
            raise CannotCarry(
                f"The sentence “{sentence[:60]} …” is longer than a page. Cut it into shorter ones."
            )
        if block.height > room:
            pages.append([])
            room = whole
        pages[-1].append(block)
        room -= block.height + _BREATH
    return pages


def _box(document: Document, blocks: list[Block], top: float) -> float:
    """Draw the boxed READ block of one page; its lower edge."""
    height = sum(block.height + _BREATH for block in blocks) + 2 * _INSET
    if blocks:
        document.box(document.margin, top, document.inner_width, height, 1.5)
    y = top + _INSET
    for block in blocks:
        document.draw(block, document.margin + _INSET, y)
        y += block.height + _BREATH
    return top + (height if blocks else 0)
