"""What the page of a broadcast says of proof: who was sent scripts, and what was told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from outreach import registry
from outreach.inbox.recording import ENDINGS
from outreach.model.states import State
from outreach.store import Connection, airplay, evidence, reminders, users
from outreach.store.airplay import Account
from outreach.store.broadcasts import Broadcast
from outreach.store.evidence import Evidence

#: Stations that the form offers; of more the command line takes the name.
MOST = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What was sent and what is proven, which are never one figure."""

    #: None where nothing that is read on air was sent.
    account: Account | None
    #: Those that a report can be of: id and name.
    stations: tuple[tuple[int, str], ...]
    #: By grade, the best first; those that others stand in place of are in no grade.
    standing: tuple[Evidence, ...]
    corrected: tuple[Evidence, ...]
    names: Mapping[int, str]
    #: Name and state of those that were reminded.
    reminded: tuple[tuple[str, State], ...]


def proof_of(
    connection: Connection, found: Broadcast, tally: Mapping[str, Any]
) -> Proof:
    """All that is known; texts alone are not looked through for stations."""
    told = evidence.of_broadcast(connection, found.id)
    channels = [name for name in registry.aired_channels() if name in tally]
    sent = airplay.stations(connection, found.id, channels) if channels else {}
    stands = evidence.standing(told)
    known = {one.id for one in stands}
    return Proof(
        account=airplay.account(sent, told) if sent else None,
        stations=tuple(list(sent.items())[:MOST]),
        standing=tuple(sorted(stands, key=lambda one: (one.grade, one.id))),
        corrected=tuple(one for one in told if one.id not in known),
        reminded=tuple(
            (one.organisation, one.state)
            for one in (reminders.reminded(connection, found.id) if sent else ())
        ),
        names={user.id: user.name for user in users.all_users(connection)},
    )


def file_name(code: str, one: int, media_type: str) -> tuple[str, str]:
    """How a file of evidence is called: stem and ending. Its own name is not kept."""
    return f"{code}.evidence-{one}", ENDINGS[media_type]
