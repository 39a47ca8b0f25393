"""A payload as the black and white squares of a QR code."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import segno

#: Rows and columns of white around a code (ISO/IEC 18004, 6.3.8).
_QUIET = 4


@dataclass(frozen=True, slots=True)
class Code:
    """A code set in type. Lengths are in points."""

    #: Runs of black squares: column, row, columns, rows, the white around counted.
    bars: tuple[tuple[int, int, int, int], ...]
    #: Squares to a side, with the white around.
    count: int
    #: A side of one.
    square: float

    @property
    def side(self) -> float:
        return self.count * self.square


def code_for(payload: str, square: float) -> Code:
    """Error correction is level M: a copy of a copy is still read. Letters beyond ASCII
    say that they are UTF-8 (ECI 26): readers that guess take some for Shift JIS.
    """
    bars, count = _squares(payload)
    return Code(bars, count, square)


@lru_cache(maxsize=64)
def _squares(payload: str) -> tuple[tuple[tuple[int, int, int, int], ...], int]:
    """Kept, because a page is tried at several sizes and a code takes as long as a page."""
    code = segno.make_qr(
        payload,
        error="m",
        boost_error=False,
        encoding=None if payload.isascii() else "utf-8",
        eci=not payload.isascii(),
    )
    bars = [
        (start + _QUIET, top + _QUIET, length, 1)
        for top, row in enumerate(code.matrix)
        for start, length in _runs(row)
    ]
    return tuple(bars), len(code.matrix) + 2 * _QUIET


def _runs(row: bytearray) -> list[tuple[int, int]]:
    """Where black begins in a row, and how far it goes."""
    found: list[tuple[int, int]] = []
    for at, dark in enumerate(row):
        if dark and found and sum(found[-1]) == at:
            found[-1] = (found[-1][0], found[-1][1] + 1)
        elif dark:
            found.append((at, 1))
    return found
