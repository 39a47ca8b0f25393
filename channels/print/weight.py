"""What a file weighs on the way to an office with a 2G line."""

from __future__ import annotations

MOST_BYTES = 60_000


def heavy(data: bytes) -> tuple[str, ...]:
    """What staff are told of a file that is slow to fetch."""
    if len(data) <= MOST_BYTES:
        return ()
    return (
        f"The file has {len(data) // 1000} kB, which is slow on a poor line: a shorter text has "
        "fewer different letters.",
    )
