"""What earlier versions still had to send is cancelled before a newer one is fanned out."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, select, update

from outreach.model.states import State
from outreach.store.ledger.chunk import CHUNK, STEP, Chunk
from outreach.store.ledger.doubt import end_queued
from outreach.store.tables import chunks, deliveries

_IN_CHUNK = (
    deliveries.c.broadcast_id == chunks.c.broadcast_id,
    deliveries.c.seq.between(chunks.c.no * CHUNK, chunks.c.no * CHUNK + CHUNK - 1),
)


def cancel_queued(
    connection: Connection, broadcast_ids: Sequence[int], now: int
) -> bool:
    """Cancel what is queued of these cancelled broadcasts, at most STEP at a time; False
    once nothing is. A row that a worker claims at this moment is either cancelled or sent:
    the database lets one of us have it.
    """
    found = _holding(connection, broadcast_ids)
    for chunk in found:
        end_queued(connection, chunk, State.CANCELLED, now)
        _close(connection, chunk)
    return bool(found)


def _holding(connection: Connection, broadcast_ids: Sequence[int]) -> list[Chunk]:
    """The first chunks in which something is queued."""
    queued = select(deliveries.c.seq).where(
        *_IN_CHUNK, deliveries.c.state == State.QUEUED
    )
    mine = chunks.c.broadcast_id.in_(broadcast_ids)
    rows = connection.execute(
        select(chunks.c.broadcast_id, chunks.c.no)
        .where(mine, ~chunks.c.done, queued.exists())
        .order_by(chunks.c.broadcast_id, chunks.c.no)
        .limit(STEP[connection.dialect.name] // CHUNK)
    )
    return [Chunk(row.broadcast_id, row.no) for row in rows]


def _close(connection: Connection, chunk: Chunk) -> None:
    """Nothing is left to do in it, unless a worker has it or a crash left some uncertain:
    who looks for what is queued need not read it again.
    """
    left = select(deliveries.c.seq).where(
        *_IN_CHUNK,
        deliveries.c.state.in_((State.QUEUED, State.SENDING, State.UNKNOWN)),
    )
    connection.execute(
        update(chunks)
        .where(
            chunks.c.broadcast_id == chunk.broadcast_id,
            chunks.c.no == chunk.no,
            chunks.c.owner.is_(None),
            ~left.exists(),
        )
        .values(done=True)
    )
