"""One line of the results: a figure of ours, the limit beside it, and the bar."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from statistics import median
from typing import Any


class NotRun(RuntimeError):
    """What a benchmark needs is not on this machine; says what to install."""


@dataclass(frozen=True, kw_only=True)
class Ratio:
    """Ours over the limit that was measured in the same run, against its bar."""

    what: str
    ours: float
    #: The raw limit, or whatever the bar compares with.
    limit: float
    unit: str
    #: The ratio may be at most, or must be at least, this; neither: it is only reported.
    at_most: float | None = None
    at_least: float | None = None
    note: str = ""

    @property
    def value(self) -> float:
        """Ours over the limit."""
        return self.ours / self.limit

    @property
    def met(self) -> bool:
        """Whether the bar is met."""
        if self.at_most is not None:
            return self.value <= self.at_most
        return self.value >= (self.at_least or 0)

    @property
    def verdict(self) -> str:
        """Whether the bar is met, in a word."""
        if self.at_most is None and self.at_least is None:
            return "reported"
        return "met" if self.met else "MISSED"

    @property
    def bar(self) -> str:
        """The bar in words."""
        if self.at_most is not None:
            return f"at most {self.at_most:g}"
        return "none" if self.at_least is None else f"at least {self.at_least:g}"

    def as_json(self) -> dict[str, Any]:
        """The fields, to hand from one process to another."""
        return asdict(self)


def middle(runs: list[dict[str, Any]], figure: str) -> float:
    """The median of a figure over repetitions."""
    return median(float(run[figure]) for run in runs)


def spread(runs: list[dict[str, Any]], figure: str) -> str:
    """A figure's smallest and largest value over repetitions."""
    values = [float(run[figure]) for run in runs]
    return f"{min(values):,.4g} to {max(values):,.4g}"
