"""The head of a bulletin: what it is, its number, its region and its period."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from math import ceil

from channels.print.flowing import Piece
from channels.print.parts import Part
from channels.print.scales import Scale
from channels.print.setting import SetPart, Setter, Spot
from outreach.model.edition import Edition
from outreach.typesetting import Block, Style
from outreach.wording.dates import full_day
from outreach.wording.directions import isolated
from outreach.wording.labels import Labels
from outreach.wording.listing import labelled

#: Points: of the rules above all and above the period, from them to the words below.
_TOP, _THIN, _BELOW_RULE = 4.0, 0.75, 8.0
#: Between two texts on a line, at least.
_APART = 20.0


def name_of(edition: Edition, labels: Labels) -> tuple[str, str]:
    """What it is called, and its number."""
    return labels("Bulletin"), labels("No. {number}", number=str(edition.number))


def masthead(
    edition: Edition, setter: Setter, labels: Labels, scale: Scale, code: str | None
) -> Iterator[Piece]:
    """The region in large letters between two lines, each below a rule."""
    width, language = setter.width(scale), setter.language

    def line(texts: Sequence[str], put: _Put, size: float, thickness: float) -> Piece:
        style = Style(size=size, bold=True)
        blocks = [put(text, style, width) for text in texts]
        part = Part(role="kind", text=" · ".join(texts))
        found = SetPart(part, *_beside(blocks, width), gap=_BELOW_RULE, rule=0.0)
        found = replace(found, right_to_left=setter.right_to_left)
        return Piece(replace(found, thickness=thickness), leads=True)

    yield line(name_of(edition, labels), setter.label, scale.size("kind"), _TOP)
    region = Part(role="title", text=edition.region_in(language), tag="H1")
    yield Piece(replace(setter.set(region, scale), gap=0.0), leads=True)
    code = labelled(labels("Code"), isolated(code, language)) if code else None
    dates = [_period(edition, labels, language), *filter(None, [code])]
    yield line(dates, setter.text, scale.date, _THIN)


_Put = Callable[[str, Style, float], Block]


def _beside(blocks: Sequence[Block], width: float) -> tuple[tuple[Spot, ...], float]:
    """The second block at the end of the first one's line, or below it for want of room,
    and how high both are.
    """
    first, *more = blocks
    spots, height = [Spot(first, y=_BELOW_RULE)], _BELOW_RULE + first.height
    for block in more:
        natural = ceil(block.lines[0].width)
        if len(block.lines) == 1 and first.lines[0].width + _APART + natural <= width:
            spots.append(
                Spot(replace(block, width=natural), width - natural, _BELOW_RULE)
            )
        else:
            spots.append(Spot(block, y=height))
            height += block.height
    return tuple(spots), height


def _period(edition: Edition, labels: Labels, language: str) -> str:
    first = full_day(edition.period_from, language)
    last = full_day(edition.period_to, language)
    if first == last:
        return first
    return labels("{first} – {last}", first=first, last=last)
