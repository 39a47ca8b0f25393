"""Leases on chunks: at any moment at most one worker sends a chunk."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, and_, or_, select, update

from outreach.store.ledger.chunk import Chunk, DueChunk, LeaseLost
from outreach.store.tables import broadcasts, chunks

#: When a chunk is due that waits for nothing, whatever the clocks of workers say.
NOW = 0
_GOES_OUT = broadcasts.c.state.in_(("fanout", "running"))
#: What is left to do where nothing more goes out: a cancelled broadcast's queue is
#: cancelled chunk by chunk, and what a crash left uncertain is settled in any case.
_HAS_WORK = or_(
    _GOES_OUT,
    broadcasts.c.state == "cancelled",
    and_(broadcasts.c.state.in_(("paused", "held")), chunks.c.owner.is_not(None)),
)


def _free(now: int) -> tuple[ColumnElement[bool], ...]:
    return (~chunks.c.done, chunks.c.due_at <= now, chunks.c.lease_until <= now)


def lease_next(
    connection: Connection, owner: str, now: int, seconds: int
) -> Chunk | None:
    """Take the lease of the next chunk that is due: urgent lane first; None if none is."""
    for waiting in due_chunks(connection, now, most=1):
        if lease(connection, waiting.chunk, owner, now, seconds):
            return waiting.chunk
    return None


def due_chunks(connection: Connection, now: int, most: int) -> list[DueChunk]:
    """The chunks that anybody may take now, in the order in which to take them."""
    rows = connection.execute(
        select(chunks.c.broadcast_id, chunks.c.no, chunks.c.lane)
        .join(broadcasts, broadcasts.c.id == chunks.c.broadcast_id)
        .where(*_free(now), _HAS_WORK)
        .order_by(chunks.c.lane, chunks.c.broadcast_id, chunks.c.no)
        .limit(most)
    )
    return [
        DueChunk(chunk=Chunk(row.broadcast_id, row.no), lane=row.lane) for row in rows
    ]


def lease(
    connection: Connection, chunk: Chunk, owner: str, now: int, seconds: int
) -> bool:
    """Take the lease of this chunk; False if it is not due, or another worker has it."""
    work = select(broadcasts.c.id).where(
        broadcasts.c.id == chunks.c.broadcast_id, _HAS_WORK
    )
    taken = connection.execute(
        update(chunks)
        .where(*is_chunk(chunk), *_free(now), work.exists())
        .values(owner=owner, lease_until=now + seconds)
    )
    return taken.rowcount == 1


def renew(connection: Connection, chunk: Chunk, owner: str, until: int) -> None:
    """Keep the lease until then. Raises LeaseLost."""
    kept = connection.execute(
        update(chunks)
        .where(*is_chunk(chunk), chunks.c.owner == owner)
        .values(lease_until=until)
    )
    if kept.rowcount != 1:
        raise LeaseLost


def give_back(
    connection: Connection, chunk: Chunk, owner: str, due_at: int | None
) -> DueChunk | None:
    """End the lease: done for good (None), due again at ``due_at``, or at once (NOW). What
    is due at once is returned, unless another worker has the chunk.
    """
    row = connection.execute(
        update(chunks)
        .where(*is_chunk(chunk), chunks.c.owner == owner)
        .values(done=due_at is None, due_at=due_at or 0, lease_until=0, owner=None)
        .returning(chunks.c.lane)
    ).first()
    if row is None or due_at != NOW:
        return None
    return DueChunk(chunk=chunk, lane=row.lane)


def hold_still(connection: Connection, chunk: Chunk) -> None:
    """Let nobody reopen the chunk before this transaction ends."""
    connection.execute(select(chunks.c.no).where(*is_chunk(chunk)).with_for_update())


def release_all(connection: Connection) -> None:
    """End every lease: only for the one process that holds the file lock, as it starts.

    The owner stays: it tells that a crash may have left something uncertain.
    """
    connection.execute(update(chunks).where(~chunks.c.done).values(lease_until=0))


def is_chunk(chunk: Chunk) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """The condition that a row of ``chunks`` is this chunk's."""
    return (chunks.c.broadcast_id == chunk.broadcast_id, chunks.c.no == chunk.no)
