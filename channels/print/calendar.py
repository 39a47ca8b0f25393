"""The table of an edition's dates: day, time, title and place of each item."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from channels.print.content import place_of, short_days
from channels.print.flowing import Piece
from channels.print.labels import Labels
from channels.print.parts import Part
from channels.print.scales import ITEM
from channels.print.setting import GAPS, SetPart, Setter, Spot
from outreach.model.edition import Edition
from outreach.model.facts import Facts
from outreach.model.moments import clock_of, day_of, order_of
from outreach.typesetting import Style, Tag
from outreach.wording.dates import sure_clock

#: Shares of the width: day, time, title, place.
_COLUMNS = (0.2, 0.2, 0.35, 0.25)
_GUTTER = 10.0
_BELOW_HEAD = 4.0


def calendar(
    edition: Edition, items: Sequence[Facts], labels: Labels, setter: Setter
) -> Iterator[Piece]:
    """A heading and a row for each item, by date, with the item's number."""
    heading = Part(role="kind", text=labels("Calendar"), tag="H2")
    yield Piece(setter.set(heading, ITEM), leads=True)
    names = [labels(name) for name in ("Day", "Time", "Event", "Place")]
    head = _row(names, setter, head=True)
    yield Piece(head, leads=True)
    numbered = sorted(enumerate(items, 1), key=lambda item: order_of(item[1].starts_at))
    with_year = len(_years(edition, items)) > 1
    for number, facts in numbered:
        cells = (
            short_days(facts, with_year=with_year),
            _time(facts),
            f"{number}. {_title(facts, labels)}",
            place_of((facts.venue_name, facts.locality), facts.language),
        )
        yield Piece(_row(cells, setter), head=head)


def _years(edition: Edition, items: Sequence[Facts]) -> set[int]:
    days = [edition.period_from, edition.period_to]
    for facts in items:
        days += [day_of(facts.starts_at), day_of(facts.ends_at or facts.starts_at)]
    return {day.year for day in days}


def _time(facts: Facts) -> str:
    start = clock_of(facts.starts_at)
    return sure_clock(start, facts.language) if start else ""


def _title(facts: Facts, labels: Labels) -> str:
    """Nobody may set out for an event that is off because of its row in a calendar."""
    if facts.notice == "cancellation":
        return f"{labels('Cancelled')}: {facts.title}"
    return facts.title


def _row(cells: Sequence[str], setter: Setter, *, head: bool = False) -> SetPart:
    style = Style(size=ITEM.size("row"), bold=head)
    put = setter.label if head else setter.text
    spots, left = [], 0.0
    for share, cell in zip(_COLUMNS, cells, strict=True):
        column = share * setter.width(ITEM)
        spots.append(Spot(put(cell, style, column - _GUTTER), left))
        left += column
    height = max(spot.block.height for spot in spots)
    tag: Tag = "TH" if head else "TD"
    part = Part(role="row", text=" · ".join(filter(None, cells)), tag=tag)
    gap = GAPS["row"] * style.size
    found = SetPart(part, tuple(spots), height, gap, right_to_left=setter.right_to_left)
    if not head:
        return found
    return replace(found, height=height + _BELOW_HEAD, rule=height + _BELOW_HEAD / 2)
