"""The bulletin: an edition on as many pages as it takes, each item whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from channels.print.calendar import calendar
from channels.print.content import parts_of
from channels.print.drawing import words_of
from channels.print.flowing import Piece, leads
from channels.print.ink import dark
from channels.print.labels import Labels, labels_for
from channels.print.paging import draw_pages
from channels.print.parts import Paper, Part
from channels.print.scales import ITEM, MASTHEAD
from channels.print.setting import Setter, apart
from channels.print.weight import heavy
from outreach.model.announcement import Announcement
from outreach.model.edition import Edition, naming
from outreach.model.facts import Facts, facts_in
from outreach.model.rendition import ChannelOptions, File, Measure, Rendition
from outreach.typesetting import Block, Document, Style
from outreach.wording.dates import full_day
from outreach.wording.directions import isolated

_FOOT = Style(size=ITEM.foot)


def bulletin(
    edition: Edition,
    languages: tuple[str, ...],
    options: ChannelOptions,
    paper: Paper,
) -> Rendition:
    """A masthead, a calendar and each item whole, in the edition's order; of two
    languages all of it in both, item by item, the first leading.

    Raises CannotCarry, naming the item, if one lacks a language or can't be set rightly.
    """
    tellings = [_Telling(edition, language, options) for language in languages]
    lead = tellings[0]
    document = Document(title=lead.title, language=lead.language, page=paper)
    pieces = list(_pieces(tellings, document.width))
    draw_pages(document, pieces, ITEM, partial(_foot, document, tellings))
    data = document.finish()
    notes = (note for telling in tellings for note in telling.labels.notes)
    return Rendition(
        files=(File(name="pdf", media_type="application/pdf", data=data),),
        text=words_of(piece.set.part for piece in pieces),
        measure=Measure(pages=document.pages, bytes=len(data)),
        notes=(*heavy(data), *dark(document.ink), *notes),
    )


def _pieces(tellings: Sequence[_Telling], page_width: float) -> Iterator[Piece]:
    setters = [telling.setter(page_width) for telling in tellings]
    told = list(zip(tellings, setters, strict=True))
    for telling, setter in told:
        yield from telling.masthead(setter, with_code=telling is tellings[0])
    items = [list(telling.items(setter)) for telling, setter in told]
    for (telling, setter), own in zip(told, items, strict=True):
        facts = [facts for facts, _ in own]
        yield from calendar(telling.edition, facts, telling.labels, setter)
    for same in zip(*items, strict=True):
        for number, (_, pieces) in enumerate(same):
            yield from _apart(pieces, ruled=number == 0)


@dataclass(frozen=True, slots=True)
class _Telling:
    """An edition told in one language, as pieces for the pages."""

    edition: Edition
    language: str
    options: ChannelOptions

    @property
    def labels(self) -> Labels:
        return labels_for(self.language, self.options.labels)

    @property
    def name(self) -> str:
        """What it is called at the head and on every page."""
        number = self.labels("No. {number}", number=str(self.edition.number))
        return f"{self.labels('Bulletin')} · {number}"

    @property
    def title(self) -> str:
        return f"{self.name}, {self.edition.region_in(self.language)}"

    def setter(self, page_width: float) -> Setter:
        return Setter(self.language, self.labels.language, page_width)

    def masthead(self, setter: Setter, *, with_code: bool) -> Iterator[Piece]:
        parts = [
            Part(role="kind", text=self.name),
            Part(role="title", text=self.edition.region_in(self.language), tag="H1"),
            Part(role="date", text=self._period()),
        ]
        if with_code and self.options.code:
            code = (
                f"{self.labels('Code')}: {isolated(self.options.code, self.language)}"
            )
            parts.append(Part(role="foot", text=code))
        for part in parts:
            yield Piece(setter.set(part, MASTHEAD), leads=True)

    def _period(self) -> str:
        first = full_day(self.edition.period_from, self.language)
        last = full_day(self.edition.period_to, self.language)
        if first == last:
            return first
        return self.labels("{first} – {last}", first=first, last=last)

    def items(self, setter: Setter) -> Iterator[tuple[Facts, list[Piece]]]:
        for number, item in enumerate(self.edition.items, 1):
            with naming(item):
                facts = facts_in(item, self.language)
                parts = parts_of(facts, self.labels, self._own(item))
                pieces = list(_set(number, parts, setter))
            yield facts, pieces

    def _own(self, item: Announcement) -> ChannelOptions:
        """An item's options: the edition's code stands in the masthead, and its reply
        word would not say which item it is for.
        """
        update = {"replaces": item.replaces, "code": None, "reply_word": None}
        return self.options.model_copy(update=update)

    def page(self, number: int, of: int) -> str:
        """What stands at the foot of a page."""
        numbers = {"page": str(number), "pages": str(of)}
        return f"{self.name} · {self.labels('Page {page} of {pages}', **numbers)}"


def _set(number: int, parts: list[Part], setter: Setter) -> Iterator[Piece]:
    """An item, its number before its title."""
    for part in parts:
        if part.role == "title":
            part = replace(part, text=f"{number}. {part.text}", tag="H2")
        found = replace(setter.set(part, ITEM), rule=None)
        yield Piece(found, leads=leads(part))


def _apart(pieces: list[Piece], *, ruled: bool) -> Iterator[Piece]:
    """An item away from what stands above it; a rule divides it from another item."""
    first, *rest = pieces
    yield replace(first, set=apart(first.set, ruled=ruled))
    yield from rest


def _foot(
    document: Document, tellings: Sequence[_Telling], number: int, of: int
) -> Iterator[Block]:
    """What stands at the foot of page ``number``, in each language."""
    for telling in tellings:
        setter = telling.setter(document.width)
        yield setter.label(telling.page(number, of), _FOOT, setter.width(ITEM))
