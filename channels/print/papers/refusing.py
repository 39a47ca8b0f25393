"""Parcels of which a paper can't be made: told by their organisation, or left out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from outreach.model.errors import CannotCarry
from outreach.model.papers import PaperOptions, Parcel

#: Organisations named in one message; of more it says how many.
_NAMED = 5


class Refusals:
    """What was refused on the way; ``what`` is the paper's part that can't be made."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._said: list[str] = []
        self._more = 0

    @contextmanager
    def noting(self, parcel: Parcel) -> Iterator[None]:
        """Note a CannotCarry raised within, with the organisation's name."""
        try:
            yield
        except CannotCarry as error:
            if len(self._said) < _NAMED:
                self._said.append(f"The {self._what} of {parcel.name}: {error}")
            else:
                self._more += 1

    def settle(self, options: PaperOptions, made: int) -> list[str]:
        """What was left out, as sentences. Raises CannotCarry unless it may be, or where
        nothing was made.
        """
        more = [f"So it is with {self._more:,} more."] if self._more else []
        said = [*self._said, *more]
        if said and not options.leave_out:
            what = "Leave it out" if len(said) == 1 else "Leave them out"
            by_hand = f"{what} (--leave-out) and write by hand."
            raise CannotCarry(" ".join([*said, by_hand]))
        if not made:
            raise CannotCarry(" ".join([f"There is no {self._what} to print.", *said]))
        return said
