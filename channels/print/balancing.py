"""Pieces in two columns to a page, which end at one height."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import floor
from typing import TypeAlias

from channels.print.flowing import Frame, Piece, frames
from channels.print.setting import SetPart

#: Points by which columns are made higher until they hold what they must.
_STEP = 6.0
#: By how much of itself a gap grows, at most, to bring a column down to its page's foot.
_MOST_GROWTH = 0.5
#: Of the height, what is too little for a last page; what then is left of each gap.
_FEW, _CLOSER = 0.12, (0.8, 0.6, 0.4)
#: The parts of a page's two columns, in the order in which they are read.
Columns: TypeAlias = tuple[Sequence[SetPart], Sequence[SetPart]]


def columns(pieces: Sequence[Piece], height: float, first: float) -> list[Columns]:
    """The columns of each page, of ``height`` points but for those of the first, which may
    stay empty. Where a page is not full both end at one height; those of the last are as
    low as they go. Lines that would be alone on a last page move up if they can.
    """
    pages = _pages(pieces, height, first)
    if pages[1:] and max(map(taken, pages[-1])) <= _FEW * height:
        for factor in _CLOSER:
            closer = [replace(one, set=_wider(one.set, factor)) for one in pieces]
            found = _pages(closer, height, first)
            if len(found) < len(pages):
                return found
    return pages


def _pages(pieces: Sequence[Piece], height: float, first: float) -> list[Columns]:
    pages: list[Columns] = []
    while pieces:
        most = height if pages else first
        *_, last = found = list(frames(pieces, [most, most], height))
        own = pieces[: len(pieces) - len(last.rest)]
        if own and not _is_cut(last.rest):
            found = _even(own, height, most)
        parts = [frame.parts for frame in found]
        foot = most if last.rest else max(map(taken, parts))
        both = [_spread(own, foot) for own in parts]
        pages.append((both[0], both[1] if both[1:] else ()))
        pieces = last.rest
    return pages


def _is_cut(rest: Sequence[Piece]) -> bool:
    return bool(rest) and rest[0].set.continued


def _even(pieces: Sequence[Piece], full: float, most: float) -> list[Frame]:
    """All ``pieces`` in two columns as low as they go, ``most`` points at most."""
    parts = [piece.set for piece in pieces]
    low = (taken(parts) - max(part.gap for part in parts)) / 2
    while low < most:
        found = list(frames(pieces, [low, low], full))
        if not found[-1].rest:
            return found
        low += _STEP
    return list(frames(pieces, [most, most], full))


def taken(parts: Sequence[SetPart]) -> float:
    """The height of parts that stand below each other."""
    return sum(part.height for part in parts) + sum(part.gap for part in parts[1:])


def _spread(parts: Sequence[SetPart], height: float) -> list[SetPart]:
    """``parts`` with wider gaps, so that they end at ``height`` if they nearly do."""
    gaps = sum(part.gap for part in parts[1:])
    free = height - taken(parts)
    if free <= 0 or not gaps:
        return list(parts)
    factor = 1 + min(free / gaps, _MOST_GROWTH)
    return [*parts[:1], *(_wider(part, factor) for part in parts[1:])]


def _wider(part: SetPart, factor: float) -> SetPart:
    """``part`` with its gap times ``factor``, and a rule in it still in the middle."""
    rule = part.rule
    if rule is not None and rule < 0:
        rule = float(floor(rule * factor))
    return replace(part, gap=floor(part.gap * factor), rule=rule)
