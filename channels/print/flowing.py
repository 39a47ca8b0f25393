"""Parts shared out over as many pages and columns as they need; none is lost, none stands
alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import repeat
from math import ceil

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
    #: Whether the next follows in the same frame: no heading stands alone at a foot.
    leads: bool = False
    #: Set again on top of a page that begins with this: the head of a table.
    head: SetPart | None = None


def leads(part: Part) -> bool:
    """Whether a part stays with the next, as headings do."""
    return part.role in _LEADERS


def flow(pieces: Sequence[Piece], height: float) -> list[list[SetPart]]:
    """The parts of each page of ``height`` points.

    A part that is left no room goes to the next page, or is cut between two lines.
    """
    return [frame.parts for frame in frames(pieces, repeat(height), height)]


@dataclass(frozen=True, slots=True)
class Frame:
    """A page or a column: what stands in it, and what is left for those after it."""

    parts: list[SetPart]
    rest: Sequence[Piece]


def frames(
    pieces: Sequence[Piece], heights: Iterable[float], full: float
) -> Iterator[Frame]:
    """``pieces`` in frames of ``heights`` points, read one after the other.

    One that is lower than ``full`` stays empty where what comes first does not fit.
    """
    for height in heights:
        if not pieces:
            return
        frame = _Filling(height, full).filled(pieces)
        yield frame
        pieces = frame.rest


def _units(pieces: Sequence[Piece]) -> Iterator[Sequence[Piece]]:
    """The pieces, each behind those that lead to it."""
    start = 0
    for at, piece in enumerate(pieces, 1):
        if not piece.leads or at == len(pieces):
            yield pieces[start:at]
            start = at


class _Filling:
    """A page or a column that is being filled; ``full`` is the height of most."""

    def __init__(self, height: float, full: float) -> None:
        self._height, self._full = height, full
        self._parts: list[SetPart] = []
        self._room = height
        #: Whether nothing is in it but a head that stands again.
        self._blank = True

    def filled(self, pieces: Sequence[Piece]) -> Frame:
        """The parts that fit, and the pieces that are left."""
        at = 0
        if head := pieces[0].head:
            self._put(replace(head, continued=True))
        for unit in _units(pieces):
            if self._turns_away(unit):
                break
            for piece in unit:
                rest = self._add(piece)
                if rest:
                    return Frame(self._parts, [rest, *pieces[at + 1 :]])
                at += 1
        return Frame(self._parts, pieces[at:])

    def _turns_away(self, unit: Sequence[Piece]) -> bool:
        """A frame of full height takes whatever comes first."""
        must = self._blank and self._height >= self._full
        return not must and self._room < self._needs(unit)

    def _needs(self, unit: Sequence[Piece]) -> float:
        """The room that leaders and the first lines of the last piece take here."""
        *leaders, last = (piece.set for piece in unit)
        gaps = [part.gap for part in (*leaders, last)]
        above = sum(gaps) if self._parts else sum(gaps[1:])
        least = _least_height(last) if self._cuts(last) else last.height
        return above + sum(part.height for part in leaders) + least

    def _add(self, piece: Piece) -> Piece | None:
        """Put in what fits of ``piece``; the rest of it is left."""
        part = piece.set
        room = self._room - (part.gap if self._parts else 0.0)
        first, rest = self._shared(part, room)
        if first is None and self._blank and self._height >= self._full:
            first, rest = part, None
        if first:
            self._put(first)
            self._blank = False
        return replace(piece, set=rest) if rest else None

    def _shared(
        self, part: SetPart, room: float
    ) -> tuple[SetPart | None, SetPart | None]:
        if part.height <= room:
            return part, None
        return _cut(part, room) if self._cuts(part) else (None, part)

    def _cuts(self, part: SetPart) -> bool:
        return part.part.role in _RUNNING_TEXT or part.height > self._full / 2

    def _put(self, part: SetPart) -> None:
        if self._parts:
            self._room -= part.gap
        elif part.rule is not None and part.rule < 0:  # it divides it from nothing
            part = replace(part, rule=None)
        self._room -= part.height
        self._parts.append(part)


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
    left = ceil(max(spot.block.height for spot in below))
    return (
        replace(part, spots=tuple(above), height=height),
        replace(part, spots=tuple(below), height=left, rule=None, continued=True),
    )
