"""The bulletin: an edition on as many pages as it takes, each item whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import TypeAlias

from channels.print.calendar import calendar
from channels.print.columns import ColumnSetter, with_hours
from channels.print.content import parts_of
from channels.print.drawing import words_of
from channels.print.flowing import Piece, leads
from channels.print.ink import dark
from channels.print.labels import labels_for
from channels.print.masthead import masthead, name_of
from channels.print.paging import column_width, draw_columns
from channels.print.parts import Paper, Part
from channels.print.scales import ITEM, MASTHEAD, MASTHEAD_BELOW
from channels.print.setting import Setter, apart, on_points
from channels.print.weight import heavy
from outreach.model.announcement import Announcement
from outreach.model.edition import Edition, naming
from outreach.model.facts import Facts, facts_in
from outreach.model.rendition import ChannelOptions, File, Measure, Rendition
from outreach.typesetting import Block, Document, Style
from outreach.wording.labels import Labels

_FOOT = Style(size=ITEM.foot)
#: Points of the rule between two items.
_THIN = 0.75


def bulletin(
    edition: Edition,
    languages: tuple[str, ...],
    options: ChannelOptions,
    paper: Paper,
) -> Rendition:
    """A masthead, a calendar and in two columns each item whole, in the edition's order;
    of two languages all of it in both, item by item, the first leading.

    Raises CannotCarry, naming the item, if one lacks a language or can't be set rightly.
    """
    lead = languages[0]
    title = _title(edition, lead, labels_for(lead, options.labels))
    document = Document(title=title, language=lead, page=paper)
    told = [_Telling(edition, one, options, document.width) for one in languages]
    items = [list(telling.items()) for telling in told]
    above, below = map(_on_points, (_above(told, items), _by_turns(items)))
    draw_columns(document, above, below, ITEM, partial(_foot, told))
    data = document.finish()
    notes = (note for telling in told for note in telling.labels.notes)
    return Rendition(
        files=(File(name="pdf", media_type="application/pdf", data=data),),
        text=words_of(piece.set.part for piece in (*above, *below)),
        measure=Measure(pages=document.pages, bytes=len(data)),
        notes=(*heavy(data), *dark(document.ink), *notes),
    )


def _on_points(pieces: Iterable[Piece]) -> list[Piece]:
    return [replace(piece, set=on_points(piece.set)) for piece in pieces]


def _title(edition: Edition, language: str, labels: Labels) -> str:
    return f"{' · '.join(name_of(edition, labels))}, {edition.region_in(language)}"


#: An item in one language: its facts, and what is set of them.
_Item: TypeAlias = tuple[Facts, Sequence[Piece]]


class _Telling:
    """An edition told in one language, as pieces for the pages."""

    def __init__(
        self, edition: Edition, language: str, options: ChannelOptions, width: float
    ) -> None:
        self.edition, self._language, self._options = edition, language, options
        self.labels = labels = labels_for(language, options.labels)
        self.setter = Setter(language, labels.language, width)
        column = column_width(self.setter.width(ITEM)) + 2 * ITEM.margin
        self._column = ColumnSetter(language, labels.language, column)

    def masthead(self, *, leads: bool) -> Iterator[Piece]:
        """The second language's is smaller; both share a code."""
        scale = MASTHEAD if leads else MASTHEAD_BELOW
        code = self._options.code if leads else None
        return masthead(self.edition, self.setter, self.labels, scale, code)

    def items(self) -> Iterator[_Item]:
        """Each item, its number before its title."""
        for number, item in enumerate(self.edition.items, 1):
            with naming(item):
                facts = facts_in(item, self._language)
                parts = parts_of(facts, self.labels, self._own(item))
                parts = with_hours(parts, self.labels)
                pieces = [self._piece(part, number) for part in parts]
            yield facts, pieces

    def _own(self, item: Announcement) -> ChannelOptions:
        """An item's options: the edition's code stands in the masthead, and its reply
        word would not say which item it is for.
        """
        update = {"replaces": item.replaces, "code": None, "reply_word": None}
        return self._options.model_copy(update=update)

    def _piece(self, part: Part, number: int) -> Piece:
        if part.role == "title":
            part = replace(part, text=f"{number}. {part.text}", tag="H2")
        return Piece(self._column.set(part, ITEM), leads=leads(part))

    def foot(self, number: int, of: int) -> Block:
        """What stands at the foot of a page."""
        name = " · ".join(name_of(self.edition, self.labels))
        numbers = {"page": str(number), "pages": str(of)}
        words = f"{name} · {self.labels('Page {page} of {pages}', **numbers)}"
        return self.setter.label(words, _FOOT, self.setter.width(ITEM))


def _above(
    told: Sequence[_Telling], items: Sequence[Sequence[_Item]]
) -> Iterator[Piece]:
    """What stands over the full width: a masthead and a calendar in each language."""
    for telling in told:
        yield from telling.masthead(leads=telling is told[0])
    for telling, own in zip(told, items, strict=True):
        facts = [facts for facts, _ in own]
        yield from calendar(telling.edition, facts, telling.labels, telling.setter)


def _by_turns(items: Sequence[Sequence[_Item]]) -> Iterator[Piece]:
    """Each item in each language; a rule divides it from another item, not from itself."""
    for same in zip(*items, strict=True):
        for number, (_, (first, *rest)) in enumerate(same):
            found = apart(first.set, ruled=number == 0)
            yield replace(first, set=replace(found, thickness=_THIN))
            yield from rest


def _foot(told: Sequence[_Telling], number: int, of: int) -> Iterator[Block]:
    return (telling.foot(number, of) for telling in told)
