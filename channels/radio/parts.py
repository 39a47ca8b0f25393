"""Times of the 12-hour clock with the part of the day as words before them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import time

from outreach.model.errors import CannotCarry


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """The parts of the day of one language, to the hours that each can mean."""

    hours: Mapping[str, Collection[int]]

    def at(self, written: str, part: str, hour: int, minute: int) -> time:
        """An hour with its part of the day. Raises CannotCarry if they don't fit."""
        meant = [h for h in _hours(hour) if h in self.hours[part]]
        if len(meant) != 1:
            raise CannotCarry(
                f"“{written}” is not a time of the day. Write it as 14:30."
            )
        return time(meant[0], minute)


def next_such(written: str, first: time, hour: int, minute: int) -> time:
    """The end of a range that began at ``first``: the next such time of its day."""
    later = [h for h in _hours(hour) if time(h, minute) > first]
    if not later:
        raise CannotCarry(
            f"“{written}” ends before it begins. Write the day on which it ends."
        )
    return time(later[0], minute)


def _hours(hour: int) -> list[int]:
    """What an hour can be on the 24-hour clock: 2 is 2 or 14, 14 only 14, 24 none."""
    if 1 <= hour <= 12:
        return [hour % 12, hour % 12 + 12]
    return [hour] if hour < 24 else []
