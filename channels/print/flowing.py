"""Parts shared out over as many pages as they need; none is lost, none stands alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from channels.print.parts import Part
from channels.print.setting import SetPart, Spot

#: Of a part cut by a page's end, this many lines or more stand on either side.
_LEAST_LINES = 2
#: What is cut wherever a page ends; other parts only if they take more than half a page.
_RUNNING_TEXT = ("summary", "body")
#: These stay with what follows them; a page may end after all others.
_LEADERS = ("notice", "kind", "title", "date", "key")


@dataclass(frozen=True, slots=True)
class Piece:
    """A part in the flow, and what holds it to others."""

    set: SetPart
    #: Whether the next follows on the same page: no heading stands alone at a foot.
    leads: bool = False
    #: Set again on top of a page that begins with this: the head of a table.
    head: SetPart | None = None


def leads(part: Part) -> bool:
    """Whether a part stays with the next, as headings do."""
    return part.role in _LEADERS


def flow(pieces: Iterable[Piece], height: float) -> list[list[SetPart]]:
    """The parts of each page of ``height`` points.

    A part that is left no room goes to the next page, or is cut between two lines.
    """
    pages = _Pages(height)
    for unit in _units(pieces):
        if pages.room < pages.needs(unit):
            pages.turn(unit[0].head)
        for piece in unit:
            pages.add(piece)
    return pages.done


def _units(pieces: Iterable[Piece]) -> Iterator[list[Piece]]:
    """The pieces, each behind those that lead to it."""
    unit: list[Piece] = []
    for piece in pieces:
        unit.append(piece)
        if not piece.leads:
            yield unit
            unit = []
    if unit:
        yield unit


class _Pages:
    def __init__(self, height: float) -> None:
        self.done: list[list[SetPart]] = [[]]
        self.room = self._height = height

    def turn(self, head: SetPart | None) -> None:
        """Open a page, unless this one is still empty."""
        if self.done[-1]:
            self.done.append([])
            self.room = self._height
        if head:
            self._put(replace(head, continued=True))

    def needs(self, unit: list[Piece]) -> float:
        """The room that leaders and the first lines of the last piece take here."""
        *leaders, last = (piece.set for piece in unit)
        gaps = [part.gap for part in (*leaders, last)]
        above = sum(gaps) if self.done[-1] else sum(gaps[1:])
        least = _least_height(last) if self._cuts(last) else last.height
        return above + sum(part.height for part in leaders) + least

    def add(self, piece: Piece) -> None:
        part: SetPart | None = piece.set
        while part:
            room = self.room - (part.gap if self.done[-1] else 0.0)
            first, part = self._shared(part, room)
            if first:
                self._put(first)
            if part:
                self.turn(piece.head)

    def _shared(
        self, part: SetPart, room: float
    ) -> tuple[SetPart | None, SetPart | None]:
        if part.height <= room:
            return part, None
        return _cut(part, room) if self._cuts(part) else (None, part)

    def _cuts(self, part: SetPart) -> bool:
        return part.part.role in _RUNNING_TEXT or part.height > self._height / 2

    def _put(self, part: SetPart) -> None:
        self.room -= part.height + (part.gap if self.done[-1] else 0.0)
        self.done[-1].append(part)


def _least_height(part: SetPart) -> float:
    tallest = _tallest(part)
    if len(tallest.block.lines) < 2 * _LEAST_LINES:
        return part.height
    return tallest.y + _LEAST_LINES * tallest.block.line_height


def _tallest(part: SetPart) -> Spot:
    return max(part.spots, key=lambda spot: len(spot.block.lines))


def _cut(part: SetPart, room: float) -> tuple[SetPart | None, SetPart | None]:
    """``part`` in two, the first at most ``room`` high; None for a side without lines."""
    tallest = _tallest(part)
    lines, line = len(tallest.block.lines), tallest.block.line_height
    fitting = min(int((room - tallest.y) / line), lines - _LEAST_LINES)
    if fitting < _LEAST_LINES:
        return None, part
    return _cut_at(part, tallest.y + fitting * line)


def _cut_at(part: SetPart, height: float) -> tuple[SetPart, SetPart]:
    above: list[Spot] = []
    below: list[Spot] = []
    for spot in part.spots:
        first, rest = spot.block.split(height - spot.y)
        if first.lines:
            above.append(replace(spot, block=first))
        if rest:
            below.append(Spot(rest, spot.x))
    left = max(spot.block.height for spot in below)
    return (
        replace(part, spots=tuple(above), height=height),
        replace(part, spots=tuple(below), height=left, rule=None, continued=True),
    )
