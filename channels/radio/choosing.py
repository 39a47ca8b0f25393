"""Which facts to tell so that a script fills its slot: an exact choice, not a guess."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from itertools import pairwise
from operator import or_


def choose(
    costs: Sequence[Sequence[int]], low: int, high: int
) -> tuple[list[int], bool]:
    """One level for each row of ``costs``, and whether the sum lies in low..high.

    A row has the cost of each level of one fact, level 0 (untold) first; rows come most
    important first. Found is the combination that is best by rows in order, each as high
    as the rest allows. Where no sum lies in the window: the best whose sum is under it.
    All costs are whole numbers of one unit (milliseconds), 0 or more.
    """
    reach = [1]
    mask = (1 << (max(high, 0) + 1)) - 1
    for row in reversed(costs):
        reach.append(reduce(or_, (reach[-1] << cost for cost in row)) & mask)
    reach.reverse()
    window = range(max(low, 0), high + 1)
    if high >= 0 and _meets(reach[0], 0, window):
        return _walk(costs, reach, window), True
    return _walk(costs, reach, range(high + 1)), False


def _walk(
    costs: Sequence[Sequence[int]], reach: Sequence[int], window: range
) -> list[int]:
    spent, levels = 0, []
    for row, (_, rest) in zip(costs, pairwise(reach), strict=True):
        level = next(
            level
            for level in reversed(range(len(row)))
            if level == 0 or _meets(rest, spent + row[level], window)
        )
        spent += row[level]
        levels.append(level)
    return levels


def _meets(sums: int, spent: int, window: range) -> bool:
    """Whether some sum of ``sums``, on top of ``spent``, lies in the window."""
    low, high = window.start - spent, window.stop - 1 - spent
    if high < 0:
        return False
    return bool((sums >> max(low, 0)) & ((1 << (high - max(low, 0) + 1)) - 1))
