"""One side of the sheet: its words at the largest size at which all of them fit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from channels.print.leaflet.content import Content
from channels.print.leaflet.rows import Row, Saying
from channels.print.leaflet.setting import Side, Spot, narrowed
from channels.print.leaflet.sizes import SIZES, Sizes
from outreach.model.errors import CannotCarry
from outreach.model.leaflet import FocalPoint
from outreach.typesetting import Block, Style
from outreach.wording.listing import listed

#: Of the width: what people may want, then how they get it.
_WANTED = 0.34
_GUTTER = 14.0
_PADDING = 10.0
_AFTER_CODE, _ABOVE_LANGUAGES = 6.0, 3.0
#: Above and below each rule: the least, and the most where there is room to spare.
_CLOSE, _WIDE = 4.0, 15.0
_BOLD_RULE = 1.5
#: No page has so many lines, so more focal points are not tried.
_MOST_POINTS = 60


@dataclass(frozen=True, slots=True)
class Laid:
    """A side that fits, and whom it has no room for."""

    side: Side
    left_out: tuple[FocalPoint, ...] = ()


def laid(content: Content, width: float, height: float) -> Laid:
    """The side at the largest size at which all fits; of focal points the last are left
    out where they must. Raises CannotCarry where the rest does not fit.
    """
    points, least = content.focal_points, Sizes(SIZES[-1])
    if len(points) <= _MOST_POINTS:
        for size in SIZES:
            if _side(content, width, Sizes(size), _CLOSE).height <= height:
                return Laid(_spread(content, width, height, Sizes(size)))
    for count in range(min(len(points), _MOST_POINTS), -1, -1):
        shorter = replace(content, focal_points=points[:count])
        if _side(shorter, width, least, _CLOSE).height <= height:
            return Laid(_spread(shorter, width, height, least), points[count:])
    raise CannotCarry(
        f"The leaflet does not fit on its page at {least.body:g} points. Shorten the name or "
        "the address of the office, or name fewer phones."
    )


def _spread(content: Content, width: float, height: float, sizes: Sizes) -> Side:
    """With what is left of the page shared out between the rows."""
    left = height - _side(content, width, sizes, _CLOSE).height
    gaps = 2 * (len(content.rows) + 2)
    return _side(content, width, sizes, min(_WIDE, _CLOSE + left / gaps))


def _side(content: Content, width: float, sizes: Sizes, gap: float) -> Side:
    side = Side(content.language, width)
    _head(side, content, sizes, gap)
    for row in content.rows:
        _row(side, row, sizes)
        side.gap(gap)
        side.rule(_BOLD_RULE if row is content.rows[-1] else 0.75)
        side.gap(gap)
    _contacts(side, content, sizes)
    if content.focal_points:
        side.gap(gap)
        side.add("H2", side.set(content.focal_label, _heading(sizes)))
        for point in content.focal_points:
            _focal_point(side, point, sizes)
    return side


def _heading(sizes: Sizes) -> Style:
    return Style(size=sizes.body, bold=True)


def _head(side: Side, content: Content, sizes: Sizes, gap: float) -> None:
    side.add("P", side.set(content.office, _heading(sizes)))
    side.add(
        "H1", side.set(content.title, Style(size=sizes.title, bold=True, leading=1.2))
    )
    side.gap(gap)
    side.add("P", side.set(content.intro, Style(size=sizes.body)))
    side.gap(gap)
    if not content.number:
        side.rule(_BOLD_RULE)
        side.gap(gap)
        return
    inner = side.width - 2 * _PADDING
    number = Style(size=sizes.number, bold=True, leading=1.2)
    blocks = (
        side.set(content.before_number, Style(size=sizes.body), inner),
        side.set(content.number, number, inner),
    )
    side.framed("P", blocks, _PADDING)
    side.gap(2 * gap)


def _row(side: Side, row: Row, sizes: Sizes) -> None:
    """What people may want at the left, what they write at the right, on one baseline."""
    column = side.width * _WANTED
    name = side.set(row.heading, _heading(sizes), column - _GUTTER)
    pieces = [_saying(side, one, sizes, column) for one in row.sayings]
    first = pieces[0][0]
    drop = max(0.0, first.block.baseline - name.baseline)
    top = side.height
    low = side.put("H2", Spot(name, 0.0, drop))
    for spots in pieces:
        side.gap(side.put("P", *spots))
    side.height = max(side.height, top + low)
    if row.languages:
        _languages(side, row.languages, sizes)


def _saying(side: Side, one: Saying, sizes: Sizes, column: float) -> list[Spot]:
    """A word, what else would do, and what comes of it: beside them where it fits."""
    room = side.width - column
    sense = Style(size=sizes.body)
    spots = list(_words(side, one, sizes, column))
    if not spots:
        return [Spot(side.set(one.sense, sense, room), column, 0.0)]
    if not one.sense:
        return spots
    last = spots[-1]
    end = last.x + last.block.width + _GUTTER
    word = spots[0].block
    if end < side.width - room / 3:
        beside = side.set(one.sense, sense, side.width - end)
        if len(beside.lines) == 1:
            return [*spots, Spot(beside, end, word.baseline - beside.baseline)]
    low = max(spot.y + spot.block.height for spot in spots)
    return [*spots, Spot(side.set(one.sense, sense, room), column, low)]


def _words(side: Side, one: Saying, sizes: Sizes, column: float) -> Iterator[Spot]:
    """The reader's own word large; the other beside it, or below where it is too wide."""
    if not one.words:
        return
    room = side.width - column
    large = Style(size=sizes.word, bold=True, leading=1.2)
    word = narrowed(side.set(one.words[0], large, room))
    yield Spot(word, column, 0.0)
    if not one.also:
        return
    other = narrowed(side.set(one.also, Style(size=sizes.also, bold=True), room))
    x = column + word.width + _GUTTER
    if x + other.width <= side.width:
        yield Spot(other, x, word.baseline - other.baseline)
    else:
        yield Spot(other, column, word.height)


def _languages(side: Side, languages: Sequence[tuple[str, str]], sizes: Sizes) -> None:
    """In columns over the whole width, as many as there is room for, on one baseline."""
    cells = [_cell(side, code, name, sizes) for code, name in languages]
    indent = max(code.width + _AFTER_CODE if code else 0.0 for code, _ in cells)
    widest = indent + max(name.width for _, name in cells) + _GUTTER
    columns = max(1, int((side.width + _GUTTER) / widest))
    rows = -(-len(cells) // columns)
    columns = -(-len(cells) // rows)
    side.gap(_ABOVE_LANGUAGES)
    for start in range(0, len(cells), columns):
        across = (side.width + _GUTTER) / columns
        _languages_beside(side, cells[start : start + columns], across, indent)


_Cell: TypeAlias = tuple[Block | None, Block]


def _cell(side: Side, code: str, name: str, sizes: Sizes) -> _Cell:
    bold, plain = Style(size=sizes.body, bold=True), Style(size=sizes.body)
    coded = narrowed(side.set(code, bold)) if code else None
    return coded, narrowed(side.set(name, plain))


def _languages_beside(
    side: Side, cells: Sequence[_Cell], across: float, indent: float
) -> None:
    base = max(name.baseline for _, name in cells)
    heights = []
    for number, (code, name) in enumerate(cells):
        x = number * across
        spots = [Spot(name, x + indent, base - name.baseline)]
        if code:
            spots.insert(0, Spot(code, x, base - code.baseline))
        heights.append(side.put("P", *spots))
    side.gap(max(heights))


def _contacts(side: Side, content: Content, sizes: Sizes) -> None:
    """Phones and address side by side."""
    across = (side.width + _GUTTER) / max(1, len(content.contacts))
    lows = [0.0]
    for number, (label, lines) in enumerate(content.contacts):
        x, room = number * across, across - _GUTTER
        name = side.set(label, _heading(sizes), room)
        text = side.set("\n".join(lines), Style(size=sizes.body), room)
        low = side.put("H2", Spot(name, x, 0.0))
        lows.append(side.put("P", Spot(text, x, low)))
    side.gap(max(lows))


def _focal_point(side: Side, point: FocalPoint, sizes: Sizes) -> None:
    """Who and where; the phone at the other side."""
    who = listed(filter(None, (point.name, point.where)), side.language)
    style = Style(size=sizes.body)
    if point.phone is None:
        side.add("P", side.set(who, style))
        return
    phone = narrowed(side.set(point.phone, Style(size=sizes.body, bold=True)))
    room = side.width - phone.width - _GUTTER
    name = side.set(who, style, room)
    side.gap(side.put("P", Spot(name, 0.0, 0.0), Spot(phone, room + _GUTTER, 0.0)))
