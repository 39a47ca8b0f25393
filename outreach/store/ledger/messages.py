"""The messages that a gateway made of a delivery, and what they say of it together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence

from sqlalchemy import Connection

from outreach.model.states import State, may_become
from outreach.store.ledger.chunk import Settlement
from outreach.store.plain import Plain

#: An early callback may have written the same id, and knows more; an earlier try of which
#: nobody knew (8) knows less. Each database takes many rows at once in its own way.
_ADD = {
    "sqlite": (
        "INSERT INTO messages (broadcast_id, gateway, state, seq, gateway_id)"
        " VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (broadcast_id, seq, gateway_id) DO UPDATE"
        " SET state = excluded.state WHERE messages.state = 8"
    ),
    "postgresql": (
        "INSERT INTO messages (broadcast_id, gateway, state, seq, gateway_id)"
        " SELECT %s, %s, %s, * FROM unnest(%s::bigint[], %s::text[])"
        " ON CONFLICT (broadcast_id, seq, gateway_id) DO UPDATE"
        " SET state = excluded.state WHERE messages.state = 8"
    ),
}
#: Those of an earlier try, before a person sent it again, stand as cancelled (7).
_STATES = Plain(
    "SELECT m.seq, m.state, d.state FROM messages m JOIN deliveries d"
    " ON d.broadcast_id = m.broadcast_id AND d.seq = m.seq"
    " WHERE m.broadcast_id = :broadcast AND m.seq = ANY(:seqs) AND m.state <> 7"
)
_CHANGE = Plain(
    "UPDATE deliveries SET state = :state, changed_at = :now"
    " WHERE broadcast_id = :broadcast AND seq = :seq"
)
_WENT = Plain(
    "SELECT DISTINCT seq FROM messages WHERE broadcast_id = :broadcast"
    " AND seq = ANY(:seqs) AND state IN (2, 3)"
)
#: The receipt has overwritten why a part failed: the event that told it has it still.
_WHY = Plain(
    "UPDATE deliveries SET code = e.code, detail = e.detail FROM events e JOIN messages m"
    " ON m.gateway = e.gateway AND m.gateway_id = e.gateway_id AND m.state = 4"
    " WHERE e.outcome = 'refused' AND m.broadcast_id = :broadcast AND m.seq = :seq"
    " AND deliveries.broadcast_id = :broadcast AND deliveries.seq = :seq"
)


def together(states: Collection[State]) -> State:
    """Delivered only when every message is; a failure, or no word, beside one that went
    is unknown.
    """
    if len(states) == 1:
        return next(iter(states))
    lost = State.FAILED in states or State.UNKNOWN in states
    return State.UNKNOWN if lost else State.ACCEPTED


def partly_went(
    connection: Connection, broadcast_id: int, seqs: Sequence[int]
) -> frozenset[int]:
    """Those of which a message went out, as far as the gateway has told since a person last
    sent them again.
    """
    values = {"broadcast": broadcast_id, "seqs": list(seqs)}
    return frozenset(seq for (seq,) in _WENT.rows(connection, values))


def add(
    connection: Connection,
    broadcast_id: int,
    gateway: str,
    those: Sequence[Settlement],
    now: int,
) -> None:
    """Keep the gateway's ids of deliveries that fared alike. Where callbacks came before
    the receipts, what they told of single messages counts for the deliveries now.
    """
    told = list(dict.fromkeys((s.seq, said) for s in those for said in s.gateway_ids))
    if not told:
        return
    statement, state = _ADD[connection.dialect.name], those[0].state.value
    if connection.dialect.name == "sqlite":
        rows = [(broadcast_id, gateway, state, seq, said) for seq, said in told]
        added = connection.exec_driver_sql(statement, rows).rowcount
    else:
        seqs, ids = zip(*told, strict=True)
        values = (broadcast_id, gateway, state, list(seqs), list(ids))
        added = connection.exec_driver_sql(statement, values).rowcount
    if added < len(told):
        _reconsider(connection, broadcast_id, sorted({seq for seq, _ in told}), now)


def _reconsider(
    connection: Connection, broadcast_id: int, seqs: Sequence[int], now: int
) -> None:
    found: defaultdict[tuple[int, State], set[State]] = defaultdict(set)
    values = {"broadcast": broadcast_id, "seqs": list(seqs)}
    for seq, state, delivery in _STATES.rows(connection, values):
        found[seq, State(delivery)].add(State(state))
    for (seq, old), states in found.items():
        new = together(states)
        if may_become(old, new):
            one = {"broadcast": broadcast_id, "seq": seq}
            _CHANGE.change(connection, {**one, "state": new.value, "now": now})
            _WHY.change(connection, one)
