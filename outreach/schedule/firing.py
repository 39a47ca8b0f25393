"""One schedule that is due: what goes out is what was approved, once, and not too late."""

from __future__ import annotations

from datetime import datetime, timedelta

from outreach.dispatch import content, correcting, estimating
from outreach.dispatch.renewal import renew
from outreach.model.recurrence import Occurrence
from outreach.settings import Settings
from outreach.store import Connection, broadcasts, repeats, schedules
from outreach.store.audit import record
from outreach.store.broadcasts import Broadcast, BroadcastState
from outreach.store.schedules import Schedule

FIRED = (
    "It has been set off before, so it does not go out by itself. Decide whether it "
    "still goes out."
)


def fire(connection: Connection, settings: Settings, key: int, now: datetime) -> bool:
    """Fire a schedule's occurrence; False if another process has, or it may not go out.

    The row stays locked until the transaction ends, and an occurrence is a key: whatever
    two processes do at once, one of them finds it done.
    """
    schedule = schedules.locked(connection, key)
    broadcast = broadcasts.by_id(connection, schedule.broadcast_id)
    if not _may_go(schedule, broadcast, now):
        return False
    why = content.differs(connection, broadcast)
    if why := why or estimating.dearer(connection, settings, broadcast):
        renew(connection, settings, broadcast, why, now)
        return False
    if schedule.kind == "every":
        return _fire_latest(connection, schedule, broadcast, now)
    schedules.change(connection, key, next_at=None)
    reason = _too_late(connection, schedule, broadcast, schedule.next_at or 0, now)
    if not _take(connection, schedule, schedule.occurrence, reason, now):
        broadcasts.move(connection, broadcast.id, "held", "approved", reason=FIRED)
        return False
    return _go(connection, broadcast, reason, now)


def _may_go(schedule: Schedule, broadcast: Broadcast, now: datetime) -> bool:
    if schedule.next_at is None or schedule.next_at > now.timestamp():
        return False
    again = schedule.kind == "every" and broadcast.state in schedules.GOING
    return broadcast.state == "approved" or again


def _fire_latest(
    connection: Connection, schedule: Schedule, broadcast: Broadcast, now: datetime
) -> bool:
    """Fire the last occurrence that has come; those before it, missed, are left out."""
    recurrence = schedule.recurrence
    latest = recurrence.last_until(now)
    following = _before_the_end(
        recurrence.first_from(now + timedelta(seconds=1)), broadcast
    )
    next_at = int(following.at.timestamp()) if following else None
    schedules.change(connection, schedule.id, next_at=next_at)
    if latest is None or _unwanted(connection, broadcast, latest, following, now):
        return False
    due = int(latest.at.timestamp())
    reason = _too_late(connection, schedule, broadcast, due, now)
    if not _take(connection, schedule, latest.key, reason, now):
        return False
    if broadcast.state == "approved":
        return _go(connection, broadcast, reason, now)
    _repeat(connection, schedule, broadcast, latest, reason, now)
    return True


def _before_the_end(
    found: Occurrence | None, broadcast: Broadcast
) -> Occurrence | None:
    over = found is None or found.at.timestamp() >= broadcast.expires_at
    return None if over else found


def _unwanted(
    connection: Connection,
    broadcast: Broadcast,
    latest: Occurrence,
    following: Occurrence | None,
    now: datetime,
) -> bool:
    """Whether a time is passed over: it came before the approval, and another is to come;
    or it would be a repetition after the event.
    """
    if broadcast.state != "approved":
        return now.timestamp() >= broadcast.expires_at
    early = latest.at < broadcasts.approved_at(connection, broadcast)
    return early and following is not None


def _too_late(
    connection: Connection,
    schedule: Schedule,
    broadcast: Broadcast,
    due: int,
    now: datetime,
) -> str | None:
    """Why a person must decide; a correction or cancellation goes out however late."""
    late = int(now.timestamp()) - due
    if late <= schedule.grace or broadcast.notice != "new":
        return None
    # Whatever made more of the lateness is told: a late approval, or no server after it.
    approved = int(broadcasts.approved_at(connection, broadcast).timestamp()) - due
    if approved > late - approved:
        why = f"It was approved {approved // 3600} hours after it was due."
    else:
        why = f"It was due {late // 3600} hours ago, while the server was down."
    return f"{why} Decide whether it still goes out."


def _take(
    connection: Connection,
    schedule: Schedule,
    occurrence: str,
    reason: str | None,
    now: datetime,
) -> bool:
    outcome = "held" if reason else "fired"
    return schedules.fire(connection, schedule.id, occurrence, outcome, now)


def _go(
    connection: Connection, broadcast: Broadcast, reason: str | None, now: datetime
) -> bool:
    """False if it was cancelled meanwhile: then what it corrects is none of its business."""
    new: BroadcastState = "held" if reason else "fanout"
    if not broadcasts.move(connection, broadcast.id, new, "approved", reason=reason):
        return False
    if not reason:
        correcting.supersede(connection, broadcast, now)
    content.note_joined(connection, broadcast)
    return True


def _repeat(
    connection: Connection,
    schedule: Schedule,
    parent: Broadcast,
    occurrence: Occurrence,
    reason: str | None,
    now: datetime,
) -> None:
    """One more occurrence of a broadcast, as a broadcast of its own."""
    state: BroadcastState = "held" if reason else "fanout"
    child = repeats.add_repeat(connection, parent, state, reason, now)
    schedules.add_schedule(
        connection,
        child.id,
        kind="at",
        wall_time=occurrence.key,
        timezone=schedule.timezone,
        grace=schedule.grace,
    )
    record(connection, None, now, "repeat", child.code, of=parent.code)
    content.note_joined(connection, child)
