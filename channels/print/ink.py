"""How much ink a page takes from those who copy it."""

from __future__ import annotations

from collections.abc import Sequence

#: Of a page; above it copies cost much and come out grey.
_MOST = 0.15


def dark(shares: Sequence[float]) -> tuple[str, ...]:
    """What staff are told of a file, given the black share of each page, if one takes
    much ink.
    """
    number, share = max(enumerate(shares, 1), key=lambda page: page[1])
    if share <= _MOST:
        return ()
    return (
        f"Page {number} takes much ink: {share:.0%} of it is black, where {_MOST:.0%} is "
        "usual at most. Fewer or shorter lines in bold take less.",
    )
