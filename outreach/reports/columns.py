"""Two columns to a page, filled one after the other, under a head of guide words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from outreach.reports.entries import Said
from outreach.typesetting import Block, Document, Style, Tag, set_text
from outreach.wording.directions import is_right_to_left, isolated

_GUTTER, _HEAD, _FOOT, _SMALL = 18.0, 20.0, 18.0, 9.0
_LEADING = 1.25
#: Of the page, what a head's guide words may take at each side.
_SIDE = 0.48


@dataclass(frozen=True, slots=True)
class Piece:
    """A block with what it is to those who listen, and the room above it in points."""

    block: Block
    tag: Tag = "P"
    gap: float = 0.0

    @property
    def height(self) -> float:
        """With the room above."""
        return self.gap + self.block.height


@dataclass(slots=True)
class _Head:
    """What stands above a page: where we are, the first entry and the last."""

    place: str = ""
    first: str = ""
    last: str = ""


class Columns:
    """Pages of pieces. What begins at the right fills the right column first."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self.language = document.language
        self._right = is_right_to_left(document.language)
        self.width = (document.inner_width - _GUTTER) / 2
        self._column, self._top = 0, document.margin
        self._start = self._top
        self._head = _Head()

    @property
    def page(self) -> int:
        """The number of the page that is open."""
        return self._document.pages

    def across(self, blocks: Sequence[tuple[Block, Tag]]) -> None:
        """Over both columns, at the top of the first page."""
        for block, tag in blocks:
            with self._document.tagged(tag):
                self._document.draw(block, self._document.margin, self._top)
            self._top += block.height + _SMALL / 2
        self._document.rule(
            self._document.margin, self._top, self._document.inner_width
        )
        self._top += _SMALL
        self._start = self._top

    def mark(self, place: str, name: str, *, own: bool = False) -> None:
        """An entry begins here: the page's head names it if it is the first or the last; of
        a part of its ``own`` only where the page began with that part.
        """
        if own and self._head.place not in ("", place):
            return
        self._head.place = self._head.place or place
        self._head.first = self._head.first or name
        self._head.last = name

    def make_room(self, pieces: Sequence[Piece]) -> None:
        """Go on in the next column if ``pieces`` don't fit in this one, but do in a whole."""
        height = sum(piece.height for piece in pieces)
        whole = self._bottom - self._document.margin - _HEAD
        if self._top > self._start and self._left < height <= whole:
            self._next()

    def put(self, piece: Piece) -> None:
        """One piece; what does not fit goes on in the next column."""
        if self._top > self._start:
            self._top += piece.gap
        with self._document.tagged(piece.tag):
            block: Block | None = piece.block
            while block:
                fits, block = block.split(self._left)
                if fits.lines:
                    self._document.draw(fits, self._x, self._top)
                    self._top += fits.height
                if block:
                    self._next()

    def turn(self) -> None:
        """The next part begins on a page of its own."""
        if self._column or self._top > self._start:
            self._next_page()

    def close(self) -> None:
        """Put head and foot on the last page."""
        self._close_page()

    @property
    def _bottom(self) -> float:
        return self._document.height - self._document.margin - _FOOT

    @property
    def _left(self) -> float:
        return self._bottom - self._top

    @property
    def _x(self) -> float:
        second = self._column == (0 if self._right else 1)
        return self._document.margin + (self.width + _GUTTER if second else 0.0)

    def _next(self) -> None:
        if self._column:
            self._next_page()
        else:
            self._column, self._top = 1, self._start

    def _next_page(self) -> None:
        self._close_page()
        self._document.new_page()
        self._column, self._top = 0, self._document.margin + _HEAD
        self._start = self._top
        self._head = _Head()

    def _close_page(self) -> None:
        document, head = self._document, self._head
        with document.artifact():
            if document.pages > 1:
                guides = dict.fromkeys(filter(None, (head.first, head.last)))
                self._line(head.place, document.margin, bold=True)
                apart = [isolated(text, self.language) for text in guides]
                self._line(" – ".join(apart), document.margin, end=True)
                document.rule(
                    document.margin, document.margin + 14, document.inner_width, 0.5
                )
            foot = document.height - document.margin - _SMALL * 1.4
            self._line(str(document.pages), foot, end=True)

    def _line(
        self, text: str, y: float, *, bold: bool = False, end: bool = False
    ) -> None:
        """One line; of a name that is too long, its beginning."""
        document = self._document
        width = document.inner_width * _SIDE
        style = Style(size=_SMALL, bold=bold, align="end" if end else "start")
        block, _ = set_text(text, style, width, self.language).split(_SMALL * 2.4)
        right = end != self._right
        x = document.width - document.margin - width if right else document.margin
        document.draw(block, x, y)


def styled(size: float, *, bold: bool = False, end: bool = False) -> Style:
    """How words of the directory are set."""
    return Style(
        size=size, leading=_LEADING, bold=bold, align="end" if end else "start"
    )


class Setter:
    """Sets texts as wide as a column, all beginning at the side where our language does."""

    def __init__(self, language: str, width: float) -> None:
        self._language, self._width = language, width
        self._right = is_right_to_left(language)
        #: What most entries share is set once.
        self.line = lru_cache(maxsize=2000)(self._line)

    def said(self, said: Said, size: float, *, bold: bool = False) -> Block:
        """A name in its own language and direction."""
        turned = is_right_to_left(said.language) != self._right
        style = styled(size, bold=bold, end=turned)
        return set_text(said.text, style, self._width, said.language)

    def _line(self, text: str, size: float, *, bold: bool = False) -> Block:
        style = styled(size, bold=bold)
        return set_text(text, style, self._width, self._language)
