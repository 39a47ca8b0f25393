"""What a broadcast will cost: segments × recipients × price, told line by line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from outreach.model import money
from outreach.model.places import country_name


@dataclass(frozen=True, slots=True, kw_only=True)
class CostLine:
    """Texts of one channel and language to one country by one gateway, equally long."""

    channel: str
    language: str
    country: str | None
    gateway: str
    recipients: int
    #: Of each.
    segments: int
    #: Of a segment; None: not known.
    price: Decimal | None

    @property
    def all_segments(self) -> int:
        """Of all recipients together."""
        return self.recipients * self.segments

    @property
    def sum(self) -> Decimal | None:
        """None where the price is not known: that is not nothing."""
        return None if self.price is None else self.all_segments * self.price

    @property
    def place(self) -> str:
        """The country as staff read it."""
        if self.country is None:
            return "unknown country"
        return country_name(self.country) or self.country


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """All lines of a broadcast, in one currency."""

    lines: Sequence[CostLine]
    currency: str

    @property
    def total(self) -> Decimal:
        """Of all lines whose price is known."""
        return sum((line.sum or Decimal(0) for line in self.lines), Decimal(0))

    @property
    def all_segments(self) -> int:
        """Of all lines."""
        return sum(line.all_segments for line in self.lines)

    @property
    def counted(self) -> str:
        """All segments in words."""
        return _counted(self.lines)

    @property
    def unknown(self) -> list[CostLine]:
        """The lines that the total lacks."""
        return [line for line in self.lines if line.price is None and line.recipients]

    @property
    def priced(self) -> bool:
        """Whether the price of any line is known."""
        return any(line.price is not None for line in self.lines)

    @property
    def said(self) -> str:
        """The total in words; nothing is made of a price that is not known."""
        total = money.shown(self.total, self.currency)
        if not self.unknown:
            return total
        rest = f"{_counted(self.unknown)} of unknown price"
        return f"{total} and {rest}" if self.priced else rest

    def over(self, budget: Decimal | None) -> str | None:
        """Why it needs a second approver, in a sentence; None if it does not."""
        if budget is None:
            return None
        limit = money.shown(budget, self.currency)
        if self.total > budget:
            return f"It costs {self.said}; the budget of a broadcast is {limit}."
        if not self.unknown:
            return None
        where = dict.fromkeys(
            f"{line.place} by {line.gateway}" for line in self.unknown
        )
        return (
            f"The price of a segment is not known to {', '.join(where)}, so nobody knows "
            f"whether it stays in the budget of {limit}."
        )


def _counted(lines: Iterable[CostLine]) -> str:
    number = sum(line.all_segments for line in lines)
    return f"{number:,} text segment{'' if number == 1 else 's'}"


def together(lines: Iterable[CostLine], currency: str) -> Estimate:
    """An estimate in which lines that differ in recipients alone are one."""
    found: dict[CostLine, int] = {}
    for line in lines:
        key = replace(line, recipients=0)
        found[key] = found.get(key, 0) + line.recipients
    return Estimate(
        lines=[replace(line, recipients=number) for line, number in found.items()],
        currency=currency,
    )
