"""An address set into a label: the largest size at which all of it fits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from channels.print.papers.geometry import FREE, MM, Geometry
from outreach.model.errors import CannotCarry
from outreach.model.papers import Parcel
from outreach.typesetting import (
    Block,
    Sheets,
    Style,
    is_plain,
    set_text,
    starts_right,
)
from outreach.wording.directions import is_right_to_left

#: Lines that a postal address has at most; the organisation's name may stand above it.
MOST_LINES = 7
#: Points, tried from the first on.
_SIZES = (11.0, 10.0, 9.0, 8.0, 7.0, 6.5, 6.0)
#: From line to line, and what the first and the last need beside it; all in sizes.
_LEADING, _ASCENT, _ENDS = 1.12, 0.98, 1.25


@dataclass(frozen=True, slots=True)
class Plain:
    """Lines of Latin letters. The height is from the label's inner top, in points."""

    lines: Sequence[str]
    size: float
    left: float
    down: float

    def draw(self, sheets: Sheets, x: float, y: float) -> None:
        """Put it into the label whose corner is at ``x``, ``y``."""
        first = y + self.down + _ASCENT * self.size
        leading = _LEADING * self.size
        sheets.words(self.lines, self.size, leading, x + self.left, first)


@dataclass(frozen=True, slots=True)
class Shaped:
    """Lines of any script."""

    block: Block
    left: float
    down: float

    def draw(self, sheets: Sheets, x: float, y: float) -> None:
        """Put it into the label whose corner is at ``x``, ``y``."""
        sheets.draw(self.block, x + self.left, y + self.down)


def lines_of(parcel: Parcel) -> list[str]:
    """The organisation, unless its address begins with it, then the address.

    Raises CannotCarry where the address has more lines than any post asks for.
    """
    found = [" ".join(line.split()) for line in parcel.address]
    found = [line for line in found if line]
    if len(found) > MOST_LINES:
        raise CannotCarry(
            f"its address has {len(found)} lines, and a label holds {MOST_LINES}."
        )
    name = " ".join(parcel.name.split())
    return found if found and found[0] == name else [name, *found]


class Fitter:
    """Sets addresses for the labels of one kind of sheet."""

    def __init__(self, sheets: Sheets, geometry: Geometry) -> None:
        self._sheets = sheets
        self._free = FREE * MM
        self._width = (geometry.width - 2 * FREE) * MM
        self._height = (geometry.height - 2 * FREE) * MM
        #: Each size with the thousandths of it that a line holds, and the lines.
        self._rooms = [
            (size, int(self._width * 1000 / size), self._most(size)) for size in _SIZES
        ]

    def fit(self, lines: Sequence[str], language: str) -> Plain | Shaped:
        """The lines as large as they go. Raises CannotCarry where they do not."""
        plain = all(map(is_plain, lines)) and self._plain(lines)
        return plain or self._shaped(lines, language)

    def _most(self, size: float) -> int:
        return int((self._height / size - _ENDS) / _LEADING) + 1

    def _plain(self, lines: Sequence[str]) -> Plain | None:
        widths = list(map(self._sheets.width_of, lines))
        widest, number = max(widths), len(lines)
        for size, room, most in self._rooms:
            if number > most:
                continue
            if widest <= room:
                return self._placed(lines, size)
            broken = list(self._broken(lines, widths, room, most))
            if len(broken) <= most:
                return self._placed(broken, size)
        return None

    def _placed(self, lines: Sequence[str], size: float) -> Plain:
        height = size * ((len(lines) - 1) * _LEADING + _ENDS)
        down = self._free + max(0.0, (self._height - height) / 2)
        return Plain(lines, size, self._free, down)

    def _broken(
        self, lines: Sequence[str], widths: Sequence[int], room: int, most: int
    ) -> Iterator[str]:
        """Lines broken at blanks; too many of them where a word is wider than a line."""
        for line, width in zip(lines, widths, strict=True):
            if width <= room:
                yield line
                continue
            kept = ""
            for word in line.split(" "):
                longer = f"{kept} {word}" if kept else word
                if self._sheets.width_of(longer) <= room:
                    kept = longer
                    continue
                if not kept or self._sheets.width_of(word) > room:
                    yield from [""] * (most + 1)
                    return
                yield kept
                kept = word
            yield kept

    def _shaped(self, lines: Sequence[str], language: str) -> Shaped:
        text = "\n".join(lines)
        from_right = starts_right(text)
        if is_right_to_left(language) != from_right:
            language = "ar" if from_right else "en"
        # Nastaliq needs twice the height of Naskh, which readers of Urdu read too.
        for tongue in dict.fromkeys((language, "ar" if from_right else language)):
            for size in _SIZES:
                style = Style(size=size, leading=_LEADING)
                block = set_text(text, style, self._width, tongue)
                if block.height <= self._height and not block.has_cut_word:
                    down = self._free + (self._height - block.height) / 2
                    return Shaped(block, self._free, down)
        why = (
            "a word of its address is longer than a line"
            if block.has_cut_word
            else f"its address takes {len(block.lines)} lines"
        )
        raise CannotCarry(f"{why} at the smallest size.")
