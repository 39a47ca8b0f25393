"""What the page of a broadcast offers of dispatch papers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import get_args

from outreach.dispatch import papers as making
from outreach.dispatch.places import Place, paper_channels, places_of
from outreach.model.errors import InputError
from outreach.model.papers import LabelSheet, PaperKind
from outreach.model.states import State
from outreach.store import Connection
from outreach.store.broadcasts import Broadcast
from outreach.web.pages import masked


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """Papers that can be made now, and where parcels are printed, in their order."""

    kinds: tuple[PaperKind, ...]
    places: tuple[Place, ...]
    #: What is on no paper yet, and who prints for whom where that is not plain.
    notes: tuple[str, ...]
    sheets: tuple[str, ...] = get_args(LabelSheet)


def offered(
    connection: Connection,
    found: Broadcast,
    tally: Mapping[str, Mapping[State, int]],
) -> Offered | None:
    """None where nothing has gone out that is carried or posted: it is not looked for in a
    ledger of texts.
    """
    if not tally.keys() & set(paper_channels()):
        return None
    try:
        kinds = making.kinds_of(connection, found)
    except InputError:
        return None
    places = places_of(connection, found)
    if not places.each:
        return None
    return Offered(
        kinds=tuple(kinds),
        places=places.each,
        notes=(*making.still_open(connection, found), *places.notes),
    )


def chosen(places: Iterable[Place], key: str) -> Place | None:
    """The place with that key; None where there is none."""
    return next((place for place in places if place.key == key), None)


def without_phones(place: Place) -> Place:
    """A place whose shop's phones its owner recognises, and nobody can use."""
    if place.shop is None:
        return place
    phones = tuple(map(masked, place.shop.phones))
    return replace(place, shop=replace(place.shop, phones=phones))
