"""What waits for a person: deliveries of which nobody will say whether they went out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select, update

from outreach.model.states import State
from outreach.store.ledger.chunk import CHUNK
from outreach.store.tables import (
    addressees,
    broadcasts,
    chunks,
    deliveries,
    messages,
    organisations,
)

#: Seconds for which an unknown delivery is left to the gateway.
DAY = 24 * 60 * 60
#: Sequence numbers named in one statement.
_NAMED = 500
#: Sequence numbers that one statement goes through.
_AT_ONCE = 4_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A delivery that waits for a person."""

    seq: int
    channel: str
    gateway: str
    address: str
    organisation: str
    state: State
    #: Seconds since 1970.
    since: int
    code: str | None
    detail: str | None


def _waits(now: int, seen: int | None = None) -> tuple[ColumnElement[bool], ...]:
    """The condition that a delivery waits at ``now``, and did when it was ``seen``."""
    d = deliveries.c
    silent = and_(d.state == State.UNKNOWN, d.changed_at <= now - DAY)
    return (
        or_(d.state == State.HELD, silent),
        d.changed_at <= (now if seen is None else seen),
    )


#: Deliveries by way of the chunks that may hold some: most of a ledger holds none.
_UNSURE = chunks.join(
    deliveries,
    (deliveries.c.broadcast_id == chunks.c.broadcast_id)
    & deliveries.c.seq.between(chunks.c.no * CHUNK, chunks.c.no * CHUNK + CHUNK - 1),
)


def waiting_counts(connection: Connection, now: int) -> dict[int, int]:
    """How many deliveries of each broadcast wait, by its id; newest first."""
    d = deliveries.c
    rows = connection.execute(
        select(d.broadcast_id, func.count().label("number"))
        .select_from(_UNSURE)
        .where(chunks.c.unsure, *_waits(now))
        .group_by(d.broadcast_id)
        .order_by(d.broadcast_id.desc())
    )
    return {row.broadcast_id: row.number for row in rows}


def page_of_waiting(
    connection: Connection,
    broadcast_id: int,
    now: int,
    after: int = -1,
    most: int = 100,
) -> list[Waiting]:
    """The deliveries of a broadcast that wait, in order, those behind ``after``."""
    d = deliveries.c
    rows = connection.execute(
        select(deliveries, organisations.c.name)
        .select_from(_UNSURE)
        .join(addressees, addressees.c.id == d.addressee_id)
        .join(organisations, organisations.c.id == addressees.c.organisation_id)
        .where(
            chunks.c.unsure,
            d.broadcast_id == broadcast_id,
            d.seq > after,
            *_waits(now),
        )
        .order_by(d.seq)
        .limit(most)
    )
    return [
        Waiting(
            seq=row.seq,
            channel=row.channel,
            gateway=row.gateway,
            address=row.address,
            organisation=row.name,
            state=State(row.state),
            since=row.changed_at,
            code=row.code,
            detail=row.detail,
        )
        for row in rows
    ]


def move_named(
    connection: Connection,
    broadcast_id: int,
    seqs: Sequence[int],
    new: State,
    now: int,
    seen: int | None = None,
) -> dict[int, State]:
    """Move those of ``seqs`` that wait, and waited when they were ``seen``, to ``new``;
    what each was before.
    """
    moved: dict[int, State] = {}
    for some in _in_steps(sorted(set(seqs)), _NAMED):
        only = deliveries.c.seq.in_(some)
        moved |= _move(connection, broadcast_id, new, now, only, *_waits(now, seen))
    return moved


def move_all(
    connection: Connection,
    broadcast_id: int,
    new: State,
    now: int,
    seen: int | None = None,
) -> dict[int, State]:
    """As move_named, for all of a broadcast."""
    last = connection.execute(
        select(func.max(deliveries.c.seq)).where(
            deliveries.c.broadcast_id == broadcast_id
        )
    ).scalar()
    moved: dict[int, State] = {}
    for first in range(0, 0 if last is None else last + 1, _AT_ONCE):
        only = deliveries.c.seq.between(first, first + _AT_ONCE - 1)
        moved |= _move(connection, broadcast_id, new, now, only, *_waits(now, seen))
    return moved


def _move(
    connection: Connection,
    broadcast_id: int,
    new: State,
    now: int,
    *conditions: ColumnElement[bool],
) -> dict[int, State]:
    those = (deliveries.c.broadcast_id == broadcast_id, *conditions)
    rows = connection.execute(
        select(deliveries.c.seq, deliveries.c.state).where(*those).with_for_update()
    )
    moved = {row.seq: State(row.state) for row in rows}
    if moved:
        connection.execute(
            update(deliveries)
            .where(*those)
            .values(
                state=new, changed_at=now, not_before=None, retries=0, in_doubt=True
            )
        )
    return moved


def states_of(
    connection: Connection, broadcast_id: int, seqs: Sequence[int]
) -> dict[int, State]:
    """The states of those of ``seqs`` that exist."""
    found: dict[int, State] = {}
    for some in _in_steps(list(seqs), _NAMED):
        rows = connection.execute(
            select(deliveries.c.seq, deliveries.c.state).where(
                deliveries.c.broadcast_id == broadcast_id, deliveries.c.seq.in_(some)
            )
        )
        found |= {row.seq: State(row.state) for row in rows}
    return found


def reopen(
    connection: Connection, broadcast_id: int, seqs: Sequence[int], now: int
) -> None:
    """Let a worker come for rows that are queued again. A chunk that a worker has stays
    its own: it finds them when it looks for its next window.
    """
    _set_messages_aside(connection, broadcast_id, seqs)
    for some in _in_steps(sorted({seq // CHUNK for seq in seqs}), _NAMED):
        connection.execute(
            update(chunks)
            .where(chunks.c.broadcast_id == broadcast_id, chunks.c.no.in_(some))
            .values(done=False, due_at=0)
        )
    # The standstill begins anew: else it would hold at once what a person let go.
    one = update(broadcasts).where(broadcasts.c.id == broadcast_id)
    connection.execute(one.values(progress_at=now))
    connection.execute(one.where(broadcasts.c.state == "done").values(state="running"))


def _set_messages_aside(
    connection: Connection, broadcast_id: int, seqs: Sequence[int]
) -> None:
    """What the gateway made of the earlier try says nothing of the next one."""
    for some in _in_steps(list(seqs), _NAMED):
        connection.execute(
            update(messages)
            .where(messages.c.broadcast_id == broadcast_id, messages.c.seq.in_(some))
            .values(state=State.CANCELLED)
        )


def _in_steps(values: list[int], size: int) -> Iterator[list[int]]:
    return (values[at : at + size] for at in range(0, len(values), size))
