"""The bulletin: an edition on as many pages as it takes, each item whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from channels.print.calendar import calendar
from channels.print.content import parts_of
from channels.print.drawing import draw, words_of
from channels.print.flowing import Piece, flow
from channels.print.labels import Labels
from channels.print.parts import Paper, Part
from channels.print.scales import ITEM, LEAST, MASTHEAD
from channels.print.setting import Setter
from channels.print.weight import heavy
from outreach.model.announcement import Announcement
from outreach.model.edition import Edition, naming
from outreach.model.facts import Facts, facts_in
from outreach.model.rendition import ChannelOptions, File, Measure, Rendition
from outreach.typesetting import Document, Style
from outreach.wording.dates import full_day

_FOOT = Style(size=LEAST)
_ABOVE_FOOT = 10.0
#: Between two items, with a rule in the middle.
_BETWEEN = 28.0
#: These stay with what follows them; a page may end after all others.
_LEADERS = ("notice", "kind", "title", "date", "key")


def bulletin(
    edition: Edition,
    language: str,
    labels: Labels,
    options: ChannelOptions,
    paper: Paper,
) -> Rendition:
    """A masthead, a calendar and each item whole, in the edition's order.

    Raises CannotCarry, naming the item, if one lacks the language or can't be set rightly.
    """
    bulletin = _Bulletin(edition, language, labels, options)
    document = Document(title=bulletin.title, language=language, page=paper)
    setter = Setter(language, labels.language, document.width)
    pieces = [*bulletin.masthead(setter), *bulletin.contents(setter)]
    data = _drawn(document, pieces, bulletin, setter)
    return Rendition(
        files=(File(name="pdf", media_type="application/pdf", data=data),),
        text=words_of(piece.set.part for piece in pieces),
        measure=Measure(pages=document.pages, bytes=len(data)),
        notes=(*heavy(data), *labels.notes),
    )


@dataclass(frozen=True, slots=True)
class _Bulletin:
    """What a bulletin says, as pieces for its pages."""

    edition: Edition
    language: str
    labels: Labels
    options: ChannelOptions

    @property
    def name(self) -> str:
        """What it is called at the head and on every page."""
        number = self.labels("No. {number}", number=str(self.edition.number))
        return f"{self.labels('Bulletin')} · {number}"

    @property
    def title(self) -> str:
        return f"{self.name}, {self.edition.region_in(self.language)}"

    def masthead(self, setter: Setter) -> Iterator[Piece]:
        parts = [
            Part(role="kind", text=self.name),
            Part(role="title", text=self.edition.region_in(self.language)),
            Part(role="date", text=self._period()),
        ]
        if self.options.code:
            code = f"{self.labels('Code')}: {self.options.code}"
            parts.append(Part(role="foot", text=code))
        for part in parts:
            yield Piece(setter.set(part, MASTHEAD), leads=True)

    def _period(self) -> str:
        first = full_day(self.edition.period_from, self.language)
        last = full_day(self.edition.period_to, self.language)
        if first == last:
            return first
        return self.labels("{first} – {last}", first=first, last=last)

    def contents(self, setter: Setter) -> Iterator[Piece]:
        """The calendar, then the items."""
        told: list[Facts] = []
        items: list[Piece] = []
        for number, item in enumerate(self.edition.items, 1):
            with naming(item):
                facts = facts_in(item, self.language)
                parts = parts_of(facts, self.labels, self._own(item))
                items += _set(number, parts, setter)
            told.append(facts)
        yield from calendar(self.edition, told, self.labels, setter)
        yield from items

    def _own(self, item: Announcement) -> ChannelOptions:
        """An item's options: the edition's code stands in the masthead, and its reply
        word would not say which item it is for.
        """
        update = {"replaces": item.replaces, "code": None, "reply_word": None}
        return self.options.model_copy(update=update)


def _set(number: int, parts: list[Part], setter: Setter) -> Iterator[Piece]:
    """An item under a rule, its number before its title."""
    for at, part in enumerate(parts):
        if part.role == "title":
            part = replace(part, text=f"{number}. {part.text}")
        found = replace(setter.set(part, ITEM), rule=None)
        if at == 0:
            found = replace(found, gap=_BETWEEN, rule=-_BETWEEN / 2)
        yield Piece(found, leads=part.role in _LEADERS)


def _drawn(
    document: Document, pieces: list[Piece], bulletin: _Bulletin, setter: Setter
) -> bytes:
    bottom = document.height - ITEM.margin - _FOOT.size * _FOOT.leading
    pages = flow(pieces, bottom - _ABOVE_FOOT - ITEM.margin)
    for number, parts in enumerate(pages, 1):
        if number > 1:
            document.new_page()
        draw(document, parts, ITEM.margin)
        page, of = str(number), str(len(pages))
        numbered = bulletin.labels("Page {page} of {pages}", page=page, pages=of)
        foot = setter.label(f"{bulletin.name} · {numbered}", _FOOT, setter.width(ITEM))
        document.draw(foot, ITEM.margin, bottom)
    return document.finish()
