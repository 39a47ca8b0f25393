"""Who is set aside when a window is claimed: by an opt-out, or while they sleep."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, text

from outreach.model.quiet import WENT_ANYWAY, Quiet, goes_anyway, opens_at
from outreach.model.states import State
from outreach.store import consents
from outreach.store.ledger.chunk import Chunk, Claimed, Head, these
from outreach.store.secret import address_hash
from outreach.store.tables import deliveries

_NOTE = text("UPDATE broadcasts SET note = :note WHERE id = :broadcast")
_PROGRESS = text(
    "UPDATE broadcasts SET progress_at = :at"
    " WHERE id = :broadcast AND progress_at < :at"
)


def opted_out(
    connection: Connection,
    chunk: Chunk,
    rows: Sequence[Claimed],
    secret: bytes,
    now: int,
) -> Sequence[Claimed]:
    """Suppress those of claimable ``rows`` that have opted out; the others."""
    by_hash = {address_hash(secret, row.channel, row.address): row.seq for row in rows}
    stopped = {by_hash[one] for one in consents.opted_out(connection, by_hash)}
    if not stopped:
        return rows
    _set_queued(
        connection, chunk, stopped, now, state=State.SUPPRESSED, not_before=None
    )
    return [row for row in rows if row.seq not in stopped]


def sleeping(
    connection: Connection,
    chunk: Chunk,
    rows: Sequence[Claimed],
    head: Head,
    quiet: Quiet,
    ringing: frozenset[str],
    now: int,
) -> Sequence[Claimed]:
    """Put those off to the end of the quiet time who should not be rung now; the others."""
    if quiet == Quiet():
        return rows
    by_end: dict[datetime, set[int]] = {}
    opens = {
        zone: opens_at(datetime.fromtimestamp(now, UTC), zone, quiet)
        for zone in {row.timezone for row in rows}
    }
    for row in rows:
        end = opens[row.timezone]
        if end is not None and row.channel in ringing:
            by_end.setdefault(end, set()).add(row.seq)
    put_off: set[int] = set()
    for end, seqs in by_end.items():
        urgent = head.lane == 0
        if goes_anyway(urgent=urgent, starts_at=head.starts_at, opens=end):
            if head.note != WENT_ANYWAY:
                values = {"broadcast": chunk.broadcast_id, "note": WENT_ANYWAY}
                connection.execute(_NOTE, values)
            continue
        at = int(end.timestamp())
        _set_queued(connection, chunk, seqs, now, not_before=at)
        connection.execute(_PROGRESS, {"broadcast": chunk.broadcast_id, "at": at})
        put_off |= seqs
    return [row for row in rows if row.seq not in put_off]


def _set_queued(
    connection: Connection, chunk: Chunk, seqs: set[int], now: int, **values: Any
) -> None:
    connection.execute(
        deliveries.update()
        .where(
            *these(chunk, seqs),
            deliveries.c.state == State.QUEUED,
        )
        .values(changed_at=now, **values)
    )
