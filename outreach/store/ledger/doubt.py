"""Doubt: what is queued, though an earlier try of it may have gone out."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, update

from outreach.model.states import State
from outreach.store.ledger.chunk import Chunk, these, within
from outreach.store.ledger.settle import flag_unsure
from outreach.store.tables import deliveries


def mark(connection: Connection, chunk: Chunk, seqs: Sequence[int]) -> None:
    """Note that these of a chunk may have gone out, before they are queued to go again. It is never
    unsaid: whatever becomes of the next try, the one before may have arrived.
    """
    connection.execute(
        update(deliveries).where(*these(chunk, seqs)).values(in_doubt=True)
    )


def end_queued(connection: Connection, chunk: Chunk, state: State, now: int) -> None:
    """Nothing more of the chunk goes out: what is queued becomes ``state``, but what may
    have gone out is held, since nobody should read that it was not sent.
    """
    queued = (*within(chunk), deliveries.c.state == State.QUEUED)
    held = connection.execute(
        update(deliveries)
        .where(*queued, deliveries.c.in_doubt)
        .values(state=State.HELD, changed_at=now)
    )
    if held.rowcount:
        flag_unsure(connection, chunk)
    connection.execute(
        update(deliveries).where(*queued).values(state=state, changed_at=now)
    )
