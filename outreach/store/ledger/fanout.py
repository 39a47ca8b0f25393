"""Fan-out: a broadcast becomes deliveries."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Select, func, insert, literal, select, update

from outreach.model.audience import AudienceRule
from outreach.model.states import State
from outreach.store.audiences import members
from outreach.store.broadcasts import Broadcast
from outreach.store.ledger.chunk import CHUNK, STEP
from outreach.store.tables import (
    addressees,
    broadcast_bundles,
    broadcasts,
    chunks,
    deliveries,
    delivery_shares,
)


def fan_out_step(
    connection: Connection, broadcast: Broadcast, rule: AudienceRule, now: int
) -> bool:
    """Go through the next STEP addressees; False at the end. A crash resumes in between.

    An address gets one delivery, however many organisations share it: the first
    addressee's. Whole chunks may be sent before the end.
    """
    upto = _end_of_step(connection, broadcast.fanout_after)
    if upto is None:
        close_last_chunk(connection, broadcast, now)
        _keep(connection, broadcast, fanout_done=True)
        return False
    start = broadcast.fanout_seq
    made = connection.execute(
        insert(deliveries).from_select(
            [
                "broadcast_id", "seq", "channel", "address", "addressee_id", "bundle_id",
                "gateway", "state", "attempts", "retries", "changed_at",
            ],
            _next_deliveries(broadcast, rule, upto, now),
        ),
        execution_options={"preserve_rowcount": True},
    ).rowcount  # fmt: skip
    if made:
        _note_shares(connection, broadcast, rule, start)
        _add_chunks(connection, broadcast, start // CHUNK, (start + made) // CHUNK, now)
    _keep(connection, broadcast, fanout_after=upto, fanout_seq=start + made)
    return True


def _end_of_step(connection: Connection, after: int) -> int | None:
    """The id at which a step ends: a range of the primary key keeps each step short,
    where a LIMIT would sort all that is left.
    """
    step = (
        select(addressees.c.id)
        .where(addressees.c.id > after)
        .order_by(addressees.c.id)
        .limit(STEP)
        .subquery()
    )
    return connection.execute(select(func.max(step.c.id))).scalar()


def close_last_chunk(connection: Connection, broadcast: Broadcast, now: int) -> None:
    """Make the last chunk, which need not be full, of the deliveries that there are."""
    whole, rest = divmod(broadcast.fanout_seq, CHUNK)
    if rest:
        _add_chunks(connection, broadcast, whole, whole + 1, now)


def _keep(connection: Connection, broadcast: Broadcast, **values: Any) -> None:
    connection.execute(
        update(broadcasts).where(broadcasts.c.id == broadcast.id).values(values)
    )


def _reached(broadcast: Broadcast, rule: AudienceRule) -> Select[Any]:
    """The addressees in the audience for whom something was rendered."""
    b = broadcast_bundles.alias()
    m = members(rule).subquery()
    return select(m.c.id, m.c.channel, m.c.address, b.c.bundle_id, b.c.gateway).join(
        b,
        (b.c.broadcast_id == broadcast.id)
        # No bare column here: SQLite would go by the channel's index and sort it all.
        & (b.c.channel == m.c.channel.concat(""))
        & (b.c.language == m.c.language)
        & (b.c.profile == m.c.profile)
        & b.c.bundle_id.is_not(None),
    )


def _next_deliveries(
    broadcast: Broadcast, rule: AudienceRule, upto: int, now: int
) -> Select[Any]:
    a = _reached(broadcast, rule).subquery()
    earlier = _reached(broadcast, rule).subquery()
    twin = (
        select(earlier.c.id)
        .where(
            earlier.c.channel == a.c.channel,
            earlier.c.address == a.c.address,
            earlier.c.id < a.c.id,
        )
        .exists()
    )
    return (
        select(
            literal(broadcast.id),
            broadcast.fanout_seq + func.row_number().over(order_by=a.c.id) - 1,
            a.c.channel,
            a.c.address,
            a.c.id,
            a.c.bundle_id,
            a.c.gateway,
            literal(State.QUEUED.value),
            literal(0),
            literal(0),
            literal(now),
        )
        .where(a.c.id > broadcast.fanout_after, a.c.id <= upto, ~twin)
        .order_by(a.c.id)
    )


def _note_shares(
    connection: Connection, broadcast: Broadcast, rule: AudienceRule, start: int
) -> None:
    a, d = _reached(broadcast, rule).subquery(), deliveries
    connection.execute(
        insert(delivery_shares).from_select(
            ["broadcast_id", "seq", "addressee_id"],
            select(d.c.broadcast_id, d.c.seq, a.c.id).where(
                d.c.broadcast_id == broadcast.id,
                d.c.seq >= start,
                a.c.channel == d.c.channel,
                a.c.address == d.c.address,
                a.c.id != d.c.addressee_id,
            ),
        )
    )


def _add_chunks(
    connection: Connection, broadcast: Broadcast, first: int, end: int, now: int
) -> None:
    """Add the chunks ``first`` to ``end - 1``: their deliveries are all there."""
    rows = [
        {
            "broadcast_id": broadcast.id,
            "no": no,
            "done": False,
            "lane": broadcast.lane,
            "due_at": now,
            "lease_until": 0,
        }
        for no in range(first, end)
    ]
    if rows:
        connection.execute(insert(chunks), rows)
