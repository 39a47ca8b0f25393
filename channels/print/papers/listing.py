"""The distribution list: a line for each parcel, to tick when it has left the house."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from channels.print.papers.finishing import paper_of
from channels.print.papers.forms import MARGIN, SIZE, roomy, set_once
from channels.print.papers.geometry import geometry_of
from channels.print.papers.refusing import Refusals
from channels.print.papers.wording import languages_of, what, wording_in
from outreach.model.packing import counted
from outreach.model.papers import Dispatch, Paper, PaperOptions, Parcel
from outreach.model.places import country_name
from outreach.model.words import language_name
from outreach.typesetting import Block, Page, Sheets, Style, set_text, starts_right

#: Upright a page has no room for the columns at a size that is read in a store room.
_LYING: dict[Page, Page] = {"a4": "a4-landscape", "letter": "letter-landscape"}
#: Of the width, by column; the last is the box to tick.
_COLUMNS = (
    ("Parcel", 0.11),
    ("Organisation", 0.25),
    ("Place", 0.15),
    ("Language", 0.1),
    ("What", 0.18),
    ("Copies", 0.08),
    ("By", 0.1),
    ("", 0.03),
)
_BOX, _AIR, _FOOT = 11.0, 5.0, 20.0
#: Between two columns.
_APART = 5.0


def listing(
    dispatch: Dispatch, parcels: Iterable[Parcel], options: PaperOptions
) -> Paper:
    """The list as PDF, in English, for staff and drivers. Raises CannotCarry and InputError
    as labels do.
    """
    table = _Table(dispatch, options)
    refusals = Refusals("line")
    for parcel in parcels:
        if parcel.copies:
            with refusals.noting(parcel):
                table.add(parcel)
    left_out = refusals.settle(options, table.lines)
    return paper_of(table.summed(), left_out)


class _Table:
    """Lines on pages; each page begins with the head."""

    def __init__(self, dispatch: Dispatch, options: PaperOptions) -> None:
        self.lines = 0
        self._copies = 0
        self._dispatch = dispatch
        page = _LYING[geometry_of(options).page]
        self._sheets = Sheets(
            title=f"Distribution list {dispatch.code}", language="en", page=page
        )
        self._width = self._sheets.width - 2 * MARGIN
        self._top = 0.0
        self._begin()

    def add(self, parcel: Parcel) -> None:
        """One parcel. Raises CannotCarry where a letter has no font."""
        blocks = self._set(_cells(parcel), parcel.language)
        height = max(block.height for block in blocks) + _AIR
        if self._top + height > self._sheets.height - MARGIN - _FOOT:
            self._sheets.new_page()
            self._begin()
        self._row(blocks, height)
        box = MARGIN + self._width - _BOX - 1
        self._sheets.box(box, self._top - height + 2, _BOX, _BOX, 0.8)
        self.lines += 1
        self._copies += parcel.copies

    def summed(self) -> Sheets:
        """The sheets, with the sums under the last line."""
        parcels = counted(self.lines, "parcel", "parcels")
        copies = counted(self._copies, "copy", "copies")
        self._say(f"{parcels}, {copies}.", self._top + 4, bold=True)
        return self._sheets

    def _begin(self) -> None:
        code, place = self._dispatch.code, self._dispatch.place
        _, title = self._dispatch.title_in(["en"])
        where = f", {place}" if place else ""
        said = f"{code}: {title}{where}"
        block = set_once(said, Style(size=13, bold=True), self._width, "en")
        self._sheets.draw(block, MARGIN, MARGIN)
        self._say(
            f"Distribution list, page {self._sheets.pages}",
            self._sheets.height - MARGIN - 14,
        )
        self._top = MARGIN + block.height + 6
        heads = self._set([name for name, _ in _COLUMNS[:-1]], "en", bold=True)
        self._row(heads, max(block.height for block in heads) + 2)

    def _say(self, text: str, y: float, *, bold: bool = False) -> None:
        style = Style(size=SIZE, bold=bold)
        self._sheets.draw(set_text(text, style, self._width, "en"), MARGIN, y)

    def _row(self, blocks: Sequence[Block], height: float) -> None:
        x = MARGIN
        for block, (_, share) in zip(blocks, _COLUMNS, strict=False):
            self._sheets.draw(block, x, self._top)
            x += share * self._width
        self._top += height
        self._sheets.rule(MARGIN, self._top - 2, self._width, 0.5)

    def _room(self, column: int) -> float:
        return _COLUMNS[column][1] * self._width - _APART

    def _set(
        self, texts: Sequence[str], language: str, *, bold: bool = False
    ) -> list[Block]:
        cells = [(text, self._room(column)) for column, text in enumerate(texts)]
        style = roomy(cells, "en", bold=bold)
        return [
            set_once(text, style, room, language if starts_right(text) else "en")
            for text, room in cells
        ]


def _cells(parcel: Parcel) -> list[str]:
    country = country_name(parcel.country) or parcel.country
    places = (parcel.district, parcel.region, country)
    others = [f"and {name}" for name in parcel.others[:3]]
    if len(parcel.others) > len(others):
        others.append(f"and {len(parcel.others) - len(others)} more")
    items = [item for item in parcel.bundle if item.copies]
    english = wording_in("en")
    whats = (
        f"{i.copies:,} × {what(i, english)}, {languages_of(i, 'en')}" for i in items
    )
    return [
        parcel.id,
        "\n".join([parcel.name, *others]),
        ", ".join(dict.fromkeys(place for place in places if place)),
        language_name(parcel.language),
        "\n".join(whats),
        f"{parcel.copies:,}",
        parcel.carrier,
    ]
