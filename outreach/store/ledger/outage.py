"""Gateways that are down or slow, and the deliveries that go another way meanwhile."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from sqlalchemy import Connection, text

from outreach.model.states import State
from outreach.store.ledger.chunk import Chunk, values_of_these
from outreach.store.plain import Plain

_ADD = text(
    "INSERT INTO outages (gateway, strikes, until, reason)"
    " VALUES (:gateway, :strikes, :until, :reason) ON CONFLICT (gateway)"
    " DO UPDATE SET strikes = :strikes, until = :until, reason = :reason"
)
_STRIKES = text(
    "SELECT strikes FROM outages WHERE gateway = :gateway AND until > :since"
)
_ELSEWHERE = Plain(
    "SELECT 1 FROM deliveries d JOIN alternatives a ON a.broadcast_id = d.broadcast_id"
    " AND a.gateway = :gateway AND a.bundle_id = d.bundle_id"
    " WHERE d.broadcast_id = :broadcast AND d.seq BETWEEN :first AND :last"
    " AND d.seq + 0 = ANY(:seqs) AND NOT d.in_doubt LIMIT 1"
)
_CLEAR = text("DELETE FROM outages WHERE gateway = :gateway")
#: None of ours is longer than 20 minutes: one further ahead comes from a clock set back.
_DOWN = text("SELECT * FROM outages WHERE until BETWEEN :now + 1 AND :now + 1200")
#: Only what surely did not go out goes another way: the other gateway would not know it.
_SWITCH = text(
    "UPDATE deliveries SET gateway = a.next_gateway, bundle_id = a.next_bundle_id,"
    " not_before = NULL, changed_at = :now FROM alternatives a"
    " WHERE deliveries.broadcast_id = :broadcast"
    " AND deliveries.seq BETWEEN :first AND :last"
    " AND deliveries.state = :queued AND NOT deliveries.in_doubt"
    " AND deliveries.gateway = :gateway"
    " AND a.broadcast_id = :broadcast AND a.gateway = :gateway"
    " AND a.bundle_id = deliveries.bundle_id"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outage:
    """A gateway to leave alone until an instant, in seconds since 1970."""

    gateway: str
    #: Failures in a row.
    strikes: int
    until: int
    reason: str


def strikes(connection: Connection, gateway: str, since: int) -> int:
    """How often in a row it failed or was slow, the last time after ``since``."""
    values = {"gateway": gateway, "since": since}
    return int(connection.execute(_STRIKES, values).scalar() or 0)


def strike(connection: Connection, outage: Outage) -> None:
    """Note that a gateway failed, and until when to leave it alone."""
    connection.execute(_ADD, asdict(outage))


def goes_elsewhere(
    connection: Connection, broadcast_id: int, gateway: str, seqs: list[int]
) -> bool:
    """Whether another gateway has approved renditions for any of these deliveries of this
    one, and may carry them.
    """
    these = values_of_these(broadcast_id, seqs)
    return bool(_ELSEWHERE.rows(connection, {**these, "gateway": gateway}))


def clear(connection: Connection, gateway: str) -> None:
    """It works."""
    connection.execute(_CLEAR, {"gateway": gateway})


def outages(connection: Connection, now: int) -> dict[str, Outage]:
    """The gateways that are left alone now, by name."""
    return {
        row.gateway: Outage(**row._mapping)
        for row in connection.execute(_DOWN, {"now": now})
    }


def switch(connection: Connection, chunk: Chunk, gateway: str, now: int) -> int:
    """Give the chunk's queued deliveries of a gateway to the next one; how many."""
    return connection.execute(
        _SWITCH,
        {
            "broadcast": chunk.broadcast_id,
            "first": chunk.first,
            "last": chunk.last,
            "gateway": gateway,
            "queued": State.QUEUED.value,
            "now": now,
        },
    ).rowcount
