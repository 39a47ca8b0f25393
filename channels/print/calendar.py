"""The table of an edition's dates: day, time, title and place of each item."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import ceil, floor

from channels.print.content import place_of
from channels.print.flowing import Piece
from channels.print.parts import Part, together
from channels.print.scales import ITEM
from channels.print.setting import GAPS, SetPart, Setter, Spot, alone, apart
from outreach.model.edition import Edition
from outreach.model.facts import Facts
from outreach.model.moments import clock_of, day_of, order_of
from outreach.typesetting import Block, Style
from outreach.wording.dates import short_day, sure_clock
from outreach.wording.labels import Labels
from outreach.wording.listing import labelled

#: Of the width, at most: day, time, and of what these leave, place.
_DAY, _TIME, _PLACE = 0.3, 0.26, 0.45
_GUTTER = 14.0
_BELOW_HEAD, _RULE = 5.0, 0.75
_STYLE = Style(size=ITEM.size("row"), leading=ITEM.leading)


def calendar(
    edition: Edition, items: Sequence[Facts], labels: Labels, setter: Setter
) -> Iterator[Piece]:
    """A heading and a row for each item, by date, with the item's number. Where none has
    a time there is no column of times.
    """
    heading = Part(role="kind", text=labels("Calendar"), tag="H2")
    style = Style(size=ITEM.size("kind"), leading=ITEM.leading, bold=True)
    block = setter.label(heading.text, style, setter.width(ITEM))
    yield Piece(apart(alone(heading, block, 0.0)), leads=True)
    names = [labels(name) for name in ("Day", "Time", "Event", "Place")]
    columns = zip(names, *_rows(edition, items, labels), strict=True)
    texts = [column for column in columns if any(column[1:])]
    head, *rows = zip(*_columns(texts, setter), strict=True)
    words, *cells = zip(*texts, strict=True)
    above = _head(_row(words, head, setter))
    yield Piece(above, leads=True)
    for said, row in zip(cells, rows, strict=True):
        yield Piece(_row(said, row, setter), head=above)


def _rows(
    edition: Edition, items: Sequence[Facts], labels: Labels
) -> Iterator[tuple[str, str, str, str]]:
    with_year = len(_years(edition, items)) > 1
    numbered = sorted(enumerate(items, 1), key=lambda item: order_of(item[1].starts_at))
    for number, facts in numbered:
        yield (
            _days(facts, labels, with_year=with_year),
            _time(facts),
            f"{number}. {_title(facts, labels)}",
            place_of((facts.venue_name, facts.locality), facts.language),
        )


def _years(edition: Edition, items: Sequence[Facts]) -> set[int]:
    days = [edition.period_from, edition.period_to]
    for facts in items:
        days += [day_of(facts.starts_at), day_of(facts.ends_at or facts.starts_at)]
    return {day.year for day in days}


def _days(facts: Facts, labels: Labels, *, with_year: bool) -> str:
    """The day, or both days below each other, none cut by a line's end."""
    first, last = day_of(facts.starts_at), day_of(facts.ends_at or facts.starts_at)
    said = [
        together(short_day(day, facts.language, year=with_year))
        for day in dict.fromkeys((first, last))
    ]
    if len(said) == 1:
        return said[0]
    return labels("{first} –\n{last}", first=said[0], last=said[1])


def _time(facts: Facts) -> str:
    start = clock_of(facts.starts_at)
    return sure_clock(start, facts.language) if start else ""


def _title(facts: Facts, labels: Labels) -> str:
    """Nobody may set out for an event that is off because of its row in a calendar."""
    if facts.notice == "cancellation":
        return labelled(labels("Cancelled"), facts.title)
    return facts.title


def _columns(texts: Sequence[Sequence[str]], setter: Setter) -> list[list[Block]]:
    """Each column as wide as its words, the titles as wide as the others leave them."""
    day, *time, event, place = texts
    width = floor(setter.width(ITEM))
    first = [_column(day, setter, width * _DAY)]
    first += [_column(one, setter, width * _TIME) for one in time]
    left = width - sum(column[0].width + _GUTTER for column in first)
    last = _column(place, setter, left * _PLACE)
    most = left - last[0].width - _GUTTER
    middle = [replace(cell, width=most) for cell in _column(event, setter, most)]
    return [*first, middle, last]


def _column(texts: Sequence[str], setter: Setter, most: float) -> list[Block]:
    name, *cells = texts
    blocks = [setter.label(name, replace(_STYLE, bold=True), most)]
    blocks += [setter.text(cell, _STYLE, most) for cell in cells]
    width = ceil(max(line.width for block in blocks for line in block.lines))
    return [replace(block, width=width) for block in blocks]


def _row(texts: Sequence[str], blocks: Sequence[Block], setter: Setter) -> SetPart:
    """Cells on one baseline."""
    spots, left = [], 0.0
    lowest = max(block.baseline for block in blocks)
    for block in blocks:
        spots.append(Spot(block, left, lowest - block.baseline))
        left += block.width + _GUTTER
    height = max(spot.y + spot.block.height for spot in spots)
    words = " · ".join(" ".join(text.split()) for text in texts if text)
    part = Part(role="row", text=words, tag="TD")
    gap = GAPS["row"] * _STYLE.size
    return SetPart(part, tuple(spots), height, gap, right_to_left=setter.right_to_left)


def _head(row: SetPart) -> SetPart:
    """The row as the table's head, above a rule."""
    part, height = replace(row.part, tag="TH"), ceil(row.height + _BELOW_HEAD)
    return replace(row, part=part, height=height, rule=height, thickness=_RULE)
