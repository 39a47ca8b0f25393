"""Which parts go on the page, and at which sizes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from channels.print.parts import Part, Rank
from channels.print.scales import LAST_RESORT, LEAST, SCALES, TIGHT, Scale
from channels.print.setting import LEAST_TITLE, SetPart, Setter
from outreach.model.errors import CannotCarry

#: A page holds fewer characters than this in any language, so more is not tried whole.
_MOST_CHARACTERS = 8_000
#: What is tried in turn when not all facts fit: sizes, what must fit, least title.
_SQUEEZES = (
    (TIGHT, Rank.FACT, 28.0),
    (TIGHT, Rank.REGISTRATION, 18.0),
    (LAST_RESORT, Rank.REGISTRATION, LEAST_TITLE),
    (TIGHT, Rank.NEEDED, LEAST_TITLE),
    (LAST_RESORT, Rank.NEEDED, LEAST_TITLE),
)


@dataclass(frozen=True, slots=True)
class Fit:
    """What goes on the page, and what does not."""

    parts: tuple[SetPart, ...]
    scale: Scale
    left_out: tuple[Part, ...] = ()


def fit_on_page(parts: Sequence[Part], setter: Setter, height: float) -> Fit:
    """The parts at the largest sizes at which all fit on a page of ``height``.

    Else all facts and the paragraphs that fit at the smallest sizes, or, if none does,
    all facts at the largest; else what is needed, and of the rest what fits. Raises
    CannotCarry if what is needed does not.
    """
    page = _Page(parts, setter, height)
    for scale in SCALES:
        if fit := page.all_of(scale):
            return fit
    full = page.filled(TIGHT, Rank.FACT)
    if full and any(part.part.rank is Rank.BODY for part in full.parts):
        return full
    for scale in SCALES:
        if fit := page.filled(replace(scale, body=LEAST), Rank.FACT):
            return fit
    for scale, rank, least in _SQUEEZES:
        if fit := page.squeezed(scale, rank, least):
            return fit
    raise CannotCarry(
        "Title, date, place, summary and contact do not fit on one page at "
        f"{LEAST:g} points. Shorten the title or the summary."
    )


class _Page:
    def __init__(self, parts: Sequence[Part], setter: Setter, height: float) -> None:
        self._parts, self._setter, self._height = parts, setter, height

    def all_of(self, scale: Scale) -> Fit | None:
        """Every part, if it fits."""
        if sum(len(part.text) for part in self._parts) > _MOST_CHARACTERS:
            return None
        found = [self._setter.set(part, scale) for part in self._parts]
        if _taken(found) > self._room(scale):
            return None
        return Fit(tuple(found), scale)

    def squeezed(self, scale: Scale, rank: Rank, least: float) -> Fit | None:
        """As ``filled``, with the title made smaller where that helps."""
        size = scale.title
        while size >= least:
            smaller = replace(scale, title=size, title_height=self._height)
            if fit := self.filled(smaller, rank):
                return fit
            size -= 2
        return None

    def filled(self, scale: Scale, rank: Rank) -> Fit | None:
        """The parts up to ``rank``, if they fit, and then each other that still does.

        Of the paragraphs none is taken after one that does not fit.
        """
        chosen = {
            number: self._setter.set(part, scale)
            for number, part in enumerate(self._parts)
            if part.rank <= rank
        }
        room = self._room(scale) - _taken(chosen.values())
        if room < 0:
            return None
        left: list[Part] = []
        for number, part in self._by_rank(above=rank):
            stop = part.rank is Rank.BODY and any(p.rank is Rank.BODY for p in left)
            found = None if stop else self._setter.set(part, scale)
            if found and found.gap + found.height <= room:
                chosen[number] = found
                room -= found.gap + found.height
            else:
                left.append(part)
        return Fit(tuple(chosen[n] for n in sorted(chosen)), scale, tuple(left))

    def _by_rank(self, *, above: Rank) -> list[tuple[int, Part]]:
        wanted = [(n, part) for n, part in enumerate(self._parts) if part.rank > above]
        return sorted(wanted, key=lambda one: (one[1].rank, one[0]))

    def _room(self, scale: Scale) -> float:
        return self._height - 2 * scale.margin


def _taken(parts: Iterable[SetPart]) -> float:
    return sum(part.gap + part.height for part in parts)
