"""Claiming: windows of deliveries marked ``sending``, in one transaction with all that may
stand against it: the broadcast's state and end, opt-outs, quiet hours, the sender's rate.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, text

from outreach.model.quiet import WENT_ANYWAY, Quiet, goes_anyway, opens_at
from outreach.model.states import State
from outreach.store.ledger import outage, throttle
from outreach.store.ledger.chunk import (
    Asking,
    Chunk,
    Claimed,
    LeaseLost,
    claimed,
    within,
)
from outreach.store.ledger.lease import renew
from outreach.store.secret import address_hash
from outreach.store.tables import addressees, deliveries, organisations

_GOES_OUT = ("fanout", "running")

#: All that decides about the next window, in one round trip: whose the lease is, how the
#: broadcast stands, whether something more urgent waits, which gateway is next and whether
#: it is down.
_HEAD = text(
    "SELECT k.owner, k.lease_until, b.state, b.lane, b.starts_at, b.expires_at, b.note,"
    " EXISTS ("
    "  SELECT 1 FROM broadcasts f WHERE f.state = 'fanout' AND f.lane < b.lane"
    ") OR EXISTS ("
    "  SELECT 1 FROM chunks c JOIN broadcasts u ON u.id = c.broadcast_id"
    "  WHERE c.lane < b.lane AND NOT c.done AND c.due_at <= :now"
    "  AND c.lease_until <= :now AND u.state IN ('fanout', 'running')"
    ") AS overtaken, n.gateway, o.until FROM broadcasts b"
    " JOIN chunks k ON k.broadcast_id = b.id AND k.no = :no"
    " LEFT JOIN (SELECT gateway FROM deliveries WHERE broadcast_id = :broadcast"
    "  AND seq BETWEEN :first AND :last AND state = 0"
    "  AND (not_before IS NULL OR not_before <= :now) ORDER BY seq LIMIT 1"
    " ) n ON b.id = :broadcast"
    " LEFT JOIN outages o ON o.gateway = n.gateway AND o.until > :now"
    " WHERE b.id = :broadcast"
)
_NEXT = text(
    "SELECT d.seq, d.address, d.bundle_id, d.channel, d.gateway, d.attempts, d.retries,"
    " o.name, a.timezone, b.segments FROM deliveries d"
    " JOIN bundles b ON b.id = d.bundle_id"
    " LEFT JOIN addressees a ON a.id = d.addressee_id"
    " LEFT JOIN organisations o ON o.id = a.organisation_id"
    " WHERE d.broadcast_id = :broadcast"
    " AND d.seq BETWEEN :first AND :last AND d.state = 0 AND d.gateway = :gateway"
    " AND (d.not_before IS NULL OR d.not_before <= :now) ORDER BY d.seq LIMIT :most"
)
#: The same condition again: on PostgreSQL a row may have been cancelled since.
_CLAIM = text(
    "UPDATE deliveries SET state = 1, claimed_at = :now, changed_at = :now,"
    " attempts = attempts + 1 WHERE broadcast_id = :broadcast"
    " AND seq BETWEEN :first AND :last AND state = 0 AND gateway = :gateway"
    " AND (not_before IS NULL OR not_before <= :now) RETURNING seq"
)
#: One parameter for any number of hashes, so that the statement is prepared once.
_OPTED_OUT = {
    "sqlite": text(
        "SELECT address_hash FROM suppressions"
        " WHERE address_hash IN (SELECT value FROM json_each(:hashes))"
    ),
    "postgresql": text(
        "SELECT address_hash FROM suppressions WHERE address_hash = ANY(:hashes)"
    ),
}
_NOTE = text("UPDATE broadcasts SET note = :note WHERE id = :broadcast")
_PROGRESS = text(
    "UPDATE broadcasts SET progress_at = :at"
    " WHERE id = :broadcast AND progress_at < :at"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a claim keeps to, beside what stands in the ledger."""

    owner: str
    #: Seconds for which the chunk's lease is renewed.
    lease: int
    #: Most deliveries in flight, by gateway.
    windows: Mapping[str, int]
    #: Segments per second, by gateway; one that is not named has no limit.
    rates: Mapping[str, float]
    quiet: Quiet
    #: The channels that ring: quiet hours are theirs.
    ringing: frozenset[str]
    secret: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """The rows to hand over now. Without any: look again at once (``more``), at an instant
    (``wait_until``), or not at all.
    """

    rows: Sequence[Claimed] = ()
    more: bool = False
    wait_until: float | None = None
    #: A more urgent broadcast waits for a worker.
    overtaken: bool = False
    #: The gateway that this worker has no settings for.
    lacks: str | None = None


def claim_window(
    connection: Connection, chunk: Chunk, terms: Terms, now: float
) -> Claim:
    """Mark the chunk's next deliveries of one gateway ``sending``; ``now`` in seconds since
    1970. In the same transaction the lease is renewed, and whoever has opted out, or is
    past the broadcast's end, is marked so. Raises LeaseLost.
    """
    second = int(now)
    head = connection.execute(_HEAD, {**_of(chunk, second), "no": chunk.no}).one()
    _keep_lease(connection, chunk, terms, head, second)
    if head.state == "cancelled":
        _end_queued(connection, chunk, State.CANCELLED, second)
    if head.state not in _GOES_OUT:
        return Claim()
    if second >= head.expires_at:
        _end_queued(connection, chunk, State.EXPIRED, second)
        return Claim()
    if head.overtaken:
        return Claim(overtaken=True)
    if head.gateway is None:
        return Claim()
    if head.gateway not in terms.windows:
        return Claim(wait_until=now + terms.lease, lacks=head.gateway)
    if head.until is not None:
        switched = outage.switch(connection, chunk, head.gateway, second)
        return Claim(more=True) if switched else Claim(wait_until=head.until)
    return _claim_of(connection, chunk, terms, head, now)


def _keep_lease(
    connection: Connection, chunk: Chunk, terms: Terms, head: Row[Any], now: int
) -> None:
    """Nobody can take a chunk over whose lease has half its time left, so it is written
    anew only then.
    """
    if head.owner != terms.owner:
        raise LeaseLost
    if head.lease_until < now + terms.lease / 2:
        renew(connection, chunk, terms.owner, now + terms.lease)


def _claim_of(
    connection: Connection,
    chunk: Chunk,
    terms: Terms,
    head: Row[Any],
    now: float,
) -> Claim:
    gateway: str = head.gateway
    values = {**_of(chunk, int(now)), "gateway": gateway}
    rate = terms.rates.get(gateway)
    found = connection.execute(_NEXT, {**values, "most": terms.windows[gateway]}).all()
    rows = _within_rate(found, rate)
    kept = _without_opted_out(connection, chunk, rows, terms.secret, int(now))
    kept = _without_quiet(connection, chunk, kept, terms, head, int(now))
    if len(kept) < len(rows):  # those set aside are not ready any more: look again
        return Claim(more=True)
    if rate is not None:
        segments = sum(row.segments for row in rows)
        busy_until = throttle.take(connection, gateway, segments, rate, now)
        if busy_until is not None:
            return Claim(wait_until=busy_until)
    values |= {"first": rows[0].seq, "last": rows[-1].seq}
    taken = set(connection.execute(_CLAIM, values).scalars())
    return Claim(
        rows=[claimed(row, claims=1, at=int(now)) for row in rows if row.seq in taken],
        more=True,
    )


def left_uncertain(
    connection: Connection, chunk: Chunk, asking: Asking
) -> list[Claimed]:
    """The rows that a crash left in ``sending``, and unknown ones worth asking about."""
    d, a, o = deliveries, addressees, organisations
    rows = connection.execute(
        d.outerjoin(a, a.c.id == d.c.addressee_id)
        .outerjoin(o, o.c.id == a.c.organisation_id)
        .select()
        .with_only_columns(d, o.c.name)
        .where(*within(chunk), asking.uncertain)
    )
    return [claimed(row) for row in rows]


def _within_rate(rows: Sequence[Row[Any]], rate: float | None) -> Sequence[Row[Any]]:
    """As many rows as a second has room for, at least one."""
    if rate is None:
        return rows
    segments = 0
    for number, row in enumerate(rows):
        segments += row.segments
        if number and segments > rate:
            return rows[:number]
    return rows


def _without_opted_out(
    connection: Connection,
    chunk: Chunk,
    rows: Sequence[Row[Any]],
    secret: bytes,
    now: int,
) -> Sequence[Row[Any]]:
    by_hash = {address_hash(secret, row.channel, row.address): row.seq for row in rows}
    query = _OPTED_OUT[connection.dialect.name]
    hashes = list(by_hash)
    if connection.dialect.name == "sqlite":
        hashes = json.dumps(hashes)  # type: ignore[assignment]
    found = connection.execute(query, {"hashes": hashes}).scalars()
    stopped = {by_hash[one] for one in found}
    if stopped:
        _set_queued(
            connection, chunk, stopped, now, state=State.SUPPRESSED, not_before=None
        )
    return [row for row in rows if row.seq not in stopped]


def _without_quiet(
    connection: Connection,
    chunk: Chunk,
    rows: Sequence[Row[Any]],
    terms: Terms,
    head: Row[Any],
    now: int,
) -> Sequence[Row[Any]]:
    """Put off to the end of the quiet time whoever should not be rung now."""
    if terms.quiet == Quiet():
        return rows
    by_end: dict[datetime, set[int]] = {}
    opens = {
        zone: opens_at(datetime.fromtimestamp(now, UTC), zone, terms.quiet)
        for zone in {row.timezone or "UTC" for row in rows}
    }
    for row in rows:
        end = opens[row.timezone or "UTC"]
        if end is not None and row.channel in terms.ringing:
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
            *within(chunk),
            deliveries.c.seq.in_(seqs),
            deliveries.c.state == State.QUEUED,
        )
        .values(changed_at=now, **values)
    )


def _end_queued(connection: Connection, chunk: Chunk, state: State, now: int) -> None:
    connection.execute(
        deliveries.update()
        .where(*within(chunk), deliveries.c.state == State.QUEUED)
        .values(state=state, changed_at=now)
    )


def _of(chunk: Chunk, now: int) -> dict[str, Any]:
    return {
        "broadcast": chunk.broadcast_id,
        "first": chunk.first,
        "last": chunk.last,
        "now": now,
    }
