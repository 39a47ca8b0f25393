"""Settling: what became of claimed deliveries, chunks and broadcasts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import Connection

from outreach.model.states import State
from outreach.store.ledger import messages
from outreach.store.ledger.chunk import (
    THESE,
    UNCERTAIN,
    Asking,
    Chunk,
    DueChunk,
    Settlement,
    values_of,
    values_of_these,
)
from outreach.store.ledger.lease import give_back, hold_still
from outreach.store.plain import Plain

#: Rows that fared alike, as mostly a whole window does.
_SETTLE = Plain(
    "UPDATE deliveries SET state = :state, not_before = :not_before,"
    " retries = retries + :retry, changed_at = :now, code = :code, detail = :detail"
    " WHERE",
    THESE,
    "AND attempts = :attempts AND state + 0 IN (1, 8)",
)
#: What of a chunk is left to do, and when the first of it is.
_LEFT = Plain(
    "SELECT count(due) AS number, min(due) AS due_at, count(unsure) AS unsure,"
    " count(asked) AS asked, EXISTS (SELECT 1 FROM broadcasts b WHERE b.id = :broadcast"
    " AND b.state IN ('paused', 'held')) AS stopped FROM (SELECT CASE WHEN",
    UNCERTAIN,
    "THEN 1 END AS asked, CASE WHEN",
    UNCERTAIN,
    "THEN :ask_at WHEN d.state = 0 THEN coalesce(d.not_before, 0) END AS due,"
    " CASE WHEN d.state IN (8, 9) THEN 1 END AS unsure FROM deliveries d"
    " WHERE d.broadcast_id = :broadcast AND d.seq BETWEEN :first AND :last"
    " AND d.state IN (0, 1, 8, 9)) AS found",
)
_HOLD = Plain(
    "UPDATE deliveries SET state = 9, changed_at = :now WHERE",
    THESE,
    "AND state + 0 = 8",
)
_FLAG_UNSURE = Plain(
    "UPDATE chunks SET unsure = true WHERE broadcast_id = :broadcast AND no = :no"
)
_PROGRESS = Plain(
    "UPDATE broadcasts SET progress_at = :now"
    " WHERE id = :broadcast AND coalesce(progress_at, 0) < :now"
)
_TURN = Plain(
    "UPDATE broadcasts SET progress_at = :now WHERE state IN ('fanout', 'running')"
    " AND (id = :broadcast OR lane > :lane OR (lane = :lane AND id > :broadcast))"
    " AND coalesce(progress_at, 0) < :now"
)
_HOLD_STANDING_STILL = Plain(
    "UPDATE broadcasts SET state = 'held', reason = :reason"
    " WHERE state IN ('fanout', 'running') AND notice = 'new'"
    " AND progress_at < :since AND expires_at > :now"
)
_CLOSE_BROADCASTS = Plain(
    "UPDATE broadcasts SET state = 'done' WHERE state = 'running' AND NOT EXISTS ("
    "SELECT 1 FROM chunks c WHERE c.broadcast_id = broadcasts.id AND NOT c.done)"
)
_OVER = "state IN ('paused', 'held') AND expires_at <= :now"
_CUT_OFF = Plain(
    "SELECT id FROM broadcasts WHERE", _OVER, "AND fanout_seq > 0 AND NOT fanout_done"
)
_CLOSE_PAST_END = Plain(
    "UPDATE broadcasts SET state = 'done', reason = :reason WHERE",
    _OVER,
    "AND fanout_done AND NOT EXISTS ("
    "SELECT 1 FROM chunks c WHERE c.broadcast_id = broadcasts.id AND NOT c.done)",
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
    """Write what became of claimed rows. What a callback has told since is not lost, and
    the gateway's ids are added. Written twice, it is as written once.
    """
    alike = defaultdict(list)
    for one in settlements:
        fared = (one.attempts, one.state, one.not_before, one.code, one.detail)
        alike[fared].append(one)
    for those in alike.values():
        _settle_alike(connection, broadcast_id, those, now)
        messages.add(connection, broadcast_id, gateway, those, now)


def _settle_alike(
    connection: Connection, broadcast_id: int, those: Sequence[Settlement], now: int
) -> None:
    one = those[0]
    values = {
        **values_of_these(broadcast_id, [s.seq for s in those]),
        "attempts": one.attempts,
        "state": one.state.value,
        "not_before": one.not_before,
        "retry": int(one.not_before is not None),
        "code": one.code,
        "detail": one.detail,
        "now": now,
    }
    _SETTLE.change(connection, values)


def close_chunk(
    connection: Connection, chunk: Chunk, owner: str, asking: Asking, ask_at: int
) -> DueChunk | None:
    """Give the lease back: done, or due again when the first retry or question is."""
    hold_still(connection, chunk)
    values = values_of(
        chunk, gateways=list(asking.gateways), since=asking.since, ask_at=ask_at
    )
    ((number, due_at, unsure, asked, stopped),) = _LEFT.rows(connection, values)
    if unsure:
        flag_unsure(connection, chunk)
    if asked and stopped:  # what is queued waits for a person, not for a worker
        due_at = ask_at
    due_at = due_at if number else None
    return give_back(connection, chunk, owner, due_at, uncertain=bool(asked))


def hold(connection: Connection, chunk: Chunk, seqs: Sequence[int], now: int) -> None:
    """Leave it to a person what becomes of these, unless a callback has told since. Why
    nobody knows stays with them.
    """
    these = values_of_these(chunk.broadcast_id, list(seqs))
    _HOLD.change(connection, {**these, "now": now})
    flag_unsure(connection, chunk)


def flag_unsure(connection: Connection, chunk: Chunk) -> None:
    """Note that a delivery of the chunk may have to wait for a person."""
    _FLAG_UNSURE.change(connection, values_of(chunk))


def note_progress(connection: Connection, broadcast_id: int, now: int) -> None:
    """Note that the broadcast does not stand still."""
    _PROGRESS.change(connection, {"broadcast": broadcast_id, "now": now})


def note_turn(connection: Connection, broadcast_id: int, lane: int, now: int) -> None:
    """Note that neither the broadcast stands still, nor those that wait behind it."""
    values = {"broadcast": broadcast_id, "lane": lane, "now": now}
    _TURN.change(connection, values)


def hold_standing_still(
    connection: Connection, since: int, now: int, reason: str
) -> int:
    """Hold every running broadcast of which nothing went out since then; how many.

    Corrections and cancellations are never too late, and of what is past its end there
    is nothing to decide.
    """
    values = {"since": since, "now": now, "reason": reason}
    return _HOLD_STANDING_STILL.change(connection, values)


def close_broadcasts(connection: Connection) -> None:
    """A running broadcast whose chunks are all done is done."""
    _CLOSE_BROADCASTS.change(connection, {})


def cut_off_past_end(connection: Connection, now: int) -> list[int]:
    """The broadcasts that were stopped in the middle of their fan-out and are over."""
    return [key for (key,) in _CUT_OFF.rows(connection, {"now": now})]


def close_past_end(connection: Connection, now: int, reason: str) -> None:
    """A stopped broadcast that is over, and of which nothing is left to settle, is done."""
    _CLOSE_PAST_END.change(connection, {"now": now, "reason": reason})
