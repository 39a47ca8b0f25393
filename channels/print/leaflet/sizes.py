"""Sizes of type on a leaflet, in points: all of them follow from that of its sentences."""

from __future__ import annotations

from dataclasses import dataclass

from channels.print.scales import LEAST

#: Tried from the top, half a point apart; more than the first looks like a poster.
SIZES = tuple(half / 2 for half in range(36, int(2 * LEAST) - 1, -1))


@dataclass(frozen=True, slots=True)
class Sizes:
    """What a leaflet is set in."""

    body: float

    @property
    def title(self) -> float:
        """Of its name."""
        return round(self.body * 1.75, 1)

    @property
    def word(self) -> float:
        """Of a word to write."""
        return round(self.body * 1.7, 1)

    @property
    def also(self) -> float:
        """Of the other word that does the same."""
        return round(self.body * 1.25, 1)

    @property
    def number(self) -> float:
        """Of what to text to: it must be copied without a fault."""
        return round(self.body * 2.1, 1)
