"""Print shops: who prints for which places, and what is more than a shop can do."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from outreach.model.organisation import Printer
from outreach.model.places import country_name

#: Millimetres, the shorter side first, by the names that shops go by; ISO 216 and ANSI.
_SIZES = {
    "A2": (420, 594),
    "A3": (297, 420),
    "A4": (210, 297),
    "A5": (148, 210),
    "A6": (105, 148),
    "Letter": (216, 279),
    "Legal": (216, 356),
    "Tabloid": (279, 432),
}
#: Other names of a size, folded.
_ALSO = {"ledger": "tabloid", "11x17": "tabloid", "11×17": "tabloid"}
_POINTS = 72 / 25.4
#: Millimetres by which a page may be off its size.
_OFF = 2.0


class Area(NamedTuple):
    """Where an organisation is. Region and district are empty where nobody said."""

    country: str
    region: str
    district: str

    @property
    def name(self) -> str:
        """As staff call it: "Kondele, Kisumu County, Kenya"."""
        named = country_name(self.country) or self.country
        return ", ".join(part for part in (self.district, self.region, named) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintShop:
    """An organisation that prints for others, as the directory says."""

    id: int
    name: str
    #: Where it is itself.
    area: Area
    printer: Printer
    #: Lines of its postal address, from the top.
    address: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()

    @property
    def regions(self) -> tuple[str, ...]:
        """Those that it prints for: its own where the directory names nothing."""
        if self.printer.regions or self.printer.districts:
            return self.printer.regions
        return (self.area.region,) if self.area.region else ()

    @property
    def can(self) -> str:
        """What it does, in words: "at most 500 copies at a time, on A4, A3"."""
        most, sizes = self.printer.copies, ", ".join(self.printer.sizes)
        parts = (most and f"at most {most:,} copies at a time", sizes and f"on {sizes}")
        return ", ".join(part for part in parts if part)


class Run(NamedTuple):
    """What is printed of one rendition."""

    what: str
    #: Of the sheet: of 201 handbills, two on a sheet, 101.
    copies: int
    #: As ``size_named`` calls it; empty: not known.
    size: str = ""


def serving(area: Area, shops: Iterable[PrintShop]) -> list[PrintShop]:
    """The shops that print for an area, the first of which gets its parcels.

    One that names the district comes before those that name the region; then they go by
    name. Empty: none does.
    """
    here = [shop for shop in shops if shop.area.country == area.country]
    by_district = [s for s in here if _among(area.district, s.printer.districts)]
    by_region = [shop for shop in here if _among(area.region, shop.regions)]
    return sorted(by_district or by_region, key=lambda shop: (shop.name, shop.id))


def beyond(shop: PrintShop, runs: Iterable[Run]) -> list[str]:
    """A sentence for each run that is more than the directory says that a shop can do."""
    sizes, most = set(map(folded_size, shop.printer.sizes)), shop.printer.copies
    return [
        f"{shop.name} can’t do “{run.what}” as it is: {run.copies:,} × "
        f"{run.size or 'it'} are wanted, and the directory says {shop.can}. Have it "
        "printed elsewhere, or correct the directory."
        for run in runs
        if (most and run.copies > most)
        or (sizes and run.size and folded_size(run.size) not in sizes)
    ]


def size_named(width: float, height: float) -> str:
    """What a page of so many points is called, whichever way it lies."""
    short, long = sorted((width / _POINTS, height / _POINTS))
    for name, (across, along) in _SIZES.items():
        if abs(short - across) < _OFF and abs(long - along) < _OFF:
            return name
    return f"{short:.0f} × {long:.0f} mm"


def folded_size(size: str) -> str:
    """A size's name as names of sizes are compared."""
    bare = "".join(size.casefold().split())
    return _ALSO.get(bare, bare)


def folded(name: str) -> str:
    """A place's name as names of places are compared."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def _among(name: str, names: Sequence[str]) -> bool:
    return bool(name) and folded(name) in map(folded, names)
