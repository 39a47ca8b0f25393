"""Leases on chunks: at any moment at most one worker sends a chunk."""

from __future__ import annotations

from sqlalchemy import Connection

from outreach.store.ledger.chunk import Chunk, DueChunk, LeaseLost, values_of
from outreach.store.plain import Plain

#: When a chunk is due that waits for nothing, whatever the clocks of workers say.
NOW = 0
#: Chunks that anybody may take. What is left to do where nothing more goes out: a
#: cancelled broadcast's queue is cancelled chunk by chunk, of one past its end it expires,
#: and what a crash or a fault left uncertain is settled in any case.
_FREE = (
    "NOT c.done AND c.due_at <= :now AND c.lease_until <= :now"
    " AND b.id = c.broadcast_id AND (b.state IN ('fanout', 'running', 'cancelled')"
    " OR b.state IN ('paused', 'held')"
    " AND (c.owner IS NOT NULL OR b.expires_at <= :now))"
)
_THIS = "c.broadcast_id = :broadcast AND c.no = :no"
_OURS = f"{_THIS} AND c.owner = :owner"
_DUE = Plain(
    "SELECT c.broadcast_id, c.no, c.lane FROM chunks c, broadcasts b WHERE",
    _FREE,
    "ORDER BY c.lane, c.broadcast_id, c.no LIMIT :most",
)
_LEASE = Plain(
    "UPDATE chunks AS c SET owner = :owner, lease_until = :until WHERE",
    _THIS,
    "AND EXISTS (SELECT 1 FROM broadcasts b WHERE",
    _FREE,
    ")",
)
_RENEW = Plain("UPDATE chunks AS c SET lease_until = :until WHERE", _OURS)
_GIVE_BACK = Plain(
    "UPDATE chunks AS c SET done = :done, due_at = :due_at, lease_until = 0,"
    " owner = CASE WHEN :uncertain THEN c.owner END WHERE",
    _OURS,
    "RETURNING lane",
)
_HOLD_STILL = Plain("SELECT c.no FROM chunks c WHERE", _THIS, "FOR UPDATE")
_RELEASE_ALL = Plain("UPDATE chunks SET lease_until = 0 WHERE NOT done")


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
    rows = _DUE.rows(connection, {"now": now, "most": most})
    return [
        DueChunk(chunk=Chunk(broadcast_id, no), lane=lane)
        for broadcast_id, no, lane in rows
    ]


def lease(
    connection: Connection, chunk: Chunk, owner: str, now: int, seconds: int
) -> bool:
    """Take the lease of this chunk; False if it is not due, or another worker has it."""
    values = values_of(chunk, owner=owner, now=now, until=now + seconds)
    return _LEASE.change(connection, values) == 1


def renew(connection: Connection, chunk: Chunk, owner: str, until: int) -> None:
    """Keep the lease until then. Raises LeaseLost."""
    if not _RENEW.change(connection, values_of(chunk, owner=owner, until=until)):
        raise LeaseLost


def give_back(
    connection: Connection,
    chunk: Chunk,
    owner: str,
    due_at: int | None,
    *,
    uncertain: bool = False,
) -> DueChunk | None:
    """End the lease: done for good (None), due again at ``due_at``, or at once (NOW). What
    is due at once is returned, unless another worker has the chunk. Where something may be
    ``uncertain`` the owner stays, as after a crash: it is settled though nobody resumes.
    """
    ends = {"done": due_at is None, "due_at": due_at or 0, "uncertain": uncertain}
    values = values_of(chunk, owner=owner, **ends)
    given = _GIVE_BACK.rows(connection, values)
    if not given or due_at != NOW:
        return None
    return DueChunk(chunk=chunk, lane=given[0][0])


def hold_still(connection: Connection, chunk: Chunk) -> None:
    """Let nobody reopen the chunk before this transaction ends."""
    _HOLD_STILL.rows(connection, values_of(chunk))


def release_all(connection: Connection) -> None:
    """End every lease: only for the one process that holds the file lock, as it starts.

    The owner stays: it tells that a crash may have left something uncertain.
    """
    _RELEASE_ALL.change(connection, {})
