"""Which way each piece of a line runs, by the Unicode bidirectional algorithm (UAX #9)."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from itertools import accumulate

import icu

#: What makes a text run otherwise than left to right: letters, numbers, and the marks and
#: isolates that stand for such.
_TURNING = frozenset({"R", "AL", "AN", "RLE", "RLO", "RLI"})
#: What rule L1 sets back at the end of a line: blanks, isolates and what is not drawn.
_HANGING = frozenset({"WS", "S", "B", "LRI", "RLI", "FSI", "PDI", "BN"} | {"LRE", "RLE", "LRO", "RLO", "PDF"})  # fmt: skip


def levels_of(text: str, *, right_to_left: bool) -> Sequence[int]:
    """The embedding level of each character of one paragraph: odd runs right to left."""
    if not right_to_left and _TURNING.isdisjoint(
        map(unicodedata.bidirectional, set(text))
    ):
        return bytes(len(text))
    if not text:
        return b""
    paragraph = icu.Bidi()
    # ICU takes only its own string, and counts UTF-16 units.
    units = icu.UnicodeString(text)
    paragraph.setPara(units, int(right_to_left))
    levels: Sequence[int] = paragraph.getLevels()
    if len(levels) == len(text):
        return levels
    starts = accumulate((1 + (char > "\uffff") for char in text[:-1]), initial=0)
    return [levels[start] for start in starts]


def levels_of_line(
    text: str, levels: Sequence[int], *, right_to_left: bool
) -> Sequence[int]:
    """``levels`` of a whole line ``text``, with those at its end set back (rule L1)."""
    end = len(text)
    while end and unicodedata.bidirectional(text[end - 1]) in _HANGING:
        end -= 1
    if end == len(text):
        return levels
    return [*levels[:end], *[int(right_to_left)] * (len(text) - end)]


def visual_order(levels: Sequence[int]) -> list[int]:
    """Indices of a line's pieces from left to right, given their levels (rule L2)."""
    order = list(range(len(levels)))
    odd = [level for level in levels if level % 2]
    if not odd:
        return order
    for level in range(max(levels), min(odd) - 1, -1):
        at = 0
        while at < len(order):
            end = at
            while end < len(order) and levels[order[end]] >= level:
                end += 1
            order[at:end] = order[at:end][::-1]
            at = max(end, at + 1)
    return order
