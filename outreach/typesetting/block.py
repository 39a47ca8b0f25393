"""Text set in lines of one width: the piece that pages are made of."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Literal

from outreach.model.errors import CannotCarry
from outreach.typesetting.bidi import levels_of, levels_of_line
from outreach.typesetting.breaking import BLANKS, ends_of_lines
from outreach.typesetting.characters import check
from outreach.typesetting.shaping import Run, measure, shape, whole
from outreach.typesetting.spacing import NONE, Spacing, spacing_of
from outreach.wording.directions import is_right_to_left

_SOFT_HYPHEN = "\u00ad"
#: Blanks without a width: a line may end at one within a word.
_NOT_READ = {"\u200b"}
#: Points by which rounding may let a line pass its width.
_SLACK = 0.01


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How a block is set. ``size`` is in points, ``leading`` in sizes: a script that needs
    more takes more. ``start`` is the side at which the language's lines begin.
    """

    size: float
    leading: float = 1.35
    bold: bool = False
    align: Literal["start", "center", "end"] = "start"


@dataclass(frozen=True, slots=True)
class Line:
    """One line, shaped. ``str(line)`` is its text without the blanks at its end."""

    text: str
    #: In points.
    width: float
    #: From left to right.
    runs: tuple[Run, ...]
    #: Whether a blank stands between its last word and what is read next: not where a line
    #: of Chinese or Thai ends between two letters, nor after a hyphen.
    ends_word: bool = False

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of one style. Widths and heights are in points."""

    lines: tuple[Line, ...]
    style: Style
    #: The width that it was set in; a line may be shorter.
    width: float
    language: str
    #: Whether a word was wider than the line, so that it had to be cut.
    has_cut_word: bool = False
    spacing: Spacing = NONE
    #: Whether its lines begin at the right.
    right_to_left: bool = False
    #: By how much its first line begins later: something else stands there.
    indent: float = 0.0

    @property
    def leading(self) -> float:
        """From one line to the next, in sizes: what the style asks for or the script needs."""
        return max(self.style.leading, self.spacing.leading)

    @property
    def line_height(self) -> float:
        """From one line to the next."""
        return self.style.size * self.leading

    @property
    def height(self) -> float:
        """All lines together."""
        return len(self.lines) * self.line_height

    @property
    def baseline(self) -> float:
        """From each line's top to its baseline: the leading is shared above and below."""
        above, below = self.spacing.ascent, self.spacing.descent
        return self.style.size * ((self.leading - above - below) / 2 + above)

    def split(self, height: float) -> tuple[Block, Block | None]:
        """The lines that fit in ``height`` and the rest, None if all fit.

        No line is split: of a height below one line's the first block is empty.
        """
        count = max(0, int((height + _SLACK) / self.line_height))
        if count >= len(self.lines):
            return self, None
        first = replace(self, lines=self.lines[:count])
        indent = 0.0 if count else self.indent
        return first, replace(self, lines=self.lines[count:], indent=indent)


def set_text(
    text: str, style: Style, width: float, language: str, indent: float = 0.0
) -> Block:
    """Set ``text`` in lines at most ``width`` points wide, the first shorter by ``indent``
    and empty where no word fits in it. A ``\\n`` ends a line.

    Nothing in ``text`` is markup. A word wider than the line is cut between letters.
    Time is linear in the length of the text. Raises CannotCarry, which names a character
    that no font has or that can't be set rightly.
    """
    text = unicodedata.normalize("NFC", text)
    check(text, language, bold=style.bold)
    paragraphs = [_Paragraph(p, style, width, language) for p in text.split("\n")]
    first, *others = paragraphs
    lines = (*first.lines(indent), *(ln for p in others for ln in p.lines()))
    return Block(
        lines,
        style,
        width,
        language,
        has_cut_word=any(p.has_cut_word for p in paragraphs),
        spacing=spacing_of([line.runs for line in lines]),
        right_to_left=is_right_to_left(language),
        indent=indent,
    )


class _Paragraph:
    """One paragraph, measured once as a whole; each line is then shaped by itself."""

    def __init__(self, text: str, style: Style, width: float, language: str) -> None:
        self.text, self.style, self.width, self.language = text, style, width, language
        self.has_cut_word = False
        self.right_to_left = is_right_to_left(language)
        self.levels = levels_of(text, right_to_left=self.right_to_left)
        self.whole = whole(text, self.levels, language, bold=style.bold)
        self.cuts, advances = self._measured()
        #: Points from the paragraph's start to each character.
        self.reach = list(accumulate(advances, initial=0.0))
        self.ends = ends_of_lines(text, language)
        self.reach_of_ends = [self.reach[self._trimmed(end)] for end in self.ends]

    def _measured(self) -> tuple[Sequence[int], list[float]]:
        """Where the text may be cut, between its letters, and what each adds, in points."""
        size = self.style.size
        if self.whole:
            upem = self.whole.face.upem
            widths = [advance / upem * size for advance in self.whole.row.advances]
            return range(1, len(self.text) + 1), widths
        advances = [0.0] * len(self.text)
        cuts = {len(self.text)}
        found = measure(self.text, self.levels, self.language, bold=self.style.bold)
        for at, ems in found:
            cuts.add(at)
            advances[at] += ems * size
        return sorted(cuts - {0}), advances

    def lines(self, indent: float = 0.0) -> Iterator[Line]:
        start = 0
        if indent or not self.text:
            start, first = self._fitting(0, self.width - indent)
            yield first or Line("", 0.0, ())
        while start < len(self.text):
            end, line = self._fitting(start, self.width)
            if line is None:
                end, line = self._cut(start)
            yield line
            start = end

    def _fitting(self, start: int, width: float) -> tuple[int, Line | None]:
        """The longest line of words from ``start`` that fits, and where it ends."""
        limit = self.reach[start] + width + _SLACK
        last = bisect_right(self.reach_of_ends, limit) - 1
        while last >= 0 and self.ends[last] > start:
            line = self._line(start, self.ends[last])
            if line.width <= width + _SLACK:
                return self.ends[last], line
            last -= 1  # shaped by itself it came out wider: a hyphen, a lost kern
        return start, None

    def _cut(self, start: int) -> tuple[int, Line]:
        """A word wider than the line, cut at the last cluster that fits."""
        self.has_cut_word = True
        limit = self.reach[start] + self.width + _SLACK
        last = bisect_right(self.reach, limit) - 1
        at = bisect_right(self.cuts, last) - 1
        while at >= 0 and self.cuts[at] > start:
            line = self._line(start, self.cuts[at])
            if line.width <= self.width + _SLACK:
                return self.cuts[at], line
            at -= 1
        raise CannotCarry(
            f"“{self.text[start : start + 10]}” does not fit in a line {self.width:.0f} points "
            f"wide at {self.style.size:g} points. Choose larger paper or a smaller size."
        )

    def _line(self, start: int, end: int) -> Line:
        stop = self._trimmed(end, start)
        text = self.text[start:stop]
        if text.endswith(_SOFT_HYPHEN) and end < len(self.text):
            text = f"{text[:-1]}-"
        part = self.whole and self.whole.part(start, stop)
        runs = (part,) if part else self._shaped(text, start)
        width = sum(run.advance for run in runs) * self.style.size
        return Line(text, width, runs, ends_word=self._ends_word(stop, end))

    def _ends_word(self, stop: int, end: int) -> bool:
        """Whether a line up to ``stop`` is parted by a blank from what begins at ``end``."""
        return end == len(self.text) or not set(self.text[stop:end]) <= _NOT_READ

    def _shaped(self, text: str, start: int) -> tuple[Run, ...]:
        levels = self.levels[start : start + len(text)]
        levels = levels_of_line(text, levels, right_to_left=self.right_to_left)
        return shape(text, levels, self.language, bold=self.style.bold)

    def _trimmed(self, end: int, start: int = 0) -> int:
        while end > start and self.text[end - 1] in BLANKS:
            end -= 1
        return end
