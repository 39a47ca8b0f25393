"""Dispatch papers of a broadcast: who makes them, of what, and for which place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from outreach import registry
from outreach.dispatch.numbers import text_number
from outreach.dispatch.places import Place, paper_channels
from outreach.dispatch.routing import Routing
from outreach.model.edition import Edition, Subject
from outreach.model.errors import InputError
from outreach.model.papers import (
    Dispatch,
    MakesPapers,
    Paper,
    PaperKind,
    PaperOptions,
    Parcel,
)
from outreach.model.states import State
from outreach.settings import Settings
from outreach.store import Connection, repeats, routes, subjects
from outreach.store.broadcasts import Broadcast
from outreach.store.ledger import count, parcels
from outreach.store.ledger.parcels import Parcels

#: Not gone out, and may yet.
_OPEN = (State.QUEUED, State.SENDING, State.UNKNOWN, State.HELD)


def maker() -> MakesPapers:
    """The channel that makes papers. Raises InputError where none does."""
    for channel in registry.plugins().channels.values():
        if isinstance(channel, MakesPapers):
            return channel
    raise InputError("No channel that is installed makes papers.")


def kinds_of(connection: Connection, broadcast: Broadcast) -> list[PaperKind]:
    """The papers that can be made of what has gone out. Raises InputError where nothing
    makes any.
    """
    there = parcels.channels_of(connection, broadcast.id, paper_channels())
    return [
        kind for kind in maker().papers if not kind.channel or kind.channel in there
    ]


def make(
    connection: Connection,
    settings: Settings,
    broadcast: Broadcast,
    name: str,
    options: PaperOptions,
    place: Place | None = None,
) -> Paper:
    """One paper, of all parcels or of one place's. Raises InputError where there are none,
    and as the maker does.
    """
    there = countries_of(connection, broadcast)
    dispatch = dispatch_of(connection, settings, broadcast, there)
    if place:
        dispatch = replace(
            dispatch, place=place.name, shop=place.shop, notes=place.notes
        )
    areas = place.areas if place else None
    options = replace(
        options, sheet_price=settings.sheet_price, currency=settings.currency
    )
    those: Iterable[Parcel] = Parcels(connection, broadcast, paper_channels(), areas)
    return maker().paper(name, dispatch, those, options)


def countries_of(connection: Connection, broadcast: Broadcast) -> list[str]:
    """Where parcels have gone out to. Raises InputError where none has."""
    found = parcels.countries_of(connection, broadcast.id, paper_channels())
    if not found:
        raise InputError(_nothing(connection, broadcast))
    return found


def still_open(connection: Connection, broadcast: Broadcast) -> list[str]:
    """What is on no paper yet, as sentences: what has not gone out."""
    tally = count.tally(connection, broadcast.id)
    states = [tally.get(name, {}) for name in paper_channels()]
    numbers = {state: sum(of.get(state, 0) for of in states) for state in _OPEN}
    said = [f"{number:,} {state.word}" for state, number in numbers.items() if number]
    if not said:
        return []
    return [f"Not on paper, for they have not gone out yet: {', '.join(said)}."]


def _nothing(connection: Connection, broadcast: Broadcast) -> str:
    said = f"Broadcast {broadcast.code} has sent nothing yet that is carried or posted."
    return " ".join([said, *still_open(connection, broadcast)])


def dispatch_of(
    connection: Connection,
    settings: Settings,
    broadcast: Broadcast,
    countries: Iterable[str],
) -> Dispatch:
    """The broadcast as papers are of it, with whom to text in those countries."""
    subject = subjects.of_broadcast(connection, broadcast)
    routing = Routing(settings, routes.all_routes(connection))
    phones = ((country, text_number(routing, country)) for country in countries)
    return Dispatch(
        code=broadcast.code,
        approved_code=repeats.first_of(connection, broadcast).code,
        titles=tuple((code, subject.title_in(code)) for code in subject.languages),
        number=_number(subject.subject, broadcast),
        office=settings.office,
        phones=tuple((country, phone) for country, phone in phones if phone),
    )


def _number(subject: Subject, broadcast: Broadcast) -> str:
    """An edition's own; of an announcement its version."""
    found = subject.number if isinstance(subject, Edition) else broadcast.version
    return str(found)
