"""Settling: what became of claimed deliveries, chunks and broadcasts."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, case, func, or_, select, text, update

from outreach.model.states import State
from outreach.store.ledger.chunk import Asking, Chunk, DueChunk, Settlement, within
from outreach.store.ledger.lease import give_back, hold_still, is_chunk
from outreach.store.tables import broadcasts, chunks, deliveries

#: As SQLite's driver takes it: a hundred rows a window, and no look at each of them.
_SETTLE_ONE = (
    "UPDATE deliveries SET state = ?, not_before = ?, retries = retries + ?,"
    " changed_at = ?, code = ?, detail = ?"
    " WHERE broadcast_id = ? AND seq = ? AND state IN (1, 8) AND attempts = ?"
)
#: One statement for all: a round trip for each row would cost more than the rows. The
#: join names the whole key, and the sum keeps the planner from going by the state.
_SETTLE_ALL = text(
    "UPDATE deliveries AS d SET state = v.state, not_before = v.not_before,"
    " retries = d.retries + v.retry, changed_at = :now, code = v.code, detail = v.detail"
    " FROM unnest(CAST(:seq AS bigint[]), CAST(:attempts AS integer[]),"
    " CAST(:state AS smallint[]), CAST(:not_before AS bigint[]),"
    " CAST(:retry AS smallint[]), CAST(:code AS text[]), CAST(:detail AS text[]))"
    " AS v(seq, attempts, state, not_before, retry, code, detail)"
    " WHERE d.broadcast_id = :broadcast AND d.seq = v.seq"
    " AND d.attempts = v.attempts AND d.state + 0 IN (1, 8)"
)
#: An early callback may have written the same id.
_ADD_MESSAGE = (
    "INSERT INTO messages (broadcast_id, seq, gateway_id, gateway, state)"
    " VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"
)
_ADD_MESSAGES = text(
    "INSERT INTO messages (broadcast_id, seq, gateway_id, gateway, state)"
    " SELECT :broadcast, v.seq, v.gateway_id, :gateway, v.state"
    " FROM unnest(CAST(:seq AS bigint[]), CAST(:gateway_id AS text[]),"
    " CAST(:state AS smallint[])) AS v(seq, gateway_id, state) ON CONFLICT DO NOTHING"
)

_PROGRESS = text(
    "UPDATE broadcasts SET progress_at = :now"
    " WHERE id = :broadcast AND coalesce(progress_at, 0) < :now"
)
_TURN = text(
    "UPDATE broadcasts SET progress_at = :now WHERE state IN ('fanout', 'running')"
    " AND (id = :broadcast OR lane > :lane OR (lane = :lane AND id > :broadcast))"
    " AND coalesce(progress_at, 0) < :now"
)

#: States in which a delivery may have to wait for a person.
UNSURE = (State.HELD, State.UNKNOWN)


def settle(
    connection: Connection,
    broadcast_id: int,
    gateway: str,
    settlements: Sequence[Settlement],
    now: int,
) -> None:
    """Write what became of claimed rows. One that a callback has settled since keeps its
    state; only the gateway's ids are added. Written twice, it is as written once.
    """
    if not settlements:
        return
    if connection.dialect.name == "sqlite":
        _settle_each(connection, broadcast_id, gateway, settlements, now)
    else:
        _settle_all(connection, broadcast_id, gateway, settlements, now)


def _settle_each(
    connection: Connection,
    broadcast_id: int,
    gateway: str,
    settlements: Sequence[Settlement],
    now: int,
) -> None:
    states = [
        (s.state.value, s.not_before, int(s.not_before is not None), now, s.code,
         s.detail, broadcast_id, s.seq, s.attempts)
        for s in settlements
    ]  # fmt: skip
    connection.exec_driver_sql(_SETTLE_ONE, states)
    messages = [
        (broadcast_id, s.seq, gateway_id, gateway, s.state.value)
        for s in settlements
        for gateway_id in s.gateway_ids
    ]
    if messages:
        connection.exec_driver_sql(_ADD_MESSAGE, messages)


def _settle_all(
    connection: Connection,
    broadcast_id: int,
    gateway: str,
    settlements: Sequence[Settlement],
    now: int,
) -> None:
    key = {"broadcast": broadcast_id, "gateway": gateway, "now": now}
    states = {
        "seq": [s.seq for s in settlements],
        "attempts": [s.attempts for s in settlements],
        "state": [s.state.value for s in settlements],
        "not_before": [s.not_before for s in settlements],
        "retry": [int(s.not_before is not None) for s in settlements],
        "code": [s.code for s in settlements],
        "detail": [s.detail for s in settlements],
    }
    connection.execute(_SETTLE_ALL, {**key, **states})
    told = [(s, gateway_id) for s in settlements for gateway_id in s.gateway_ids]
    if told:
        messages = {
            "seq": [s.seq for s, _ in told],
            "gateway_id": [gateway_id for _, gateway_id in told],
            "state": [s.state.value for s, _ in told],
        }
        connection.execute(_ADD_MESSAGES, {**key, **messages})


def close_chunk(
    connection: Connection, chunk: Chunk, owner: str, asking: Asking, ask_at: int
) -> DueChunk | None:
    """Give the lease back: done, or due again when the first retry or question is."""
    hold_still(connection, chunk)
    state, uncertain = deliveries.c.state, asking.uncertain
    left = or_(state == State.QUEUED, uncertain)
    due = case((uncertain, ask_at), else_=func.coalesce(deliveries.c.not_before, 0))
    number, due_at, unsure = connection.execute(
        select(
            func.count(case((left, 1))),
            func.min(case((left, due))),
            func.count(case((state.in_(UNSURE), 1))),
        ).where(*within(chunk), state.in_((State.QUEUED, State.SENDING, *UNSURE)))
    ).one()
    if unsure:
        flag_unsure(connection, chunk)
    return give_back(connection, chunk, owner, due_at if number else None)


def flag_unsure(connection: Connection, chunk: Chunk) -> None:
    """Note that a delivery of the chunk may have to wait for a person."""
    connection.execute(update(chunks).where(*is_chunk(chunk)).values(unsure=True))


def note_progress(connection: Connection, broadcast_id: int, now: int) -> None:
    """Note that the broadcast does not stand still."""
    connection.execute(_PROGRESS, {"broadcast": broadcast_id, "now": now})


def note_turn(connection: Connection, broadcast_id: int, lane: int, now: int) -> None:
    """Note that neither the broadcast stands still, nor those that wait behind it."""
    values = {"broadcast": broadcast_id, "lane": lane, "now": now}
    connection.execute(_TURN, values)


def hold_standing_still(
    connection: Connection, since: int, now: int, reason: str
) -> int:
    """Hold every running broadcast of which nothing went out since then; how many.

    Corrections and cancellations are never too late, and of what is past its end there
    is nothing to decide.
    """
    held = connection.execute(
        update(broadcasts)
        .where(
            broadcasts.c.state.in_(("fanout", "running")),
            broadcasts.c.notice == "new",
            broadcasts.c.progress_at < since,
            broadcasts.c.expires_at > now,
        )
        .values(state="held", reason=reason)
    )
    return held.rowcount


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
