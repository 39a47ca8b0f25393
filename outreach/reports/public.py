"""Pages of the directory that anybody may read: places, and entries a few at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from outreach.directory.vocabulary import folded
from outreach.model.listing import Entry
from outreach.reports.directory import in_order
from outreach.reports.entries import Said, Teller
from outreach.store import Connection, listing

#: Entries on a page, at most, and bytes of their words: a slow line carries it in a second.
_MOST, _MOST_BYTES = 20, 4_000
#: Regions that are named under their countries on the first page; of more, countries alone.
_MOST_PLACES = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What somebody wants to see; nothing: the places there are."""

    country: str | None = None
    #: Empty: those that name no region.
    region: str | None = None
    search: str = ""
    #: The last organisation on the page before.
    after: int | None = None
    #: That of the reader's choice; None: the browser's.
    language: str | None = None

    @property
    def query(self) -> str:
        """As the end of an address; an empty one where nothing is asked."""
        named = ("country", "region", "search", "after", "language")
        values = {name: getattr(self, name) for name in named}
        kept = {
            n: v for n, v in values.items() if v is not None and (v or n == "region")
        }
        return f"?{urlencode(kept)}" if kept else ""


@dataclass(frozen=True, slots=True)
class Place:
    """A country or a region, how many organisations are listed there, and what to ask."""

    name: str
    count: int
    asked: Asked
    #: Its regions.
    within: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """An entry as it is told."""

    name: Said
    others: tuple[Said, ...]
    lines: tuple[str, ...]
    website: str | None

    @property
    def weight(self) -> int:
        """Bytes of its words."""
        said = (self.name.text, *(o.text for o in self.others), *self.lines)
        return sum(len(text.encode("utf-8")) for text in (*said, self.website or ""))


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What is on a page: places or entries."""

    heading: str | None
    places: tuple[Place, ...] = ()
    entries: tuple[Shown, ...] = ()
    #: What to ask for the page after it; None: it is the last.
    more: Asked | None = None


def page_of(
    connection: Connection, secret: bytes, teller: Teller, asked: Asked
) -> Page:
    """What was asked for, in ``teller``'s language."""
    wanted = folded(asked.search)
    if wanted:
        found = [n for n in listing.names(connection) if _is_called(n, wanted)]
        return _entries(connection, secret, teller, asked, found, asked.search)
    if asked.country is None:
        return Page(heading=None, places=_countries(connection, teller, asked))
    if asked.region is None:
        regions = _regions(connection, teller, asked, asked.country)
        return Page(heading=teller.country(asked.country), places=regions)
    found = listing.names(connection, asked.country, asked.region)
    where = teller.where(asked.country, asked.region or None)
    return _entries(connection, secret, teller, asked, found, where)


def _is_called(name: listing.Name, wanted: str) -> bool:
    return any(wanted in folded(text) for text in (name.name, *name.names.values()))


def _entries(
    connection: Connection,
    secret: bytes,
    teller: Teller,
    asked: Asked,
    found: Sequence[listing.Name],
    heading: str,
) -> Page:
    keys = [name.id for name in in_order(found, teller)]
    if asked.after in keys:
        keys = keys[keys.index(asked.after) + 1 :]
    shown = list(_fitting(listing.entries(connection, secret, keys[:_MOST]), teller))
    last = keys[len(shown) - 1] if len(shown) < len(keys) else None
    return Page(
        heading=heading,
        entries=tuple(shown),
        more=None if last is None else replace(asked, after=last),
    )


def _fitting(entries: Iterator[Entry], teller: Teller) -> Iterator[Shown]:
    """As many as a page carries, and one at least."""
    weight = 0
    for entry in entries:
        shown = told(entry, teller)
        weight += shown.weight
        if weight > max(_MOST_BYTES, shown.weight):
            return
        yield shown


def told(entry: Entry, teller: Teller) -> Shown:
    """An entry in ``teller``'s language."""
    return Shown(
        name=teller.name(entry.name, entry.names),
        others=tuple(teller.other_names(entry)),
        lines=(teller.kind(entry), *teller.facts(entry)),
        website=entry.website,
    )


def _countries(
    connection: Connection, teller: Teller, asked: Asked
) -> tuple[Place, ...]:
    of_country: dict[str, list[tuple[str | None, int]]] = {}
    for country, region, count in listing.regions(connection):
        of_country.setdefault(country, []).append((region, count))
    few = sum(map(len, of_country.values())) <= _MOST_PLACES
    own = Asked(language=asked.language)
    found = [
        Place(
            teller.country(country),
            sum(count for _, count in regions),
            replace(own, country=country),
            _sorted(teller, own, country, regions) if few else (),
        )
        for country, regions in of_country.items()
    ]
    return tuple(sorted(found, key=lambda place: teller.sort_key(place.name)))


def _regions(
    connection: Connection, teller: Teller, asked: Asked, country: str
) -> tuple[Place, ...]:
    found = listing.regions(connection, country)
    own = Asked(language=asked.language)
    return _sorted(teller, own, country, [(region, n) for _, region, n in found])


def _sorted(
    teller: Teller, own: Asked, country: str, regions: list[tuple[str | None, int]]
) -> tuple[Place, ...]:
    """Those with a name in their order, then what names none."""
    order = sorted(
        regions, key=lambda one: (one[0] is None, teller.sort_key(one[0] or ""))
    )
    return tuple(
        Place(
            teller.region(region),
            count,
            replace(own, country=country, region=region or ""),
        )
        for region, count in order
    )
