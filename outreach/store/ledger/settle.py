"""Settling: what became of claimed deliveries, chunks and broadcasts."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, case, func, or_, select, text, update

from outreach.model.states import State
from outreach.store.ledger.chunk import Asking, Chunk, Settlement, within
from outreach.store.tables import broadcasts, chunks, deliveries

_SETTLE = (
    update(deliveries)
    .where(
        deliveries.c.broadcast_id == bindparam("b_broadcast"),
        deliveries.c.seq == bindparam("b_seq"),
        or_(deliveries.c.state == State.SENDING, deliveries.c.state == State.UNKNOWN),
        deliveries.c.attempts == bindparam("b_attempts"),
    )
    .values(
        state=bindparam("b_state"),
        not_before=bindparam("b_not_before"),
        retries=deliveries.c.retries + bindparam("b_retry"),
        changed_at=bindparam("b_now"),
        code=bindparam("b_code"),
        detail=bindparam("b_detail"),
    )
)

#: An early callback may have written the same id.
_ADD_MESSAGE = text(
    "INSERT INTO messages (broadcast_id, seq, gateway_id, gateway, state) "
    "VALUES (:broadcast_id, :seq, :gateway_id, :gateway, :state) ON CONFLICT DO NOTHING"
)


def settle(
    connection: Connection,
    broadcast_id: int,
    gateway: str,
    settlements: Sequence[Settlement],
    now: int,
) -> None:
    """Write what became of claimed rows. One that a callback has settled since keeps its
    state; only the gateway's ids are added.
    """
    if not settlements:
        return
    connection.execute(
        _SETTLE,
        [
            {
                "b_broadcast": broadcast_id,
                "b_seq": s.seq,
                "b_attempts": s.attempts,
                "b_state": s.state,
                "b_not_before": s.not_before,
                "b_retry": int(s.not_before is not None),
                "b_now": now,
                "b_code": s.code,
                "b_detail": s.detail,
            }
            for s in settlements
        ],
    )
    messages = [
        {
            "broadcast_id": broadcast_id,
            "seq": s.seq,
            "gateway_id": gateway_id,
            "gateway": gateway,
            "state": s.state,
        }
        for s in settlements
        for gateway_id in s.gateway_ids
    ]
    if messages:
        connection.execute(_ADD_MESSAGE, messages)


def close_chunk(
    connection: Connection, chunk: Chunk, owner: str, asking: Asking, ask_at: int
) -> None:
    """Give the lease back: done, or due again when the first retry or question is."""
    uncertain = asking.uncertain
    due = case((uncertain, ask_at), else_=func.coalesce(deliveries.c.not_before, 0))
    left, due_at = connection.execute(
        select(func.count(), func.min(due)).where(
            *within(chunk), or_(deliveries.c.state == State.QUEUED, uncertain)
        )
    ).one()
    _give_back(connection, chunk, owner, done=left == 0, due_at=due_at or 0)


def delay_chunk(connection: Connection, chunk: Chunk, owner: str, until: int) -> None:
    """Give the lease back after the gateway failed as a whole; nothing before ``until``."""
    _give_back(connection, chunk, owner, done=False, due_at=until)


def _give_back(
    connection: Connection, chunk: Chunk, owner: str, *, done: bool, due_at: int
) -> None:
    connection.execute(
        update(chunks)
        .where(
            chunks.c.broadcast_id == chunk.broadcast_id,
            chunks.c.no == chunk.no,
            chunks.c.owner == owner,
        )
        .values(done=done, due_at=due_at, lease_until=0, owner=None)
    )


def close_broadcasts(connection: Connection) -> None:
    """A running broadcast whose chunks are all done is done."""
    left = select(chunks.c.no).where(
        chunks.c.broadcast_id == broadcasts.c.id, ~chunks.c.done
    )
    connection.execute(
        update(broadcasts)
        .where(broadcasts.c.state == "running", ~left.exists())
        .values(state="done")
    )


def cancel_queued(connection: Connection, broadcast_id: int, now: int) -> int:
    """Cancel what has not been handed over; how many."""
    changed = connection.execute(
        update(deliveries)
        .where(
            deliveries.c.broadcast_id == broadcast_id,
            deliveries.c.state == State.QUEUED,
        )
        .values(state=State.CANCELLED, changed_at=now)
    )
    return changed.rowcount
