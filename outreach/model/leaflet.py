"""The leaflet for organisations: how to join, answer, stop and ask. It is made of what the
office is, not of an announcement and not of deliveries.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol, runtime_checkable

from outreach.model.layout import PaperSize
from outreach.model.papers import Paper


class Keywords(NamedTuple):
    """The words of one language that people text, as a leaflet prints them."""

    join: str
    stop: str
    start: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FocalPoint:
    """Somebody of the office whom people can turn to."""

    name: str
    #: Where to find them: a place, an office, a day; empty: not said.
    where: str = ""
    #: As people write it; None: not told.
    phone: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """What a leaflet says of the office. Phones are written as people write them."""

    name: str
    #: What people text to: a number or a short code; None where nobody can.
    text_to: str | None
    #: What people ring.
    phones: tuple[str, ...] = ()
    #: Lines of the postal address, from the top.
    address: tuple[str, ...] = ()
    #: The first is the last to be left out.
    focal_points: tuple[FocalPoint, ...] = ()
    #: By language: what whoever reads the texts understands.
    keywords: Mapping[str, Keywords]
    #: Codes of the languages that people can be written to in.
    languages: tuple[str, ...] = ()

    @property
    def rung(self) -> bool:
        """Whether there is a number to ring."""
        return bool(self.phones) or any(one.phone for one in self.focal_points)


@runtime_checkable
class MakesLeaflets(Protocol):
    """A channel that makes the leaflet."""

    @property
    def leaflet_languages(self) -> frozenset[str]:
        """The languages that it has wording in."""
        ...

    def leaflet(
        self, office: Office, languages: Sequence[str], paper: PaperSize
    ) -> Paper:
        """One sheet: in one language, or in two, the second on the back.

        Pure: the same input gives the same bytes. Raises CannotCarry where a language has
        no wording, a letter no font, or what must be said does not fit.
        """
        ...
