"""A table of a report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

Cell: TypeAlias = str | int


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table; columns of which every cell is a number are added up in ``total``."""

    name: str
    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    #: What must be known to read it.
    note: str = ""
    #: Whether the rows are parts of one whole.
    adds: bool = True

    @property
    def total(self) -> tuple[Cell, ...] | None:
        """The sums under its columns; None where they would mean nothing."""
        if not self.adds or len(self.rows) < 2:
            return None
        columns = list(zip(*self.rows, strict=True))
        return ("Total", *map(_sum, columns[1:]))


def _sum(column: Sequence[Cell]) -> Cell:
    numbers = [value for value in column if isinstance(value, int)]
    return sum(numbers) if len(numbers) == len(column) else ""
