"""Approval: a broadcast is approved whole, by people other than its author."""

from __future__ import annotations

from datetime import datetime

from outreach.model.errors import Refused
from outreach.settings import Settings
from outreach.store import Connection, broadcasts
from outreach.store.audit import Actor, record
from outreach.store.broadcasts import Broadcast, BroadcastState
from outreach.store.ledger.settle import cancel_queued
from outreach.store.users import may


def approve(
    connection: Connection,
    settings: Settings,
    broadcast: Broadcast,
    actor: Actor,
    now: datetime,
) -> Broadcast:
    """Record an approval; with enough of them the broadcast is approved. Raises Refused."""
    if broadcast.state != "waiting":
        raise Refused(
            f"Broadcast {broadcast.code} does not wait for approval: it is {broadcast.state}."
        )
    if not may(actor.role, "approver"):
        raise Refused("Only an approver or administrator may approve a broadcast.")
    if actor.user_id == broadcast.created_by:
        raise Refused("You made this broadcast, so another person must approve it.")
    broadcasts.approve(connection, broadcast, actor.user_id, now)
    record(connection, actor, now, "approve", broadcast.code, digest=broadcast.digest)
    return settle_approval(connection, settings, broadcast)


def settle_approval(
    connection: Connection, settings: Settings, broadcast: Broadcast
) -> Broadcast:
    """Move on to approved once as many as OUTREACH_APPROVALS have approved."""
    if len(broadcasts.approvers(connection, broadcast)) >= settings.approvals:
        broadcasts.move(connection, broadcast.id, "approved", "waiting")
    return broadcasts.by_id(connection, broadcast.id)


def missing(connection: Connection, settings: Settings, broadcast: Broadcast) -> int:
    """How many approvals a broadcast still lacks."""
    return max(0, settings.approvals - len(broadcasts.approvers(connection, broadcast)))


def cancel(
    connection: Connection, broadcast: Broadcast, actor: Actor, now: datetime
) -> Broadcast:
    """Nothing more of it goes out; what was handed over stays. Raises Refused."""
    if not broadcasts.move(
        connection,
        broadcast.id,
        "cancelled",
        "waiting",
        "approved",
        "held",
        "fanout",
        "running",
        "paused",
    ):
        raise Refused(f"Broadcast {broadcast.code} has ended: it is {broadcast.state}.")
    stopped = cancel_queued(connection, broadcast.id, int(now.timestamp()))
    record(connection, actor, now, "cancel", broadcast.code, stopped=stopped)
    return broadcasts.by_id(connection, broadcast.id)


def pause(
    connection: Connection, broadcast: Broadcast, actor: Actor, now: datetime
) -> Broadcast:
    """Stop handing over; within one window per worker nothing more goes. Raises Refused."""
    if not broadcasts.move(connection, broadcast.id, "paused", "running", "fanout"):
        raise Refused(
            f"Broadcast {broadcast.code} is not running: it is {broadcast.state}."
        )
    record(connection, actor, now, "pause", broadcast.code)
    return broadcasts.by_id(connection, broadcast.id)


def resume(
    connection: Connection, broadcast: Broadcast, actor: Actor, now: datetime
) -> Broadcast:
    """Go on with a paused broadcast, or let one that was held for a person go. Raises
    Refused.
    """
    new: BroadcastState = "running" if broadcast.fanout_done else "fanout"
    if not broadcasts.move(connection, broadcast.id, new, "paused", "held"):
        raise Refused(
            f"Broadcast {broadcast.code} is not paused: it is {broadcast.state}."
        )
    record(connection, actor, now, "resume", broadcast.code)
    return broadcasts.by_id(connection, broadcast.id)
