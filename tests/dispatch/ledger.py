"""Rows put into a state by hand: what a crash or a silent gateway would leave."""

from __future__ import annotations

from typing import Any

from sqlalchemy import insert, select, update

from outreach.model.states import State
from outreach.store import Store
from outreach.store.broadcasts import Broadcast
from outreach.store.tables import chunks, deliveries


def put(store: Store, broadcast: Broadcast, state: State, *seqs: int, **more: Any):
    """Put deliveries of a broadcast into ``state``."""
    those = (deliveries.c.broadcast_id == broadcast.id, deliveries.c.seq.in_(seqs))
    with store.write() as connection:
        connection.execute(update(deliveries).where(*those).values(state=state, **more))
        connection.execute(update(chunks).values(unsure=True))


def states(store: Store, broadcast: Broadcast) -> dict[int, State]:
    """The state of each delivery."""
    query = select(deliveries).where(deliveries.c.broadcast_id == broadcast.id)
    with store.read() as connection:
        return {row.seq: State(row.state) for row in connection.execute(query)}


def open_chunks(store: Store, broadcast: Broadcast) -> list[int]:
    """The chunks that a worker still comes for."""
    query = select(chunks.c.no).where(
        chunks.c.broadcast_id == broadcast.id, ~chunks.c.done
    )
    with store.read() as connection:
        return sorted(connection.execute(query).scalars())


def multiply(store: Store, broadcast: Broadcast, number: int) -> None:
    """Make the broadcast's first delivery into ``number`` like it."""
    first = select(deliveries).where(
        deliveries.c.broadcast_id == broadcast.id, deliveries.c.seq == 0
    )
    with store.write() as connection:
        row = dict(connection.execute(first).one()._mapping)
        more = [{**row, "seq": n, "address": f"+2547{n:08}"} for n in range(1, number)]
        connection.execute(insert(deliveries), more)
