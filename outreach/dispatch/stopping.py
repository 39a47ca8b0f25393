"""Stopping: pause, resume and cancel a broadcast, and say how far it had come."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TypeAlias

from outreach.dispatch import content, correcting, estimating
from outreach.model.errors import Refused
from outreach.model.states import State
from outreach.settings import Settings
from outreach.store import Connection, announcements, broadcasts, repeats, schedules
from outreach.store.audit import Actor, record
from outreach.store.broadcasts import Broadcast, BroadcastState
from outreach.store.ledger import count
from outreach.store.ledger.fanout import close_last_chunk
from outreach.store.ledger.settle import note_progress

_OPEN: tuple[BroadcastState, ...] = (
    "waiting",
    "approved",
    "held",
    "fanout",
    "running",
    "paused",
)
Step: TypeAlias = Callable[[Connection, Broadcast, Actor, datetime], Broadcast]


def cancel(
    connection: Connection, broadcast: Broadcast, actor: Actor, now: datetime
) -> Broadcast:
    """Nothing more of it goes out, nor of its repetitions; what was handed over stays.
    Raises Refused.
    """
    ended = schedules.end_repeating(connection, broadcast.id)
    for again in (broadcast, *repeats.repeats_of(connection, broadcast.id)):
        ended |= _cancel(connection, again, now)
    if not ended:
        raise Refused(f"Broadcast {broadcast.code} has ended: it is {broadcast.state}.")
    record(connection, actor, now, "cancel", broadcast.code)
    return broadcasts.by_id(connection, broadcast.id)


def _cancel(connection: Connection, broadcast: Broadcast, now: datetime) -> bool:
    if not broadcasts.move(connection, broadcast.id, "cancelled", *_OPEN):
        return False
    cancelled = broadcasts.by_id(connection, broadcast.id)
    if not cancelled.fanout_done:  # workers cancel what is queued chunk by chunk
        close_last_chunk(connection, cancelled)
    return True


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
    connection: Connection,
    broadcast: Broadcast,
    actor: Actor,
    now: datetime,
    *,
    settings: Settings,
) -> Broadcast:
    """Go on with a paused broadcast, or let one that was held for a person go; its reason
    says if it is outdated. Raises Refused: what has not begun goes only as it was approved,
    and at no higher price.
    """
    new: BroadcastState = "running" if broadcast.fanout_done else "fanout"
    not_started = broadcast.state == "held" and not broadcast.fanout_seq
    if not_started:
        why = content.differs(connection, broadcast)
        if why := why or estimating.dearer(connection, settings, broadcast):
            raise Refused(f"{why} Cancel this broadcast and plan it again.")
    ref = broadcast.announcement_id
    if ref and (other := announcements.replacing(connection, ref)):
        raise Refused(
            f"“{ref}” was replaced by “{other}”. Cancel this broadcast and plan one of "
            f"“{other}”."
        )
    why = content.outdated(connection, broadcast)
    said = f"{why} The rest goes out as it was approved before that." if why else None
    if not broadcasts.move(
        connection, broadcast.id, new, "paused", "held", reason=said
    ):
        raise Refused(
            f"Broadcast {broadcast.code} is not paused: it is {broadcast.state}."
        )
    correcting.supersede(connection, broadcast, now)
    note_progress(connection, broadcast.id, int(now.timestamp()))
    noted = {"why": why} if why else {}
    record(connection, actor, now, "resume", broadcast.code, **noted)
    return broadcasts.by_id(connection, broadcast.id)


def standing(connection: Connection, broadcast: Broadcast) -> str:
    """How far a broadcast has come, in one sentence: ``K7QX2M is paused: 1,240 went out,
    at most 50 are being handed over now, 3,710 wait.``
    """
    states = count.totals(connection, broadcast.id)
    word = _WORDS.get(broadcast.state, broadcast.state)
    return f"{broadcast.code} {word}: {', '.join(_figures(broadcast, states))}."


_WORDS: dict[BroadcastState, str] = {
    "waiting": "waits for approval",
    "approved": "is approved",
    "held": "is held",
    "fanout": "goes on",
    "running": "goes on",
    "paused": "is paused",
    "done": "is done",
    "cancelled": "is cancelled",
}
_WENT = (State.ACCEPTED, State.DELIVERED)
_UNSURE = (State.UNKNOWN, State.HELD)
_FAILED = (State.FAILED, State.EXPIRED, State.SUPPRESSED)


def _figures(broadcast: Broadcast, states: dict[State, int]) -> list[str]:
    def of(*some: State) -> int:
        return sum(states.get(state, 0) for state in some)

    went, queued, unsure = of(*_WENT), of(State.QUEUED), of(*_UNSURE)
    failed, cancelled = of(*_FAILED), of(State.CANCELLED)
    said = [f"{went:,} went out" if went else "nothing went out"]
    if now := of(State.SENDING):
        said.append(f"at most {now:,} {_are(now)} being handed over now")
    if broadcast.state == "cancelled":
        cancelled += queued
    elif queued:
        said.append(f"{queued:,} {'waits' if queued == 1 else 'wait'}")
    said += [f"{unsure:,} may have gone out"] if unsure else []
    said += [f"{failed:,} could not go out"] if failed else []
    said += [f"{cancelled:,} will not go out"] if cancelled else []
    if broadcast.fanout_seq and not broadcast.fanout_done:
        said.append(
            "and the rest of the audience gets nothing"
            if broadcast.state == "cancelled"
            else "and the rest of the audience is still being added"
        )
    return said


def _are(number: int) -> str:
    return "is" if number == 1 else "are"
