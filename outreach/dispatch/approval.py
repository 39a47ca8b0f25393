"""Approval: a broadcast is approved whole, by people other than its author."""

from __future__ import annotations

from datetime import datetime

from outreach.dispatch import estimating
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
    """Move on to approved once enough people have approved."""
    if not missing(connection, settings, broadcast):
        broadcasts.move(connection, broadcast.id, "approved", "waiting")
    return broadcasts.by_id(connection, broadcast.id)


def missing(connection: Connection, settings: Settings, broadcast: Broadcast) -> int:
    """How many approvals a broadcast still lacks."""
    given = len(broadcasts.approvers(connection, broadcast))
    return max(0, needed(connection, settings, broadcast) - given)


def costs(
    connection: Connection, settings: Settings, broadcast: Broadcast
) -> list[str]:
    """What it is estimated to cost, and whom that makes it need, in sentences; nothing
    where staff have set neither prices nor a budget.
    """
    estimate = estimating.of_broadcast(connection, broadcast)
    if settings.budget is None and not estimate.priced:
        return []
    said = [f"Estimate: {estimate.counted}, {estimate.said}."]
    if over := estimate.over(settings.budget):
        number = needed(connection, settings, broadcast)
        said.append(f"{over} So {number} people must approve it.")
    return said


def needed(connection: Connection, settings: Settings, broadcast: Broadcast) -> int:
    """How many people must approve it."""
    over = estimating.of_broadcast(connection, broadcast).over(settings.budget)
    return needed_for(settings, over)


def needed_for(settings: Settings, over: str | None) -> int:
    """As many as OUTREACH_APPROVALS says, and two at least where it may cost more than
    OUTREACH_BUDGET.
    """
    return max(settings.approvals, 2) if over else settings.approvals
