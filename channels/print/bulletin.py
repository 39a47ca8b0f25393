"""The bulletin: an edition on as many pages as it takes, each item whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

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
    region = edition.region_in(language)
    title = f"{_name(edition, labels)}, {region}"
    document = Document(title=title, language=language, page=paper)
    setter = Setter(language, labels.language, document.width)
    pieces = [
        *_masthead(edition, region, labels, options, setter, language),
        *_contents(edition, language, labels, options, setter),
    ]
    data = _drawn(document, pieces, _name(edition, labels), labels, setter)
    return Rendition(
        files=(File(name="pdf", media_type="application/pdf", data=data),),
        text=words_of(piece.set.part for piece in pieces),
        measure=Measure(pages=document.pages, bytes=len(data)),
        notes=(*heavy(data), *labels.notes),
    )


def _name(edition: Edition, labels: Labels) -> str:
    number = labels("No. {number}", number=str(edition.number))
    return f"{labels('Bulletin')} · {number}"


def _masthead(
    edition: Edition,
    region: str,
    labels: Labels,
    options: ChannelOptions,
    setter: Setter,
    language: str,
) -> Iterator[Piece]:
    parts = [
        Part(role="kind", text=_name(edition, labels)),
        Part(role="title", text=region),
        Part(role="date", text=_period(edition, labels, language)),
    ]
    if options.code:
        parts.append(Part(role="foot", text=f"{labels('Code')}: {options.code}"))
    for part in parts:
        yield Piece(setter.set(part, MASTHEAD), leads=True)


def _period(edition: Edition, labels: Labels, language: str) -> str:
    first = full_day(edition.period_from, language)
    if edition.period_from == edition.period_to:
        return first
    last = full_day(edition.period_to, language)
    return labels("{first} – {last}", first=first, last=last)


def _contents(
    edition: Edition,
    language: str,
    labels: Labels,
    options: ChannelOptions,
    setter: Setter,
) -> Iterator[Piece]:
    told: list[Facts] = []
    items: list[Piece] = []
    for number, item in enumerate(edition.items, 1):
        with naming(item):
            told.append(facts_in(item, language))
            own = _own(options, item)
            items += _item(number, told[-1], labels, own, setter)
    yield from calendar(edition, told, labels, setter)
    yield from items


def _own(options: ChannelOptions, item: Announcement) -> ChannelOptions:
    """Without what belongs to the edition as a whole: its code stands in the masthead,
    and a reply word would not say which item it is for.
    """
    update = {"replaces": item.replaces, "code": None, "reply_word": None}
    return options.model_copy(update=update)


def _item(
    number: int, facts: Facts, labels: Labels, options: ChannelOptions, setter: Setter
) -> Iterator[Piece]:
    for at, part in enumerate(parts_of(facts, labels, options)):
        if part.role == "title":
            part = replace(part, text=f"{number}. {part.text}")
        found = replace(setter.set(part, ITEM), rule=None)
        if at == 0:
            found = replace(found, gap=_BETWEEN, rule=-_BETWEEN / 2)
        yield Piece(found, leads=part.role in _LEADERS)


def _drawn(
    document: Document, pieces: list[Piece], name: str, labels: Labels, setter: Setter
) -> bytes:
    foot = _FOOT.size * _FOOT.leading
    bottom = document.height - ITEM.margin - foot
    pages = flow(pieces, bottom - _ABOVE_FOOT - ITEM.margin)
    for number, parts in enumerate(pages, 1):
        if number > 1:
            document.new_page()
        draw(document, parts, ITEM.margin)
        of = labels("Page {page} of {pages}", page=str(number), pages=str(len(pages)))
        line = setter.label(f"{name} · {of}", _FOOT, setter.width(ITEM))
        document.draw(line, ITEM.margin, bottom)
    return document.finish()
