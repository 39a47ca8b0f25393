"""Large print: one announcement whole, on as many pages as it takes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from channels.print.codes import with_code
from channels.print.content import parts_of
from channels.print.drawing import words_of
from channels.print.flowing import Piece, leads
from channels.print.ink import dark
from channels.print.options import PrintOptions
from channels.print.paging import draw_pages
from channels.print.parts import Paper, Part
from channels.print.scales import LARGE
from channels.print.setting import Setter, apart
from channels.print.tellings import Told, notes_of
from channels.print.weight import heavy
from outreach.model.rendition import File, Measure, Rendition
from outreach.typesetting import Block, Document, Style

_FOOT = Style(size=LARGE.foot)


def large(told: Sequence[Told], options: PrintOptions, paper: Paper) -> Rendition:
    """All of it at 18 points or more; of two languages one after the other.

    Raises CannotCarry if it can't be set rightly.
    """
    lead = told[0].facts
    document = Document(title=lead.title, language=lead.language, page=paper)
    setters = [one.setter(document.width) for one in told]
    pieces = [
        piece
        for one, setter in zip(told, setters, strict=True)
        for piece in _pieces(one, setter, options, first=one is told[0])
    ]

    def foot(number: int, of: int) -> Iterator[Block]:
        for one, setter in zip(told, setters, strict=True):
            yield _page(one, setter, number, of)

    draw_pages(document, pieces, LARGE, foot)
    data = document.finish()
    return Rendition(
        files=(File(name="pdf", media_type="application/pdf", data=data),),
        text=words_of(piece.set.part for piece in pieces),
        measure=Measure(pages=document.pages, bytes=len(data)),
        notes=(*heavy(data), *dark(document.ink), *notes_of(told)),
    )


def _pieces(
    told: Told, setter: Setter, options: PrintOptions, *, first: bool
) -> Iterator[Piece]:
    for place, part in enumerate(_parts(told, options, first=first)):
        found = setter.set(part, LARGE)
        if not first and not place:
            found = apart(found)
        yield Piece(found, leads=leads(part))


def _parts(told: Told, options: PrintOptions, *, first: bool) -> list[Part]:
    parts = parts_of(told.facts, told.labels, options)
    return with_code(parts, told.facts, told.labels, options) if first else parts


def _page(told: Told, setter: Setter, number: int, of: int) -> Block:
    """The page's number behind the title, where both stand in a line."""
    page = told.labels("Page {page} of {pages}", page=str(number), pages=str(of))
    width = setter.width(LARGE)
    named = setter.label(f"{told.facts.title} · {page}", _FOOT, width)
    return named if len(named.lines) == 1 else setter.label(page, _FOOT, width)
