"""Dispatch papers: what is made from the deliveries of a broadcast, to carry and to post.

A parcel is what one delivery sends on paper to one addressee. Papers are made from parcels
in a stream: there may be ten thousand, so whoever makes a paper keeps none of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, NamedTuple, Protocol, runtime_checkable

from outreach.model.contracts import BundleItem
from outreach.model.printing import PrintShop
from outreach.model.rendition import File

#: Sheets of labels that offices buy: 21 on A4, 30 on Letter.
LabelSheet = Literal["l7160", "5160"]
#: Those on the paper of an office.
SHEETS: Mapping[str, LabelSheet] = {"a4": "l7160", "letter": "5160"}


class Parcel(NamedTuple):
    """What one delivery sends on paper to one addressee."""

    #: The delivery's id: ``K7QX2M-17``.
    id: str
    #: The organisation.
    name: str
    #: Others at the same address, for whom it is too.
    others: tuple[str, ...]
    #: Lines of the postal address, from the top.
    address: tuple[str, ...]
    country: str
    region: str | None
    district: str | None
    #: The addressee's own.
    language: str
    #: What staff call the gateway that carries it.
    carrier: str
    bundle: tuple[BundleItem, ...]

    @property
    def copies(self) -> int:
        """Of all renditions together."""
        return sum(item.copies for item in self.bundle)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispatch:
    """The broadcast that papers are of."""

    #: Its code.
    code: str
    #: The code that stands on what was approved, by which stations answer: all times of a
    #: repeating broadcast have the first one's.
    approved_code: str
    #: What it is of, by language; the first where an addressee's own has none.
    titles: tuple[tuple[str, str], ...]
    #: The edition's number, or the announcement's version.
    number: str
    #: Who sends it.
    office: str
    #: The number that answers are texted to, by country; a country may have none.
    phones: tuple[tuple[str, str], ...] = ()
    #: The place that the parcels are for; empty: all.
    place: str = ""
    #: Who prints them; None: the directory has no shop for the place.
    shop: PrintShop | None = None
    #: What the shop can't do of them, as sentences.
    notes: tuple[str, ...] = ()

    def title_in(self, languages: Iterable[str]) -> tuple[str, str]:
        """The language and the title: of the first that has one."""
        titles = dict(self.titles)
        found = next((code for code in languages if code in titles), self.titles[0][0])
        return found, titles[found]

    def phone_in(self, country: str) -> str | None:
        """Where somebody in ``country`` texts an answer to."""
        return dict(self.phones).get(country)


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperOptions:
    """How papers are made. It holds for all of a run."""

    sheet: LabelSheet = "l7160"
    #: The first label that is still on the sheet, from 1, line by line.
    start: int = 1
    #: Millimetres to the right and down, for a printer that is off.
    nudge: tuple[float, float] = (0.0, 0.0)
    #: Whether to go on without the labels that an address does not fit on.
    leave_out: bool = False
    #: Whether pages are printed on both sides of a sheet.
    both_sides: bool = True
    #: What a printed sheet costs, and in what; None: not known.
    sheet_price: Decimal | None = None
    currency: str = "USD"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A paper that was made, and what staff should know of it, as sentences."""

    file: File
    notes: tuple[str, ...] = ()
    #: Sides that it prints.
    pages: int = 0
    #: Of plain paper that a pack takes, for all copies.
    sheets: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperKind:
    """One kind of paper: its name in addresses and files, and what staff read."""

    name: str
    label: str
    #: The channel that it is made for; empty: for all.
    channel: str = ""
    #: What it is called where it goes with each delivery of that channel; empty: it does not.
    enclosed_as: str = ""


@runtime_checkable
class MakesPapers(Protocol):
    """A channel that makes dispatch papers, of all parcels whatever channel they are on."""

    papers: tuple[PaperKind, ...]

    def paper(
        self,
        name: str,
        dispatch: Dispatch,
        parcels: Iterable[Parcel],
        options: PaperOptions,
    ) -> Paper:
        """The paper called ``name``. ``parcels`` may be gone through more than once.

        Pure: the same input gives the same bytes. Raises InputError on options that can't
        be, CannotCarry where an address does not fit or a letter has no font.
        """
        ...
