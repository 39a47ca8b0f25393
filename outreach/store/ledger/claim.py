"""Claiming: leases on chunks, and windows of deliveries marked ``sending``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, or_, select, update

from outreach.model.states import State
from outreach.store.ledger.chunk import (
    Asking,
    Chunk,
    Claimed,
    LeaseLost,
    claimed,
    within,
)
from outreach.store.secret import address_hash
from outreach.store.tables import broadcasts, chunks, deliveries, suppressions


def lease_chunk(
    connection: Connection, owner: str, now: int, lease: int
) -> Chunk | None:
    """Take the lease of the next chunk that is due: urgent lane first; None if none is."""
    free = (~chunks.c.done, chunks.c.due_at <= now, chunks.c.lease_until <= now)
    row = connection.execute(
        select(chunks.c.broadcast_id, chunks.c.no)
        .join(broadcasts, broadcasts.c.id == chunks.c.broadcast_id)
        .where(*free, broadcasts.c.state.in_(("fanout", "running")))
        .order_by(chunks.c.lane, chunks.c.broadcast_id, chunks.c.no)
        .limit(1)
    ).first()
    if row is None:
        return None
    taken = connection.execute(
        update(chunks)
        .where(chunks.c.broadcast_id == row.broadcast_id, chunks.c.no == row.no, *free)
        .values(owner=owner, lease_until=now + lease)
    )
    return Chunk(row.broadcast_id, row.no) if taken.rowcount == 1 else None


def release_all(connection: Connection) -> None:
    """End every lease: only for the one process that holds the file lock, as it starts."""
    connection.execute(
        update(chunks).where(~chunks.c.done).values(lease_until=0, owner=None)
    )


def left_uncertain(
    connection: Connection, chunk: Chunk, asking: Asking
) -> list[Claimed]:
    """The rows that a crash left in ``sending``, and unknown ones worth asking about."""
    rows = connection.execute(
        select(deliveries).where(*within(chunk), asking.uncertain)
    )
    return [claimed(row) for row in rows]


def claim_window(
    connection: Connection,
    chunk: Chunk,
    owner: str,
    *,
    sizes: Mapping[str, int],
    now: int,
    lease: int,
    secret: bytes,
) -> list[Claimed]:
    """Mark the chunk's next deliveries of one gateway ``sending``; empty if none is due.

    In the same transaction the lease is renewed, what is past the broadcast's end
    expires, and who has opted out is suppressed. ``sizes`` is each gateway's window.
    Raises LeaseLost.
    """
    _renew(connection, chunk, owner, now + lease)
    broadcast = connection.execute(
        select(broadcasts.c.state, broadcasts.c.expires_at).where(
            broadcasts.c.id == chunk.broadcast_id
        )
    ).one()
    if broadcast.state not in ("fanout", "running"):
        return []
    if now >= broadcast.expires_at:
        _mark(connection, chunk, State.QUEUED, State.EXPIRED, now)
        return []
    rows = _next_rows(connection, chunk, sizes, now)
    stopped = _suppressed(connection, rows, secret)
    if stopped:
        _mark(connection, chunk, State.QUEUED, State.SUPPRESSED, now, stopped)
    wanted = [row for row in rows if row.seq not in stopped]
    if wanted:
        _claim(connection, chunk, [row.seq for row in wanted], now)
    return [claimed(row, claims=1, at=now) for row in wanted]


def _renew(connection: Connection, chunk: Chunk, owner: str, until: int) -> None:
    kept = connection.execute(
        update(chunks)
        .where(
            chunks.c.broadcast_id == chunk.broadcast_id,
            chunks.c.no == chunk.no,
            chunks.c.owner == owner,
        )
        .values(lease_until=until)
    )
    if kept.rowcount != 1:
        raise LeaseLost


def _next_rows(
    connection: Connection, chunk: Chunk, sizes: Mapping[str, int], now: int
) -> list[Row[Any]]:
    ready = (
        deliveries.c.state == State.QUEUED,
        or_(deliveries.c.not_before.is_(None), deliveries.c.not_before <= now),
    )
    query = select(deliveries).where(*within(chunk), *ready).order_by(deliveries.c.seq)
    first = connection.execute(query.limit(1)).first()
    if first is None:
        return []
    same = query.where(
        deliveries.c.gateway == first.gateway, deliveries.c.seq >= first.seq
    )
    return list(connection.execute(same.limit(sizes.get(first.gateway, 1))))


def _suppressed(
    connection: Connection, rows: Sequence[Row[Any]], secret: bytes
) -> set[int]:
    by_hash = {address_hash(secret, row.channel, row.address): row.seq for row in rows}
    found = connection.execute(
        select(suppressions.c.address_hash).where(
            suppressions.c.address_hash.in_(by_hash)
        )
    )
    return {by_hash[row.address_hash] for row in found}


def _claim(connection: Connection, chunk: Chunk, seqs: Sequence[int], now: int) -> None:
    connection.execute(
        update(deliveries)
        .where(
            *within(chunk),
            deliveries.c.seq.in_(seqs),
            deliveries.c.state == State.QUEUED,
        )
        .values(
            state=State.SENDING,
            claimed_at=now,
            changed_at=now,
            attempts=deliveries.c.attempts + 1,
        )
    )


def _mark(
    connection: Connection,
    chunk: Chunk,
    old: State,
    new: State,
    now: int,
    seqs: set[int] | None = None,
) -> None:
    only = () if seqs is None else (deliveries.c.seq.in_(seqs),)
    connection.execute(
        update(deliveries)
        .where(*within(chunk), deliveries.c.state == old, *only)
        .values(state=new, changed_at=now)
    )
