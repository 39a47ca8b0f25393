"""Strips at the foot of a poster, to cut apart and tear off: the event in short and whom
to call or text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from channels.print.content import short_days
from channels.print.options import PrintOptions
from channels.print.phones import phone, texted
from channels.print.scales import LEAST
from channels.print.setting import Setter
from channels.print.tellings import Told
from outreach.model.facts import Facts
from outreach.model.moments import clock_of
from outreach.typesetting import Block, Document, Style
from outreach.typesetting.breaking import ends_of_lines
from outreach.wording.dates import sure_clock
from outreach.wording.directions import isolated
from outreach.wording.labels import Labels

#: Points: the usual length, and a short one for a page that has no room for it.
LENGTHS = (164.0, 120.0)
_PADDING, _ABOVE = 6.0, 12.0
_LEADING = 1.2
#: Fewer are not worth the room; more are too narrow to tear.
_FEWEST, _MOST = 3, 10
#: Of the title; less where a script's lines are high.
_TITLE_LINES = (2, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Strips:
    """So many strips; of two languages they take turns. Lengths are in points."""

    count: int
    #: One list for each language.
    texts: tuple[tuple[Block, ...], ...]
    length: float

    @property
    def height(self) -> float:
        """With what keeps them off the text above."""
        return self.length + 2 * _ABOVE

    def draw(self, document: Document, margin: float, edge: float) -> None:
        """Put them at the foot of the page. All of it stands above, so it is not read."""
        foot, width = document.height - edge, document.width - 2 * margin
        top = foot - self.length
        document.rule(margin, top, width)
        for number in range(self.count):
            left = margin + number * width / self.count
            if number:
                document.dashed(left, top, 0, self.length)
            blocks = self.texts[number % len(self.texts)]
            free = width / self.count - sum(block.height for block in blocks)
            with document.artifact(), document.turned(left, foot):
                down = free / 2
                for block in blocks:
                    document.draw(block, _PADDING, down)
                    down += block.height


def strips_of(
    told: Sequence[Told], options: PrintOptions, width: float, length: float
) -> Strips | None:
    """Strips so long for a poster with ``width`` between its margins; None where there is nobody to
    call or text, or nothing to come to.
    """
    facts = told[0].facts
    if options.strips is False or facts.notice == "cancellation":
        return None
    if not (facts.phones or options.reply_word):
        return None
    for lines in _TITLE_LINES:
        texts = tuple(
            tuple(_blocks(one, options, length - 2 * _PADDING, lines)) for one in told
        )
        deepest = max(sum(block.height for block in blocks) for blocks in texts)
        count = min(_MOST, int(width / (deepest + 2 * _PADDING)))
        if count >= _FEWEST:
            return Strips(count=count, texts=texts, length=length)
    return None


def _blocks(
    told: Told, options: PrintOptions, width: float, lines: int
) -> Iterator[Block]:
    facts, setter = told.facts, told.setter(width)
    bold = Style(size=LEAST, leading=_LEADING, bold=True)
    plain = Style(size=LEAST, leading=_LEADING)
    yield _in_short(facts, setter, bold, width, lines)
    yield setter.text(_when(facts, told.labels), plain, width)
    if said := texted(options, facts.language):
        word = told.labels("text message: {keyword}", keyword=said)
        yield setter.label(word, plain, width)
    if facts.phones:
        yield setter.text(isolated(phone(facts.phones[0]), facts.language), bold, width)


def _in_short(
    facts: Facts, setter: Setter, style: Style, width: float, lines: int
) -> Block:
    """The title, or as much of it as so many lines hold."""
    block = setter.text(facts.title, style, width)
    for end in reversed(ends_of_lines(facts.title, facts.language)[:-1]):
        if len(block.lines) <= lines and not block.has_cut_word:
            break
        shorter = facts.title[:end].rstrip(" ,;:–-，、፡፣،")
        block = setter.text(f"{shorter}…", style, width)
    return block


def _when(facts: Facts, labels: Labels) -> str:
    day, start = short_days(facts, with_year=True), clock_of(facts.starts_at)
    if start is None or " – " in day:
        return day
    time = isolated(sure_clock(start, facts.language), facts.language)
    return labels("{day}, {time}", day=day, time=time)
