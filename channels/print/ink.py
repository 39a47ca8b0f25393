"""How much ink a page takes from those who copy it."""

from __future__ import annotations

from outreach.typesetting import coverage

#: Of a page; above it copies cost much and come out grey.
_MOST = 0.15


def dark(data: bytes) -> tuple[str, ...]:
    """What staff are told of a file with a page that takes much ink."""
    return told_of(coverage(data))


def told_of(shares: tuple[float, ...]) -> tuple[str, ...]:
    """The same of the black share of each page."""
    number, share = max(enumerate(shares, 1), key=lambda page: page[1])
    if share <= _MOST:
        return ()
    return (
        f"Page {number} takes much ink: {share:.0%} of it is black, where {_MOST:.0%} is "
        "usual at most. Fewer or shorter lines in bold take less.",
    )
