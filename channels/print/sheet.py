"""One announcement on one sheet: the poster, to be read standing, and the handbill."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace

from channels.print.afar import POSTER_A3, POSTER_A3_OF_TWO
from channels.print.codes import with_code, without_code
from channels.print.content import parts_of
from channels.print.costs import Foot, foot_of, near, told_of, worth
from channels.print.drawing import draw, words_of
from channels.print.fitting import Fit, Telling, fit_on_page
from channels.print.ink import dark
from channels.print.options import PrintOptions
from channels.print.parts import Paper, Part, Rank
from channels.print.scales import HANDBILL, POSTER, POSTER_OF_TWO, Ladder
from channels.print.strips import LENGTHS, strips_of
from channels.print.tellings import Told, notes_of
from channels.print.weight import MOST_BYTES, heavy
from outreach.model.errors import CannotCarry
from outreach.model.rendition import File, Measure, Rendition
from outreach.typesetting import Document, Page

#: What printers and copiers leave white (10 mm).
_EDGE = 28.35


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """What a sheet is: its page, its sizes, and how many stand side by side on it."""

    name: str
    page: Page
    ladder: Ladder
    #: The sizes of two languages below each other; None where each has a side of the sheet.
    of_two: Ladder | None = None
    copies: int = 1
    #: The lengths of strips to tear off that it may have, the best first.
    strips: tuple[float, ...] = ()
    #: Whether a summary that does not fit may be left off, which staff are told.
    may_lose_summary: bool = False


def _poster(page: Page) -> Format:
    return Format(
        name="poster",
        page=page,
        ladder=POSTER,
        of_two=POSTER_OF_TWO,
        strips=LENGTHS[:1],
    )


def _poster_a3(page: Page) -> Format:
    return Format(
        name="poster",
        page=page,
        ladder=POSTER_A3,
        of_two=POSTER_A3_OF_TWO,
        strips=LENGTHS,
    )


def _handbill(page: Page) -> Format:
    return Format(
        name="handbill",
        page=page,
        ladder=HANDBILL,
        copies=2,
        may_lose_summary=True,
    )


#: By variant and paper. The large poster says at 3 m what people must know and copy down.
FORMATS: Mapping[str, Mapping[Paper, Format]] = {
    "poster": {"a4": _poster("a4"), "letter": _poster("letter")},
    "poster-a3": {"a4": _poster_a3("a3"), "letter": _poster_a3("tabloid")},
    "handbill": {
        "a4": _handbill("a4-landscape"),
        "letter": _handbill("letter-landscape"),
    },
}


def sheet(told: Sequence[Told], options: PrintOptions, form: Format) -> Rendition:
    """A page with title, date, place, summary and contact whole, then of registration,
    other facts and the text as much as fits; staff are told what does not. Of two
    languages the first leads, the other stands below it or on the back.

    Raises CannotCarry if what must be whole does not fit, or can't be set rightly.
    """
    parts = [_parts(one, options, form, first=one is told[0]) for one in told]
    made = _made(told, parts, form, options)
    if len(made.data) > MOST_BYTES:
        made = _lighter(told, parts, form, options)
    return Rendition(
        files=(File(name="pdf", media_type="application/pdf", data=made.data),),
        text=made.words,
        measure=Measure(pages=len(made.fits), bytes=len(made.data)),
        notes=(
            *told_of(form.name, parts, made.fits, made.foot),
            *near(made.fits, form.ladder.steps[0].metres),
            *heavy(made.data),
            *dark(made.ink),
            *notes_of(told),
        ),
    )


def _parts(
    told: Told, options: PrintOptions, form: Format, *, first: bool
) -> list[Part]:
    """Two languages on a page share a code."""
    parts = parts_of(told.facts, told.labels, options)
    if form.of_two and not first:
        return parts
    return with_code(parts, told.facts, told.labels, options)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Made:
    fits: Sequence[Fit]
    data: bytes
    #: The black share of each page.
    ink: Sequence[float]
    #: None where no strips are asked for.
    foot: Foot | None = None

    @property
    def words(self) -> str:
        return words_of(part.part for fit in self.fits for part in fit.parts)


def _made(
    told: Sequence[Told],
    parts: Sequence[list[Part]],
    form: Format,
    options: PrintOptions,
) -> _Made:
    lead = told[0].facts
    document = Document(title=lead.title, language=lead.language, page=form.page)
    width = document.width / form.copies
    tellings = [
        Telling(own, one.setter(width)) for one, own in zip(told, parts, strict=True)
    ]
    sides = [tellings] if form.of_two else [[one] for one in tellings]
    fits = [_fit_with_code(side, document.height, form) for side in sides]
    foot = _foot(told, options, form, document, sides[0], fits[0])
    if foot and foot.stands and foot.above:
        fits = [foot.above, *fits[1:]]
    for number, fit in enumerate(fits):
        if number:
            document.new_page()
        _draw(document, fit, form.copies)
    if foot and foot.stands:
        foot.strips.draw(document, fits[0].scale.margin, _EDGE)
    data = document.finish()
    return _Made(
        fits=fits,
        data=data,
        ink=document.ink,
        foot=foot,
    )


def _fit_with_code(side: Sequence[Telling], height: float, form: Format) -> Fit:
    """The page with its code, or without where that would cost a word of it, or have it
    read from less far.
    """
    try:
        fit = _fit(side, height, form)
    except CannotCarry:
        return _fit(_bare(side), height, form)
    if not fit.left_out and fit.scale.metres == form.ladder.steps[0].metres:
        return fit
    without = _fit(_bare(side), height, form)
    return without if worth(without) > worth(fit) else fit


def _bare(side: Sequence[Telling]) -> list[Telling]:
    return [Telling(without_code(one.parts), one.setter) for one in side]


def _fit(side: Sequence[Telling], height: float, form: Format) -> Fit:
    ladder = form.of_two if form.of_two and len(side) > 1 else form.ladder
    try:
        return fit_on_page(side, height, ladder)
    except CannotCarry:
        if len(side) == 1 and not form.may_lose_summary:
            raise
    shorter = [Telling(_summary_last(one.parts), one.setter) for one in side]
    return fit_on_page(shorter, height, ladder)


def _foot(
    told: Sequence[Told],
    options: PrintOptions,
    form: Format,
    document: Document,
    side: Sequence[Telling],
    whole: Fit,
) -> Foot | None:
    def fit(less: float) -> Fit:
        return _fit_with_code(side, document.height - less, form)

    width, wanted = (
        document.width - 2 * form.ladder.steps[0].margin,
        bool(options.strips),
    )
    feet = [
        foot_of(strips, whole, fit, wanted=wanted)
        for length in form.strips
        if (strips := strips_of(told, options, width, length))
    ]
    return min(feet, key=Foot.price, default=None)


def _summary_last(parts: Sequence[Part]) -> list[Part]:
    return [
        replace(part, rank=Rank.BODY, name="the summary")
        if part.role == "summary"
        else part
        for part in parts
    ]


def _draw(document: Document, fit: Fit, copies: int) -> None:
    """The same on each part of the sheet, with a line to cut along between them. Who
    listens hears it once.
    """
    width, margin = document.width / copies, fit.scale.margin
    for copy in range(copies):
        left = copy * width
        with document.artifact() if copy else nullcontext():
            draw(document, fit.parts, left + margin, margin, width - 2 * margin)
        if copy:
            document.dashed(left, _EDGE, 0, document.height - 2 * _EDGE)


def _lighter(
    told: Sequence[Told],
    parts: Sequence[list[Part]],
    form: Format,
    options: PrintOptions,
) -> _Made:
    """The page without the text after the summary: fewer different letters to carry."""
    kept = [[part for part in own if part.rank is not Rank.BODY] for own in parts]
    made = _made(told, kept, form, options)
    body = tuple(part for own in parts for part in own if part.rank is Rank.BODY)
    first, *rest = made.fits
    first = replace(first, left_out=first.left_out + body)
    return replace(made, fits=[first, *rest])
