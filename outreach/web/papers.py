"""What the page of a broadcast offers of dispatch papers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import get_args

from outreach.dispatch import papers as making
from outreach.model.errors import InputError
from outreach.model.papers import LabelSheet, PaperKind
from outreach.model.states import State
from outreach.store import Connection
from outreach.store.broadcasts import Broadcast


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """Papers that can be made now, and the places that have parcels, in their order."""

    kinds: tuple[PaperKind, ...]
    #: Name and parcels of each.
    places: tuple[tuple[str, int], ...]
    #: What is on no paper yet.
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
    if not tally.keys() & set(making.paper_channels()):
        return None
    try:
        kinds = making.kinds_of(connection, found)
    except InputError:
        return None
    places = making.places_of(connection, found)
    if not places:
        return None
    return Offered(
        kinds=tuple(kinds),
        places=tuple((making.place_name(place), place.parcels) for place in places),
        notes=tuple(making.still_open(connection, found)),
    )
