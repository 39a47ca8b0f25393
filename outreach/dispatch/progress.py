"""How far a broadcast is: each state apart, and what the rest waits for."""

from __future__ import annotations

from collections.abc import Callable

from outreach.model.states import State
from outreach.store import Connection
from outreach.store.broadcasts import Broadcast
from outreach.store.ledger import count
from outreach.store.ledger.outage import Outage, outages

#: Writes an instant, in seconds since 1970, for whoever reads.
Clock = Callable[[int], str]


def state_word(state: State, broadcast: Broadcast) -> str:
    """A delivery's state as screens call it; what is queued of a cancelled broadcast only
    waits for a worker to mark it.
    """
    if state is State.QUEUED and broadcast.state == "cancelled":
        return "will not go"
    return state.word


def waits(
    connection: Connection, broadcast: Broadcast, now: int, clock: Clock
) -> list[str]:
    """Why what is queued does not go at once, one sentence for each reason."""
    if broadcast.state not in ("fanout", "running", "paused", "held"):
        return []
    down = outages(connection, now)
    found = count.queued(connection, broadcast.id, now)
    said = (_why(queued, down.get(queued.gateway), clock) for queued in found)
    return [sentence for sentence in said if sentence]


def _why(queued: count.Queued, down: Outage | None, clock: Clock) -> str | None:
    number = f"{queued.number:,}"
    if queued.first is not None and queued.retried:
        return (
            f"{number} tried again after the gateway said “later”, the first not before"
            f" {clock(queued.first)}."
        )
    if queued.first is not None:
        return (
            f"{number} put off for quiet hours or a rest day where the addressee is, the"
            f" first until {clock(queued.first)}."
        )
    if down:
        return (
            f"{number} queued for {queued.gateway}, which is left alone until"
            f" {clock(down.until)}: {down.reason}"
        )
    return None
