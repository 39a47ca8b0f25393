"""Approval: a broadcast is approved whole, by people other than its author."""

from __future__ import annotations

from datetime import datetime

from outreach.model.errors import Refused
from outreach.settings import Settings
from outreach.store import Connection, broadcasts, schedules
from outreach.store.audit import Actor, record
from outreach.store.broadcasts import Broadcast
from outreach.store.users import may


def approve(
    connection: Connection,
    settings: Settings,
    broadcast: Broadcast,
    actor: Actor,
    now: datetime,
) -> Broadcast:
    """Record an approval; with enough of them the broadcast is approved. Raises Refused."""
    schedules.hold_still(connection, broadcast.id)
    if broadcasts.by_id(connection, broadcast.id).digest != broadcast.digest:
        raise Refused(f"Broadcast {broadcast.code} is not as you saw it. Look again.")
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
