"""A report as PDF, to hand to a donor or a legislative body: tagged, PDF/A, in English."""

from __future__ import annotations

from collections.abc import Sequence

from outreach.model.rendition import File
from outreach.reports.account import Account
from outreach.reports.headline import headline
from outreach.reports.table import Cell, Table
from outreach.reports.tables import tables_of
from outreach.settings import Settings
from outreach.typesetting import (
    Block,
    Document,
    Page,
    Style,
    Tag,
    set_text,
    starts_right,
)
from outreach.wording.dates import instant

_TITLE, _HEAD, _BODY, _CELL = 18.0, 12.0, 10.0, 8.5
_GAP, _AIR, _FOOT = 10.0, 3.0, 22.0
#: The first column's part of a table's width.
_FIRST, _FIRST_OF_MANY, _MANY = 0.26, 0.14, 9
#: Between a column's text and the next column.
_APART = 8.0
_PAGES: dict[str, Page] = {"a4": "a4-landscape", "letter": "letter-landscape"}

MEANING = (
    "Accepted means that a provider took a message; delivered, that the network reports it "
    "on the phone. Sent is not aired and printed is not received. Evidence is graded: A, a "
    "recording or a third party’s certificate; B, a signed log; C, a report by text or "
    "phone; D, sent only. Every figure is counted from the ledger of single deliveries, "
    "and each organisation is counted once, by the best that is known of it."
)


def as_pdf(account: Account, settings: Settings) -> File:
    """The report on pages. Raises CannotCarry where a letter has no font."""
    pages = _Pages(account, settings)
    pages.say("H1", account.subject.title, _TITLE, bold=True)
    at = instant(int(account.at.timestamp()), settings.timezone)
    pages.say("P", f"{settings.office}. Counted {at}.", _BODY)
    for sentence in headline(account):
        pages.say("P", sentence, _BODY + 1)
    for table in tables_of(account):
        pages.table(table)
    pages.gap(_GAP)
    pages.say("H2", "What the words mean", _HEAD, bold=True)
    pages.say("P", MEANING, _BODY)
    data = pages.finish()
    return File(name="pdf", media_type="application/pdf", data=data)


class _Pages:
    """Blocks below each other; a table goes on under its heads on the next page."""

    def __init__(self, account: Account, settings: Settings) -> None:
        title = f"Account of {account.subject.title}"
        page = _PAGES[settings.paper]
        self._document = Document(title=title, language="en", page=page)
        self._foot = title
        self._top = self._document.margin

    def say(self, tag: Tag, text: str, size: float, *, bold: bool = False) -> None:
        """A heading or a paragraph over the whole width."""
        block = _set(text, Style(size=size, bold=bold), self._document.inner_width)
        self._room(block.height)
        with self._document.tagged(tag):
            self._document.draw(block, self._document.margin, self._top)
        self._top += block.height + _AIR

    def gap(self, height: float) -> None:
        """Room."""
        self._top += height

    def table(self, table: Table) -> None:
        """Its title, its rows, and what must be known to read it."""
        heads = self._cells(table.heads, table, bold=True)
        first = self._cells(table.rows[0], table)
        self.gap(_GAP)
        self._room(_HEAD * 1.5 + _height(heads) + _height(first))
        self.say("H2", table.title, _HEAD, bold=True)
        with self._document.tagged("Table"):
            self._row(heads, head=True)
            for row in table.rows:
                self._under(heads, self._cells(row, table))
            if table.total:
                self._under(heads, self._cells(table.total, table, bold=True))
        if table.note:
            self.say("P", table.note, _CELL)

    def finish(self) -> bytes:
        """The file."""
        self._close()
        return self._document.finish()

    def _under(self, heads: Sequence[Block], row: Sequence[Block]) -> None:
        if self._room(_height(row)):
            with self._document.artifact():
                self._draw(heads)
            self._line(heads)
        self._row(row)

    def _row(self, blocks: Sequence[Block], *, head: bool = False) -> None:
        with self._document.tagged("TR"):
            for number, (block, x) in enumerate(self._placed(blocks)):
                if head:
                    cell = self._document.tagged("TH", scope="Column")
                elif not number:
                    cell = self._document.tagged("TH", scope="Row")
                else:
                    cell = self._document.tagged("TD")
                with cell:
                    self._document.draw(block, x, self._top)
        self._line(blocks)

    def _draw(self, blocks: Sequence[Block]) -> None:
        for block, x in self._placed(blocks):
            self._document.draw(block, x, self._top)

    def _line(self, blocks: Sequence[Block]) -> None:
        self._top += _height(blocks)
        at = self._top - _AIR / 2
        self._document.rule(self._document.margin, at, self._document.inner_width, 0.4)

    def _placed(self, blocks: Sequence[Block]) -> list[tuple[Block, float]]:
        places, x = [], self._document.margin
        for block in blocks:
            places.append((block, x))
            x += block.width + _APART
        return places

    def _cells(
        self, row: Sequence[Cell], table: Table, *, bold: bool = False
    ) -> list[Block]:
        """Numbers stand at the end of their columns, under the heads."""
        width = self._document.inner_width
        shares = _shares(table)
        found = []
        for column, (value, share) in enumerate(zip(row, shares, strict=True)):
            number = column > 0 and _is_number(table, column)
            style = Style(size=_CELL, bold=bold, align="end" if number else "start")
            text = f"{value:,}" if isinstance(value, int) else value
            found.append(_set(text or "–", style, width * share - _APART))
        return found

    def _room(self, height: float) -> bool:
        """Whether a new page had to be opened for so much."""
        if self._top + height <= self._document.height - self._document.margin - _FOOT:
            return False
        self._close()
        self._document.new_page()
        self._top = self._document.margin
        return True

    def _close(self) -> None:
        document = self._document
        style = Style(size=_CELL)
        text = f"{self._foot} · page {document.pages}"
        block = _set(text, style, document.inner_width)
        with document.artifact():
            at = document.height - document.margin - block.height
            document.draw(block, document.margin, at)


def _is_number(table: Table, column: int) -> bool:
    return all(isinstance(row[column], int) for row in table.rows)


def _shares(table: Table) -> list[float]:
    """Of the width, by column: words get twice as much as numbers."""
    weights = [
        1.0 if _is_number(table, column) else 2.0
        for column in range(1, len(table.heads))
    ]
    first = _FIRST if len(weights) < _MANY else _FIRST_OF_MANY
    each = (1 - first) / sum(weights)
    return [first, *(each * weight for weight in weights)]


def _height(blocks: Sequence[Block]) -> float:
    return max(block.height for block in blocks) + _AIR


def _set(text: str, style: Style, width: float) -> Block:
    """Titles and places are of any script: lines begin where theirs do."""
    return set_text(text, style, width, "ar" if starts_right(text) else "en")
