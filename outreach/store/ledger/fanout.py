"""Fan-out: a broadcast becomes deliveries."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import BigInteger, Connection, bindparam, update

from outreach.store import need
from outreach.store.broadcasts import Broadcast
from outreach.store.ledger import at_once, in_turn, relayed
from outreach.store.ledger.chunk import CHUNK, STEP
from outreach.store.ledger.lease import NOW
from outreach.store.plain import Plain
from outreach.store.reaching import Reach
from outreach.store.tables import addressees, broadcasts

_FIRST_WAITING = Plain(
    "SELECT id FROM broadcasts WHERE state = 'fanout' ORDER BY lane, id LIMIT 1"
)
_NEXT = Plain("SELECT min(id) FROM addressees WHERE id > :after")
_NEXT_ORGANISATION = Plain(
    "SELECT min(organisation_id) FROM addressees WHERE organisation_id > :after"
)
#: An organisation may have several ways to be reached, and a step is to be short.
_WAYS = 4
_KEEP = update(broadcasts).where(
    broadcasts.c.id == bindparam("broadcast", type_=BigInteger)
)

_ADD_CHUNKS = Plain(
    "WITH RECURSIVE n(no) AS (SELECT CAST(:first AS bigint)"
    " UNION ALL SELECT no + 1 FROM n WHERE no + 1 < :end)"
    " INSERT INTO chunks (broadcast_id, no, done, lane, due_at, lease_until, unsure)"
    " SELECT :broadcast, no, false, :lane, :due_at, 0, false FROM n"
)


def first_waiting(connection: Connection) -> int | None:
    """The broadcast that makes its deliveries next: urgent first, then oldest first."""
    rows = _FIRST_WAITING.rows(connection, {})
    return rows[0][0] if rows else None


def fan_out_step(
    connection: Connection, broadcast: Broadcast, reach: Reach, secret: bytes, now: int
) -> Broadcast:
    """Go through the next STEP addressees, by need those of fewer organisations; the
    broadcast as it is then, at the end ``fanout_done``. A crash resumes in between.

    An address gets one delivery, however many organisations share it: the first
    addressee's; the others leave a gap in seq. Whole chunks may be sent before the end.
    """
    after, start = broadcast.fanout_after, broadcast.fanout_seq
    at_one_go = connection.dialect.name == "postgresql"
    if at_one_go and not after:
        at_once.note_shared(connection, broadcast.id)
    nearest = _NEXT_ORGANISATION if reach.by_need else _NEXT
    ((first,),) = nearest.rows(connection, {"after": after})
    if first is None:
        close_last_chunk(connection, broadcast)
        return _ended(connection, broadcast, reach)
    step = STEP[connection.dialect.name]
    upto = first - 1 + (max(1, step // _WAYS) if reach.by_need else step)
    values: dict[str, Any] = {"broadcast": broadcast.id, "start": start, "now": now}
    values |= {"after": after, "upto": upto}
    if reach.by_need:
        mine = addressees.c.organisation_id
        here = (
            mine > after,
            mine <= upto,
            addressees.c.channel.in_(broadcast.channels),
        )
        values["opted_out"] = need.opted_out(connection, secret, *here)
    add = at_once.add_deliveries if at_one_go else in_turn.add_deliveries
    found = add(connection, reach, values)
    end = start + found
    _add_chunks(connection, broadcast, start // CHUNK, end // CHUNK)
    return _kept(connection, broadcast, fanout_after=upto, fanout_seq=end)


def close_last_chunk(connection: Connection, broadcast: Broadcast) -> None:
    """Make the last chunk, which need not be full, of the deliveries that there are."""
    whole, rest = divmod(broadcast.fanout_seq, CHUNK)
    if rest:
        _add_chunks(connection, broadcast, whole, whole + 1)


def make_chunks(connection: Connection, broadcast: Broadcast) -> None:
    """Make all chunks of a broadcast whose deliveries are all there."""
    _add_chunks(connection, broadcast, 0, -(-broadcast.fanout_seq // CHUNK))


def _ended(connection: Connection, broadcast: Broadcast, reach: Reach) -> Broadcast:
    ended = _kept(connection, broadcast, fanout_done=True)
    if reach.by_need:
        relayed.note(connection, broadcast.id, reach.rule)
    at_once.forget_shared(connection)
    return ended


def _kept(connection: Connection, broadcast: Broadcast, **values: Any) -> Broadcast:
    connection.execute(_KEEP, {"broadcast": broadcast.id, **values})
    return replace(broadcast, **values)


def _add_chunks(
    connection: Connection, broadcast: Broadcast, first: int, end: int
) -> None:
    """Add the chunks ``first`` to ``end - 1``: their deliveries are all there."""
    if first < end:
        values = {"broadcast": broadcast.id, "lane": broadcast.lane, "due_at": NOW}
        _ADD_CHUNKS.change(connection, {**values, "first": first, "end": end})
