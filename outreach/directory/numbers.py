"""What was seen in earlier rows, in a few bytes each: 100,000 rows fit anywhere."""

from __future__ import annotations

from array import array

_EMPTY = 0


class Numbers:
    """Numbers kept by a text's 64-bit hash, with the texts themselves let go.

    Two of 100,000 texts share a hash once in four thousand million sheets. ``width``: how
    many numbers below 2**32 are kept of each.
    """

    def __init__(self, width: int) -> None:
        self._width = width
        self._slots = array("Q", bytes(8 * 1024))
        self._places = array("I", bytes(4 * 1024))
        self._kept = array("I")
        self._count = 0

    def first(self, key: str, numbers: list[int]) -> list[int] | None:
        """What is kept of ``key``; where nothing is, None, and ``numbers`` are from now on."""
        slot = self._slot(wanted := _hash(key))
        if self._slots[slot] != _EMPTY:
            at = self._places[slot] * self._width
            return list(self._kept[at : at + self._width])
        self._keep(slot, wanted, numbers)
        return None

    def get(self, key: str) -> list[int] | None:
        """What is kept of ``key``."""
        slot = self._slot(_hash(key))
        if self._slots[slot] == _EMPTY:
            return None
        at = self._places[slot] * self._width
        return list(self._kept[at : at + self._width])

    def put(self, key: str, numbers: list[int]) -> None:
        """Keep ``numbers``, in place of what was kept before."""
        slot = self._slot(wanted := _hash(key))
        if self._slots[slot] != _EMPTY:
            at = self._places[slot] * self._width
            self._kept[at : at + self._width] = array("I", numbers)
            return
        self._keep(slot, wanted, numbers)

    def _keep(self, slot: int, wanted: int, numbers: list[int]) -> None:
        self._slots[slot], self._places[slot] = wanted, self._count
        self._kept.extend(numbers)
        self._count += 1
        if self._count * 2 > len(self._slots):
            self._grow()

    def _slot(self, wanted: int) -> int:
        slots = self._slots
        mask = len(slots) - 1
        slot = wanted & mask
        while (found := slots[slot]) and found != wanted:
            slot = (slot + 1) & mask
        return slot

    def _grow(self) -> None:
        slots, places = self._slots, self._places
        self._slots = array("Q", bytes(16 * len(slots)))
        self._places = array("I", bytes(8 * len(slots)))
        for wanted, place in zip(slots, places, strict=True):
            if wanted != _EMPTY:
                slot = self._slot(wanted)
                self._slots[slot], self._places[slot] = wanted, place


def _hash(key: str) -> int:
    return hash(key) & 0xFFFF_FFFF_FFFF_FFFF or 1
