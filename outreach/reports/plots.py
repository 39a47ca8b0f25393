"""Plots as SVG, in black on white: parts differ by pattern, so that they are told apart
without colour, on paper and by everyone. The figures stand in the table below each plot.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from outreach.reports.table import Cell, Table

_WIDTH, _LABEL, _BAR, _GAP, _KEY = 720, 190, 22, 10, 20
_INK = "#16202b"
#: Rows that a plot has; the table has all of them.
MOST = 20
_LONGEST = 26
#: What is drawn on a tile of 8 × 8; the first is the strongest.
_PATTERNS = (
    f'<rect width="8" height="8" fill="{_INK}"/>',
    f'<rect width="8" height="8" fill="{_INK}"/><path d="M2 2h2v2h-2zM6 6h2v2h-2z" fill="#fff"/>',
    f'<path d="M0 0h8v4h-8z" fill="{_INK}"/>',
    f'<path d="M0 8L8 0M-2 2L2 -2M6 10L10 6" stroke="{_INK}" stroke-width="3"/>',
    f'<path d="M0 0L8 8M-2 6L2 10M6 -2L10 2" stroke="{_INK}"/>',
    f'<path d="M0 4h8M4 0v8" stroke="{_INK}"/>',
    f'<circle cx="4" cy="4" r="1.5" fill="{_INK}"/>',
    f'<path d="M4 0v8" stroke="{_INK}"/>',
    "",
)


@dataclass(frozen=True, slots=True)
class Plot:
    """Bars side by side, each parted into the same kinds."""

    title: str
    kinds: tuple[str, ...]
    #: Label, and the number of each kind.
    bars: tuple[tuple[str, tuple[int, ...]], ...]


def plot_of(table: Table, columns: Sequence[int]) -> Plot:
    """These columns of a table as bars, the longest first where there are too many."""
    rows = [
        (str(row[0]), tuple(_number(row[c]) for c in columns)) for row in table.rows
    ]
    if len(rows) > MOST:
        rows = sorted(rows, key=lambda row: -sum(row[1]))[:MOST]
    return Plot(table.title, tuple(table.heads[c] for c in columns), tuple(rows))


def svg(plot: Plot, name: str) -> str:
    """The plot; ``name`` is unique on its page. Every text in it is escaped."""
    top = len(plot.kinds) * _KEY + _GAP
    height = top + len(plot.bars) * (_BAR + _GAP)
    said = escape(f"{plot.title}. The same figures are in the table below.")
    return "".join(
        [
            f'<svg class="plot" role="img" viewBox="0 0 {_WIDTH} {height}" '
            f'aria-label="{said}" xmlns="http://www.w3.org/2000/svg">',
            "<defs>",
            *_patterns(name, len(plot.kinds)),
            "</defs>",
            *_key(plot, name),
            *_bars(plot, name, top),
            "</svg>",
        ]
    )


def _number(value: Cell) -> int:
    return value if isinstance(value, int) else 0


def _patterns(name: str, count: int) -> Iterator[str]:
    for number in range(count):
        yield (
            f'<pattern id="{name}-{number}" width="8" height="8" '
            f'patternUnits="userSpaceOnUse"><rect width="8" height="8" fill="#fff"/>'
            f"{_PATTERNS[number % len(_PATTERNS)]}</pattern>"
        )


def _key(plot: Plot, name: str) -> Iterator[str]:
    for number, kind in enumerate(plot.kinds):
        y = number * _KEY + 2
        yield _part(name, number, _LABEL, y, 24, 14)
        yield _text(_LABEL + 32, y + 12, kind)


def _bars(plot: Plot, name: str, top: int) -> Iterator[str]:
    longest = max((sum(numbers) for _, numbers in plot.bars), default=0) or 1
    unit = (_WIDTH - _LABEL - 70) / longest
    for row, (label, numbers) in enumerate(plot.bars):
        x, y = float(_LABEL), top + row * (_BAR + _GAP)
        yield _text(0, y + 16, _short(label))
        for number, count in enumerate(numbers):
            if count:
                yield _part(name, number, x, y, count * unit, _BAR)
                x += count * unit
        yield _text(x + 6, y + 16, f"{sum(numbers):,}")


def _part(
    name: str, number: int, x: float, y: float, width: float, height: float
) -> str:
    return (
        f'<rect x="{x:.1f}" y="{y}" width="{width:.1f}" height="{height}" '
        f'fill="url(#{name}-{number})" stroke="{_INK}"/>'
    )


def _text(x: float, y: float, text: str) -> str:
    return (
        f'<text x="{x:.1f}" y="{y}" font-size="14" fill="{_INK}">{escape(text)}</text>'
    )


def _short(label: str) -> str:
    return label if len(label) <= _LONGEST else f"{label[: _LONGEST - 1]}…"
