"""Forms to fill in by hand: short pieces of paper, several to a sheet, cut apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from outreach.model.errors import CannotCarry
from outreach.typesetting import Block, Sheets, Style, set_text
from outreach.wording.directions import is_right_to_left

#: They are read in a store room, and by the light there is.
SIZE, HEAD = 11.0, 15.0
#: Where a table's row has a word that is wider than its column.
_LESS = 9.0
_LABELS = 0.32
_GUTTER = 8.0
#: A line to write on by hand: 9 mm and a bit.
_WRITE, _BELOW = 26.0, 2.0
_RULE = 0.6
#: Between a cell's text and its edge.
_INSIDE = 3.0
#: Nothing is printed nearer to the edge of the paper.
MARGIN = 36.0
#: Between a form and the line where it is cut off.
_CUT = 16.0


class _Spot(NamedTuple):
    block: Block
    x: float
    y: float


class Form:
    """One form in one language, made from top to bottom. Lengths are points."""

    def __init__(self, language: str, width: float) -> None:
        self.language, self.width = language, width
        self.height = 0.0
        self._from_right = is_right_to_left(language)
        self._spots: list[_Spot] = []
        #: Rules: from where, how far down, how long.
        self._rules: list[tuple[float, float, float]] = []
        #: Lines down: at which part of the width, how far down, how long.
        self._uprights: list[tuple[float, float, float]] = []

    def head(self, text: str, beside: str) -> None:
        """What it is, and at the other side a code, both large."""
        style = Style(size=HEAD, bold=True)
        half = self.width / 2
        first = self._put(text, style, 0, half)
        other = self._put(beside, Style(size=HEAD, bold=True, align="end"), half, half)
        self.height += max(first.height, other.height) + 2
        self._rules.append((0, self.height, self.width))
        self.height += 6

    def text(self, text: str, size: float = SIZE, *, bold: bool = False) -> None:
        """A paragraph."""
        self.height += self._put(
            text, Style(size=size, bold=bold), 0, self.width
        ).height
        self.height += 3

    def pair(self, label: str, text: str) -> None:
        """A label, and beside it what it is of."""
        column = self.width * _LABELS
        name = self._put(label, Style(size=SIZE, bold=True), 0, column - _GUTTER)
        found = self._put(text, Style(size=SIZE), column, self.width - column)
        self.height += max(name.height, found.height) + 2

    def blank(self, *labels: str) -> None:
        """Labels side by side, each with a line to write on."""
        each = self.width / len(labels)
        heights = []
        for number, label in enumerate(labels):
            x = number * each
            room = each - (_GUTTER if number + 1 < len(labels) else 0)
            heights.append(
                self._put(label, Style(size=SIZE), x, room, _WRITE + _BELOW).height
            )
            self._rules.append((x, self.height + _WRITE, room))
        self.height += _WRITE + _BELOW + max(heights) + 2

    def table(self, rows: Sequence[Sequence[str]], shares: Sequence[float]) -> None:
        """A table; the first row is its head. ``shares`` are parts of the width."""
        rooms = [share * self.width for share in shares]
        for number, row in enumerate(rows):
            x, cells = 0.0, list(zip(row, (room - 4 for room in rooms), strict=True))
            style = roomy(cells, self.language, bold=number == 0)
            heights = []
            for (text, inside), room in zip(cells, rooms, strict=True):
                heights.append(self._put(text, style, x, inside).height)
                x += room
            self.height += max(heights) + 2
            self._rules.append((0, self.height, self.width))
            self.height += 2
        self.height += 4

    def grid(self, heads: Sequence[str], shares: Sequence[float], rows: int) -> None:
        """A table of empty rows to fill in by hand, under its head."""
        top, x = self.height, 0.0
        self._rules.append((0, top, self.width))
        self.height += 2
        blocks = []
        for head, share in zip(heads, shares, strict=True):
            style = Style(size=SIZE, bold=True)
            room = share * self.width
            blocks.append(self._put(head, style, x + _INSIDE, room - 2 * _INSIDE))
            x += room
        self.height += max(block.height for block in blocks) + 2
        for _ in range(rows):
            self._rules.append((0, self.height, self.width))
            self.height += _WRITE
        self._rules.append((0, self.height, self.width))
        self._uprights += [(at, top, self.height - top) for at in _edges(shares)]
        self.height += 2

    def gap(self, height: float) -> None:
        """Room."""
        self.height += height

    def draw(self, sheets: Sheets, x: float, y: float) -> None:
        """Put it with its top left corner at ``x``, ``y``."""
        for spot in self._spots:
            left = self._mirrored(spot.x, spot.block.width)
            sheets.draw(spot.block, x + left, y + spot.y)
        for start, down, length in self._rules:
            sheets.rule(x + self._mirrored(start, length), y + down, length, _RULE)
        for part, down, length in self._uprights:
            left = self._mirrored(part * self.width, 0)
            sheets.upright(x + left, y + down, length, _RULE)

    def _put(
        self, text: str, style: Style, x: float, width: float, down: float = 0.0
    ) -> Block:
        block = set_once(text, style, width, self.language)
        self._spots.append(_Spot(block, x, self.height + down))
        return block

    def _mirrored(self, x: float, width: float) -> float:
        return self.width - x - width if self._from_right else x


class Stack:
    """Forms one below the other on sheets, with a line to cut along between them."""

    def __init__(self, sheets: Sheets) -> None:
        self.sheets = sheets
        self.width = sheets.width - 2 * MARGIN
        self.forms = 0
        self._top = MARGIN

    def holds(self, form: Form) -> bool:
        """Whether a page has room for it."""
        return form.height <= self.sheets.height - 2 * MARGIN

    def add(self, form: Form) -> None:
        """Put a form where there is room for it. Raises CannotCarry where no page has any,
        for a form is never parted.
        """
        if not self.holds(form):
            raise CannotCarry("it is longer than a page.")
        room = self.sheets.height - MARGIN - self._top
        if self.forms and form.height > room - 2 * _CUT:
            self.sheets.new_page()
            self._top = MARGIN
        elif self.forms:
            self.sheets.dashed(0, self._top + _CUT, self.sheets.width, 0)
            self._top += 2 * _CUT
        form.draw(self.sheets, MARGIN, self._top)
        self._top += form.height
        self.forms += 1


def _edges(shares: Sequence[float]) -> list[float]:
    """Where a table's columns begin, and where the last one ends, as parts of its width."""
    return [sum(shares[:number]) for number in range(len(shares) + 1)]


def roomy(
    cells: Sequence[tuple[str, float]], language: str, *, bold: bool = False
) -> Style:
    """The style of a row of texts, each with the width of its column: smaller where a word
    would be cut.
    """
    style = Style(size=SIZE, bold=bold)
    blocks = (set_once(text, style, width, language) for text, width in cells)
    cut = any(block.has_cut_word for block in blocks)
    return replace(style, size=_LESS) if cut else style


@lru_cache(maxsize=1024)
def set_once(text: str, style: Style, width: float, language: str) -> Block:
    """A block; what stands on every form is set once."""
    return set_text(text, style, width, language)
