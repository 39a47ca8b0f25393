"""What a page has no room for, what strips at its foot cost it, and what staff are told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from channels.print.fitting import Fit
from channels.print.parts import Part, Rank
from channels.print.strips import Strips
from outreach.model.errors import CannotCarry


@dataclass(frozen=True, slots=True, kw_only=True)
class Foot:
    """Strips for the foot of a page, and the page above them."""

    strips: Strips
    #: None where nothing has room above them.
    above: Fit | None
    #: What stands on the page without strips, and not above them.
    costs: tuple[Part, ...] = ()
    #: Whether they cost no more than they may.
    stands: bool = False
    #: Whether they stand there at any cost but that of what is needed and of registration.
    wanted: bool = False

    def price(self) -> tuple[bool, int]:
        """By which of several the one is taken that stands, at the least cost."""
        return not self.stands, len(self.costs)

    def notes(self) -> Iterator[str]:
        """What the strips cost, or would."""
        costs = named(self.costs)
        if self.stands and costs:
            yield f"The strips took the place of: {costs}."
        elif self.above and costs and not self.wanted:
            yield f"Strips would take the place of: {costs}."


def foot_of(
    strips: Strips, whole: Fit, fit: Callable[[float], Fit], *, wanted: bool
) -> Foot:
    """``strips`` below what ``fit`` makes of so many points less than the page has.

    They never cost a fact of registration or the distance at which it is read, and unless
    they are wanted they cost nothing that stands on the ``whole`` page.
    """
    try:
        above = fit(strips.height)
    except CannotCarry:
        return Foot(strips=strips, above=None, wanted=wanted)
    costs = tuple((Counter(above.left_out) - Counter(whole.left_out)).elements())
    if wanted:
        stands = not any(part.rank is Rank.REGISTRATION for part in costs)
    else:
        stands = len(above.left_out) <= len(whole.left_out)
    return Foot(
        strips=strips,
        above=above,
        costs=costs,
        stands=stands and above.scale.metres >= whole.scale.metres,
        wanted=wanted,
    )


def worth(fit: Fit) -> tuple[float, int]:
    """What a page is worth beside others of the same parts: read from far, then whole."""
    return fit.scale.metres, -len(fit.left_out)


def told_of(
    name: str, parts: Iterable[Sequence[Part]], fits: Sequence[Fit], foot: Foot | None
) -> Iterator[str]:
    """What staff are told of a page or of two, of all ``parts`` of which some had no room."""
    left = [part for fit in fits for part in fit.left_out]
    names = named(left, sum(part.role == "body" for own in parts for part in own))
    if foot and not foot.stands:
        names = ", ".join(filter(None, [names, "the strips to tear off"]))
    if names:
        yield f"Left off the {name} for want of room: {names}."
    if foot:
        yield from foot.notes()


def named(left: Sequence[Part], of: int | None = None) -> str:
    """The names of what is ``left`` out; its paragraphs are counted, of all that there are."""
    names = list(dict.fromkeys(part.name for part in left if part.name))
    count = sum(part.role == "body" for part in left)
    if count and of is None:
        names.append(f"{count} paragraphs" if count > 1 else "a paragraph")
    elif count and count == of:
        names.append(f"the whole text after the summary ({of} paragraphs)")
    elif count:
        names.append(f"the last {count} of {of} paragraphs")
    return ", ".join(names)


def near(fits: Sequence[Fit], metres: float) -> Iterator[str]:
    """What staff are told where facts are not read from as far off as they should be."""
    least = min(fit.scale.metres for fit in fits)
    if least < metres:
        yield (
            f"What people must know is read from {least:g} m here, not from {metres:g} m: "
            "there is much of it. A shorter title, place, contact or summary helps."
        )
