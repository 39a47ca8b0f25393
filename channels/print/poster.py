"""The poster: one announcement on one sheet, to be read standing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from channels.print.content import parts_of
from channels.print.drawing import draw, words_of
from channels.print.fitting import Fit, fit_on_page
from channels.print.labels import Labels
from channels.print.parts import Paper, Part, Rank
from channels.print.setting import Setter
from channels.print.weight import MOST_BYTES, heavy
from outreach.model.facts import Facts
from outreach.model.rendition import ChannelOptions, File, Measure, Rendition
from outreach.typesetting import Document


def poster(
    facts: Facts, labels: Labels, options: ChannelOptions, paper: Paper
) -> Rendition:
    """A page with title, date, place, summary and contact whole, then of registration,
    other facts and the text as much as fits; staff are told what does not.

    Raises CannotCarry if what must be whole does not fit, or can't be set rightly.
    """
    parts = parts_of(facts, labels, options)
    sheet = _sheet(parts, facts, labels, paper)
    if len(sheet.data) > MOST_BYTES:
        sheet = _lighter(parts, facts, labels, paper)
    return Rendition(
        files=(File(name="pdf", media_type="application/pdf", data=sheet.data),),
        text=sheet.words,
        measure=Measure(pages=1, bytes=len(sheet.data)),
        notes=(*_left_out(parts, sheet.fit), *heavy(sheet.data), *labels.notes),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sheet:
    fit: Fit
    words: str
    data: bytes


def _sheet(parts: Sequence[Part], facts: Facts, labels: Labels, paper: Paper) -> _Sheet:
    document = Document(title=facts.title, language=facts.language, page=paper)
    setter = Setter(facts.language, labels.language, document.width)
    fit = fit_on_page(parts, setter, document.height)
    draw(document, fit.parts, fit.scale.margin)
    words = words_of(part.part for part in fit.parts)
    return _Sheet(fit=fit, words=words, data=document.finish())


def _lighter(
    parts: Sequence[Part], facts: Facts, labels: Labels, paper: Paper
) -> _Sheet:
    """The page without the text after the summary: fewer different letters to carry."""
    kept = [part for part in parts if part.rank is not Rank.BODY]
    sheet = _sheet(kept, facts, labels, paper)
    body = tuple(part for part in parts if part.rank is Rank.BODY)
    return replace(sheet, fit=replace(sheet.fit, left_out=sheet.fit.left_out + body))


def _left_out(parts: Sequence[Part], fit: Fit) -> tuple[str, ...]:
    names = [part.name for part in fit.left_out if part.name]
    paragraphs = sum(part.role == "body" for part in fit.left_out)
    if paragraphs:
        of = sum(part.role == "body" for part in parts)
        names.append(
            f"the last {paragraphs} of {of} paragraphs"
            if paragraphs < of
            else f"the whole text after the summary ({of} paragraphs)"
        )
    if not names:
        return ()
    return (f"Left off the poster for want of room: {', '.join(names)}.",)
