"""Where parcels are printed: by which shop, or for which district, and what staff should know
of that before anything is packed.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from outreach import registry
from outreach.model.canonical import digest
from outreach.model.packing import counted, printed_file, what_is
from outreach.model.printing import (
    Area,
    PrintShop,
    Run,
    beyond,
    folded,
    serving,
    size_named,
)
from outreach.model.rendition import File
from outreach.store import Connection, renditions
from outreach.store.broadcasts import Broadcast
from outreach.store.ledger import parcels
from outreach.store.ledger.parcels import Lot
from outreach.store.print_shops import print_shops
from outreach.typesetting import page_size

#: Places that a sentence names.
_NAMED = 10
_STEM = 40
_PDF = "application/pdf"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What is printed in one place: by a print shop, or for an area that none serves."""

    #: In their order.
    areas: tuple[Area, ...]
    #: None: no shop serves the area.
    shop: PrintShop | None
    parcels: int
    #: Of all renditions together.
    copies: int
    #: What the shop can't do, as sentences.
    notes: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What staff call it: the shop, or "Kondele, Kisumu County, Kenya"."""
        return self.shop.name if self.shop else self.areas[0].name

    @property
    def key(self) -> str:
        """By which it is asked for: the same whatever else goes out."""
        return digest(self.shop.id if self.shop else list(self.areas[0]))[:12]


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Every place that parcels of a broadcast are printed in; each parcel is in one."""

    each: tuple[Place, ...]
    #: Who prints for whom where that is not plain, as sentences.
    notes: tuple[str, ...]


def paper_channels() -> list[str]:
    """The channels whose deliveries are carried or posted."""
    found = registry.plugins().channels.items()
    return [name for name, channel in found if channel.freight == "files"]


def places_of(connection: Connection, broadcast: Broadcast) -> Places:
    """A place for each print shop, and for what none serves one for each district, or region
    where no district is known; in the order of the areas.
    """
    lots = parcels.lots(connection, broadcast.id, paper_channels())
    shops = print_shops(connection, {lot.area.country for lot in lots})
    by_area: dict[Area, list[PrintShop]] = {}
    of_place: dict[object, list[Lot]] = defaultdict(list)
    for lot in lots:
        if lot.area not in by_area:
            by_area[lot.area] = serving(lot.area, shops)
        first = next(iter(by_area[lot.area]), None)
        of_place[first.id if first else lot.area].append(lot)
    contents = renditions.contents(connection, {lot.bundle_id for lot in lots})
    printed = cache(lambda key: _printed(connection, key))
    each = tuple(
        _place(some, by_area[some[0].area], _copies(some, contents), printed)
        for some in of_place.values()
    )
    return Places(each=each, notes=tuple(_told(each, shops, by_area)))


def stems(places: Sequence[Place]) -> list[str]:
    """A name of each for files: ASCII, unique whatever the letter case, without a dot. What
    has other letters than ASCII, or a name that is taken, has its key in it.
    """
    found = [_stem(place.name) for place in places]
    times = Counter(stem for stem, _ in found)
    return [
        stem if whole and times[stem] == 1 else f"{stem}-{place.key}".lstrip("-")
        for (stem, whole), place in zip(found, places, strict=True)
    ]


def _stem(name: str) -> tuple[str, bool]:
    """The start of a file's name, and whether all of the letters are in it."""
    bare = unicodedata.normalize("NFKD", name.lower())
    letters = [sign for sign in bare if sign.isalnum()]
    stem = re.sub(r"[^a-z0-9]+", "-", bare.encode("ascii", "ignore").decode())
    short = stem.strip("-")[:_STEM].strip("-")
    return short, len(letters) == sum(map(str.isalnum, short))


def _copies(lots: Sequence[Lot], contents: dict[int | None, list[Any]]) -> Counter[str]:
    """How many of each rendition, by its key."""
    found: Counter[str] = Counter()
    for lot in lots:
        for key, number in contents[lot.bundle_id]:
            found[key] += number * lot.parcels
    return found


def _place(
    lots: Sequence[Lot],
    shops: Sequence[PrintShop],
    copies: Counter[str],
    printed: Callable[[str], _Printed],
) -> Place:
    shop = shops[0] if shops else None
    notes: list[str] = []
    if shop and shop.can:
        of_same: Counter[_Printed] = Counter()
        for key, number in copies.items():
            of_same[printed(key)] += number
        notes = beyond(shop, (one.run(number) for one, number in of_same.items()))
    return Place(
        areas=tuple(dict.fromkeys(lot.area for lot in lots)),
        shop=shop,
        parcels=sum(lot.parcels for lot in lots),
        copies=copies.total(),
        notes=tuple(notes),
    )


class _Printed(NamedTuple):
    """What of a rendition is printed; renditions with equal files are one."""

    what: str
    files: tuple[File, ...]
    size: str
    per_sheet: int

    def run(self, copies: int) -> Run:
        """So many copies of it, as they leave the machine."""
        return Run(self.what, -(-copies // self.per_sheet), self.size)


def _printed(connection: Connection, key: str) -> _Printed:
    item = renditions.get(connection, key)
    file = printed_file(item.rendition)
    size = page_size(file.data) if file and file.media_type == _PDF else None
    return _Printed(
        what=what_is(item),
        files=item.rendition.files,
        size=size_named(*size) if size else "",
        per_sheet=item.rendition.measure.per_sheet or 1,
    )


def _told(
    places: Sequence[Place],
    shops: Sequence[PrintShop],
    by_area: dict[Area, list[PrintShop]],
) -> Iterator[str]:
    """Who prints for whom, where the directory leaves it open."""
    if not shops:
        if places:
            yield (
                "The directory has no print shop there: a pack is for a district, or a "
                "region where no district is known."
            )
        return
    yield from dict.fromkeys(
        _several(area, of) for area, of in by_area.items() if of[1:]
    )
    yield from _in_two_regions(shops, by_area)
    for shop in shops:
        if not shop.regions and not shop.printer.districts:
            yield (
                f"{shop.name} is a print shop, but the directory says neither for which "
                "regions nor where it is: nothing goes to it."
            )
    unserved = [place for place in places if not place.shop]
    if unserved:
        said = (
            f"{p.name} ({counted(p.parcels, 'parcel', 'parcels')})" for p in unserved
        )
        yield f"No print shop serves {_listed(said)}: each has a pack of its own."


def _several(area: Area, shops: Sequence[PrintShop]) -> str:
    names = ", ".join(shop.name for shop in shops)
    named = folded(area.district) in map(folded, shops[0].printer.districts)
    where = area if named else area._replace(district="")
    return (
        f"{where.name} is served by {names}: {shops[0].name} prints for it, the first by "
        "name."
    )


def _in_two_regions(
    shops: Iterable[PrintShop], by_area: dict[Area, list[PrintShop]]
) -> Iterator[str]:
    for shop in shops:
        for district in shop.printer.districts:
            its = [
                area
                for area, of in by_area.items()
                if of[:1] == [shop] and folded(area.district) == folded(district)
            ]
            if len({folded(area.region) for area in its}) > 1:
                yield (
                    f"{shop.name} prints for {district} in several regions: "
                    f"{_listed(area.name for area in its)}."
                )


def _listed(names: Iterable[str]) -> str:
    found = list(names)
    said = "; ".join(found[:_NAMED])
    return f"{said} and {len(found) - _NAMED:,} more" if found[_NAMED:] else said
