"""The sheet as PDF pages: header, boxed READ block, no sentence over two pages."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field

from channels.radio.sheet import END, Sheet
from outreach.model.errors import CannotCarry
from outreach.typesetting import Block, Document, Style, Tag, set_text
from outreach.wording.directions import is_right_to_left

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
    tag: Tag = "P"


@dataclass(slots=True)
class _Box:
    """A READ block on one page, and the cue above it."""

    cue: Block | None
    sentences: list[Block] = field(default_factory=list)

    @property
    def height(self) -> float:
        cue = self.cue.height + _BREATH if self.cue else 0.0
        return cue + 2 * _INSET + sum(b.height + _BREATH for b in self.sentences)


def as_pdf(content: Sheet) -> tuple[bytes, int]:
    """The PDF file and its number of pages.

    Raises CannotCarry where a sentence is longer than a page or has no glyphs.
    """
    document = Document(title=content.title, language=content.language)
    header, height = _header(content, document.inner_width)
    pages = _shared_out(content, document, height)
    for number, boxes in enumerate(pages, 1):
        if number > 1:
            document.new_page()
        _running_line(document, content, number, len(pages))
        top = document.margin + _TOP
        if number == 1:
            for placed in header:
                with _tagged(document, placed.tag):
                    x, y = document.margin + placed.x, top + placed.y
                    document.draw(placed.block, x, y)
            top += height
        for box in boxes:
            top = _draw(document, box, top) + _GAP
    end = set_text(END, _NOTICE, document.inner_width, content.language)
    document.draw(end, document.margin, top)
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
    with document.artifact() if page > 1 else nullcontext():
        document.draw(block, document.margin, document.margin)


@contextmanager
def _tagged(document: Document, tag: Tag) -> Iterator[None]:
    """A line of the header is a row of a table, its label the head of the row."""
    if tag == "P":
        yield
        return
    row = document.tagged("TR", resumes=tag == "TD")
    cell = document.tagged(tag, scope="Row" if tag == "TH" else None)
    with document.tagged("Table", resumes=True), row, cell:
        yield


def _header(content: Sheet, width: float) -> tuple[list[_Placed], float]:
    placed: list[_Placed] = []
    y, values = 0.0, width - _LABELS_WIDTH
    at_label, at_value = 0.0, _LABELS_WIDTH
    if is_right_to_left(content.language):
        at_label, at_value = values + _GAP, 0.0
    for label, value in content.header:
        head = set_text(label, _LABEL, _LABELS_WIDTH - _GAP, content.language)
        told = set_text(value, _VALUE, values, content.language)
        placed.append(_Placed(head, at_label, y, "TH"))
        placed.append(_Placed(told, at_value, y, "TD"))
        y += max(head.height, told.height) + 1.5
    y += _GAP / 2
    for text, style in [(content.permission, _VALUE), (content.unreviewed, _WARNING)]:
        if text:
            block = set_text(text, style, width, content.language)
            placed.append(_Placed(block, 0, y))
            y += block.height + 2
    return placed, y + _GAP


def _shared_out(content: Sheet, document: Document, header: float) -> list[list[_Box]]:
    """The boxes of each page. A sentence is whole on its page, and so is all under a cue
    that a page has room for: a presenter may pass over it.
    """
    width = document.inner_width
    pages = _Pages(document.height - 2 * document.margin - _TOP - _FOOT, header)
    for reading in content.readings:
        cue = reading.cue and set_text(reading.cue, _NOTICE, width, content.language)
        blocks = [
            set_text(sentence, _READ, width - 2 * _INSET, content.language)
            for sentence in reading.sentences
        ]
        pages.open(_Box(cue or None, blocks))
        for sentence, block in zip(reading.sentences, blocks, strict=True):
            if not pages.add(block):
                raise CannotCarry(
                    f"The sentence “{sentence[:60]} …” is longer than a page. Cut it into shorter ones."
                )
    return pages.done


class _Pages:
    """Boxes on pages, of which the first has less room for its header."""

    def __init__(self, whole: float, header: float) -> None:
        self.done: list[list[_Box]] = [[]]
        self._whole, self._room = whole, whole - header
        self._next: _Box | None = None

    def open(self, all_of_it: _Box) -> None:
        """The next sentence begins a box; one with a cue is kept whole if it can be."""
        needs = all_of_it.height + (_GAP if self.done[-1] else 0.0)
        if all_of_it.cue and self._room < needs and all_of_it.height <= self._whole:
            self._turn()
        self._next = _Box(all_of_it.cue)

    def add(self, block: Block) -> bool:
        """Put a sentence into the open box; False where no page has room for it."""
        if block.height + self._frame() > self._room:
            self._turn()
            self._next = self._next or _Box(None)
        self._room -= self._frame()
        if self._next:
            self.done[-1].append(self._next)
            self._next = None
        self.done[-1][-1].sentences.append(block)
        fits = block.height <= self._room
        self._room -= block.height + _BREATH
        return fits

    def _turn(self) -> None:
        self.done.append([])
        self._room = self._whole

    def _frame(self) -> float:
        """What the next sentence takes beside its own lines."""
        if self._next is None:
            return 0.0
        return self._next.height + (_GAP if self.done[-1] else 0.0)


def _draw(document: Document, box: _Box, top: float) -> float:
    """Draw a cue and the READ block under it; the block's lower edge."""
    if box.cue:
        with document.tagged("H1"):
            document.draw(box.cue, document.margin, top)
        top += box.cue.height + _BREATH
    height = box.height - (box.cue.height + _BREATH if box.cue else 0.0)
    document.box(document.margin, top, document.inner_width, height, 1.5)
    y = top + _INSET
    for block in box.sentences:
        document.draw(block, document.margin + _INSET, y)
        y += block.height + _BREATH
    return top + height
