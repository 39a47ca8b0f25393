"""Correcting: what is queued of earlier versions is cancelled before a newer one starts,
which then goes to everyone they were sent to (docs/why/corrections.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from outreach.store import Connection, audiences, broadcasts, reaching, schedules
from outreach.store.audit import record
from outreach.store.broadcasts import Broadcast
from outreach.store.earlier import OPEN
from outreach.store.ledger.fanout import close_last_chunk
from outreach.store.reaching import Reach


def reach_of(connection: Connection, broadcast: Broadcast) -> Reach:
    """Whom a stored broadcast reaches."""
    rule = audiences.audience_by_id(connection, broadcast.audience_id).rule
    return reaching.of_broadcast(connection, broadcast, rule)


def supersede(connection: Connection, broadcast: Broadcast, now: datetime) -> None:
    """Let nothing more go out of earlier versions: ``broadcast`` starts. Fan-out cancels
    what is queued of them before it makes a delivery.
    """
    found = reach_of(connection, broadcast).earlier
    why = f"Broadcast {broadcast.code} tells of “{broadcast.subject}” anew."
    for key in found.open if found else ():
        if not broadcasts.move(connection, key, "cancelled", *OPEN, reason=why):
            continue
        broadcasts.change(connection, key, superseded=True)
        schedules.end_repeating(connection, key)
        ended = broadcasts.by_id(connection, key)
        if not ended.fanout_done:
            close_last_chunk(connection, ended)
        record(connection, None, now, "cancel", ended.code, why=why)


def standing(connection: Connection, broadcast: Broadcast) -> list[str]:
    """What becomes of those who were told, or about to be, for whoever approves."""
    return said_of(connection, reach_of(connection, broadcast), broadcast.channels)


def said_of(connection: Connection, reach: Reach, channels: Sequence[str]) -> list[str]:
    """The same of what is not planned yet; nothing where there is no earlier version."""
    if reach.earlier is None:
        return []
    found = reaching.standing(connection, reach.earlier, channels)
    what, instead = _GETS[reach.notice]
    said = [
        f"Sent an earlier version, surely or perhaps: {_addresses(found.told)}. "
        f"They get the {what}."
    ]
    if found.unsent:
        said.append(
            "Still to get an earlier version, which is cancelled when this starts: "
            f"{_addresses(found.unsent)}. They get {instead}."
        )
    return said


#: By notice: what those get who were told, and those who were about to be.
_GETS = {
    "new": ("new version", "the new version"),
    "correction": ("correction", "it as a new notice"),
    "cancellation": ("cancellation", "nothing"),
}


def _addresses(number: int) -> str:
    return f"{number:,} {'address' if number == 1 else 'addresses'}"
