"""Which parts go on the page, and at which sizes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from channels.print.parts import Part, Rank
from channels.print.scales import Ladder, Scale
from channels.print.setting import SetPart, Setter, apart
from outreach.model.errors import CannotCarry

#: A page holds fewer characters than this in any language, so more is not tried whole.
_MOST_CHARACTERS = 8_000


@dataclass(frozen=True, slots=True)
class Fit:
    """What goes on the page, and what does not."""

    parts: tuple[SetPart, ...]
    scale: Scale
    left_out: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Telling:
    """All that one language could say on the page, and what sets it."""

    parts: Sequence[Part]
    setter: Setter


def fit_on_page(tellings: Sequence[Telling], height: float, ladder: Ladder) -> Fit:
    """The parts at the largest sizes at which all fit on a page of ``height``, one
    language below the other.

    Else all facts and the paragraphs that fit at the smallest sizes, or, if none does,
    all facts at the largest; else what is needed, and of the rest what fits. Raises
    CannotCarry if what is needed does not.
    """
    page = _Page(tellings, height)
    for scale in ladder.steps:
        if fit := page.all_of(scale):
            return fit
    full = page.filled(ladder.tight, Rank.FACT)
    if full and any(part.part.rank is Rank.BODY for part in full.parts):
        return full
    for scale in ladder.steps:
        if fit := page.filled(replace(scale, body=ladder.tight.body), Rank.FACT):
            return fit
    for scale, rank, least in _squeezes(ladder):
        if fit := page.squeezed(scale, rank, least):
            return fit
    raise CannotCarry(
        "Title, date, place, summary and contact do not fit on one page at "
        f"{ladder.last.body:g} points. Shorten the title, the summary or the contact."
    )


def _squeezes(ladder: Ladder) -> tuple[tuple[Scale, Rank, float], ...]:
    """What is tried in turn when not all facts fit: sizes, what must fit, least title."""
    tight, last = ladder.tight, ladder.last
    first, second, third = ladder.titles
    return (
        (tight, Rank.FACT, first),
        (tight, Rank.REGISTRATION, second),
        (last, Rank.REGISTRATION, third),
        *((scale, Rank.REGISTRATION, third) for scale in ladder.nearer),
        (tight, Rank.NEEDED, tight.least_title),
        (last, Rank.NEEDED, last.least_title),
        *((scale, Rank.NEEDED, scale.least_title) for scale in ladder.nearer),
    )


class _Page:
    def __init__(self, tellings: Sequence[Telling], height: float) -> None:
        self._height = height
        self._told = [
            _Told(part, telling.setter, place, second=number > 0)
            for number, telling in enumerate(tellings)
            for place, part in enumerate(telling.parts)
        ]

    def all_of(self, scale: Scale) -> Fit | None:
        """Every part, if it fits."""
        if sum(len(told.part.text) for told in self._told) > _MOST_CHARACTERS:
            return None
        found = [told.set(scale) for told in self._told]
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
            number: told.set(scale)
            for number, told in enumerate(self._told)
            if told.part.rank <= rank
        }
        room = self._room(scale) - _taken(chosen.values())
        if room < 0:
            return None
        left: list[Part] = []
        for number, told in self._by_rank(above=rank):
            stop = told.part.rank is Rank.BODY and any(
                part.rank is Rank.BODY for part in left
            )
            found = None if stop else told.set(scale)
            if found and found.gap + found.height <= room:
                chosen[number] = found
                room -= found.gap + found.height
            else:
                left.append(told.part)
        return Fit(tuple(chosen[n] for n in sorted(chosen)), scale, tuple(left))

    def _by_rank(self, *, above: Rank) -> list[tuple[int, _Told]]:
        """Of two languages by turns, so that both say the same."""
        wanted = [
            (n, told) for n, told in enumerate(self._told) if told.part.rank > above
        ]
        return sorted(wanted, key=lambda one: (one[1].part.rank, one[1].place, one[0]))

    def _room(self, scale: Scale) -> float:
        return self._height - 2 * scale.margin


@dataclass(frozen=True, slots=True)
class _Told:
    part: Part
    setter: Setter
    #: Among the parts of its language.
    place: int
    second: bool

    def set(self, scale: Scale) -> SetPart:
        found = self.setter.set(self.part, scale)
        return apart(found) if self.second and not self.place else found


def _taken(parts: Iterable[SetPart]) -> float:
    return sum(part.gap + part.height for part in parts)
