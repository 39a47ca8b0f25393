"""Claiming: windows of deliveries marked ``sending``, in one transaction with all that may
stand against it: the broadcast's state and end, opt-outs, quiet hours, the sender's rate.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from outreach.model.quiet import Quiet
from outreach.model.states import State
from outreach.store.ledger import aside, outage, throttle
from outreach.store.ledger.chunk import (
    THESE,
    Asking,
    Chunk,
    Claimed,
    Head,
    LeaseLost,
    values_of,
    values_of_these,
)
from outreach.store.ledger.doubt import end_queued
from outreach.store.ledger.lease import renew
from outreach.store.plain import Plain

_GOES_OUT = ("fanout", "running")

#: A Head in one round trip.
_HEAD = Plain(
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
    " LEFT JOIN outages o ON o.gateway = n.gateway"
    "  AND o.until BETWEEN :now + 1 AND :now + 1200"
    " WHERE b.id = :broadcast"
)
#: Every gateway with deliveries that are ready, and until when it is down.
_READY = Plain(
    "SELECT d.gateway, max(o.until) AS until FROM deliveries d"
    " LEFT JOIN outages o ON o.gateway = d.gateway"
    "  AND o.until BETWEEN :now + 1 AND :now + 1200"
    " WHERE d.broadcast_id = :broadcast AND d.seq BETWEEN :first AND :last"
    " AND d.state = 0 AND (d.not_before IS NULL OR d.not_before <= :now)"
    " GROUP BY d.gateway ORDER BY min(d.seq)"
)
#: Deliveries of the chunk in the order of Claimed, as they are (``claims`` 0, ``at`` null)
#: or as they will be once they are claimed.
_COLUMNS = (
    "SELECT d.seq, d.address, coalesce(o.name, '') AS name,"
    " coalesce(a.timezone, 'UTC') AS timezone, d.bundle_id, b.segments, b.sender, d.channel,"
    " d.gateway, d.attempts + :claims, d.retries, coalesce(:at, d.claimed_at)"
)
_FROM = (
    "FROM deliveries d JOIN bundles b ON b.id = d.bundle_id"
    " LEFT JOIN addressees a ON a.id = d.addressee_id"
    " LEFT JOIN organisations o ON o.id = a.organisation_id"
    " WHERE d.broadcast_id = :broadcast AND d.seq BETWEEN :first AND :last AND"
)
#: Locked, so that what is read is what is claimed.
_NEXT = Plain(
    _COLUMNS,
    _FROM,
    "d.state = 0 AND d.gateway = :gateway"
    " AND (d.not_before IS NULL OR d.not_before <= :at)"
    " ORDER BY d.seq LIMIT :most FOR UPDATE OF d",
)
_CLAIM = Plain(
    "UPDATE deliveries SET state = 1, claimed_at = :now, changed_at = :now,"
    " attempts = attempts + 1 WHERE",
    THESE,
)
_LEFT = Plain(
    _COLUMNS,
    ", d.state = 8 AND d.claimed_at <= :since",
    _FROM,
    "(d.state = 1 OR d.state = 8 AND d.gateway = ANY(:gateways))",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a claim keeps to, beside what stands in the ledger."""

    owner: str
    #: Seconds for which the chunk's lease is renewed.
    lease: int
    #: Most deliveries in flight, by gateway.
    windows: Mapping[str, int]
    #: Segments per second of each sender, by gateway; one not named has no limit.
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
    1970. In the same transaction the lease is kept, and whoever has opted out, or is
    past the broadcast's end, is marked so. Raises LeaseLost.
    """
    second = int(now)
    head = Head._make(_HEAD.rows(connection, values_of(chunk, now=second))[0])
    _keep_lease(connection, chunk, terms, head, second)
    if (ended := _ended(head, second)) is not None:
        end_queued(connection, chunk, ended, second)
    if ended is not None or head.state not in _GOES_OUT:
        return Claim()
    if head.overtaken:
        return Claim(overtaken=True)
    if head.gateway is None:
        return Claim()
    if head.gateway not in terms.windows or head.until is not None:
        return _another_way(connection, chunk, terms, head, now)
    return _claim_of(connection, chunk, terms, head, head.gateway, now)


def _ended(head: Head, now: int) -> State | None:
    """What is queued of a broadcast becomes, where none of it may go out any more."""
    if head.state == "cancelled":
        return State.CANCELLED
    return State.EXPIRED if now >= head.expires_at else None


def _another_way(
    connection: Connection,
    chunk: Chunk,
    terms: Terms,
    head: Head,
    now: float,
) -> Claim:
    """The next gateway can't be used: what others carry need not wait for it."""
    waits = []
    for gateway, until in _READY.rows(connection, values_of(chunk, now=int(now))):
        if gateway not in terms.windows:
            waits.append(Claim(wait_until=now + terms.lease, lacks=gateway))
        elif until is None:
            return _claim_of(connection, chunk, terms, head, gateway, now)
        elif outage.switch(connection, chunk, gateway, int(now)):
            return Claim(more=True)
        else:
            waits.append(Claim(wait_until=until))
    if not waits:  # set aside by somebody else since: look again
        return Claim(more=True)
    return min(waits, key=lambda claim: claim.wait_until or 0)


def _keep_lease(
    connection: Connection, chunk: Chunk, terms: Terms, head: Head, now: int
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
    head: Head,
    gateway: str,
    now: float,
) -> Claim:
    rate = terms.rates.get(gateway)
    most = terms.windows[gateway]
    values = values_of(chunk, claims=1, at=int(now), gateway=gateway, most=most)
    ready = [Claimed._make(row) for row in _NEXT.rows(connection, values)]
    waits = []
    for rows in _by_sender(ready, rate):
        claim = _claim_these(connection, chunk, terms, head, rows, rate, now)
        if claim.wait_until is None:
            return claim
        waits.append(claim)
    # Somebody else may have set all of them aside since the head was read: look again.
    return min(waits, key=lambda claim: claim.wait_until or 0, default=Claim(more=True))


def _claim_these(
    connection: Connection,
    chunk: Chunk,
    terms: Terms,
    head: Head,
    rows: Sequence[Claimed],
    rate: float | None,
    now: float,
) -> Claim:
    second = int(now)
    kept = aside.opted_out(connection, chunk, rows, terms.secret, second)
    kept = aside.sleeping(
        connection, chunk, kept, head, terms.quiet, terms.ringing, second
    )
    if len(kept) < len(rows):  # those set aside are not ready any more: look again
        return Claim(more=True)
    if rate is not None:
        segments = sum(row.segments for row in rows)
        sender = throttle.sender_of(rows[0].gateway, rows[0].sender)
        busy_until = throttle.take(connection, sender, segments, rate, now)
        if busy_until is not None:
            return Claim(wait_until=busy_until)
    these = values_of_these(chunk.broadcast_id, [row.seq for row in rows])
    _CLAIM.change(connection, {**these, "now": second})
    return Claim(rows=rows, more=True)


def left_uncertain(
    connection: Connection, chunk: Chunk, asking: Asking
) -> list[tuple[Claimed, bool]]:
    """The rows that a crash left in ``sending``, and unknown ones worth asking about; each
    with whether it has been unknown for as long as a gateway is asked.
    """
    gateways = list(asking.gateways)
    values = values_of(chunk, claims=0, at=None, gateways=gateways, since=asking.since)
    rows = _LEFT.rows(connection, values)
    return [(Claimed._make(row), bool(overdue)) for *row, overdue in rows]


def _by_sender(
    rows: Sequence[Claimed], rate: float | None
) -> Sequence[Sequence[Claimed]]:
    """The rows as they may go at once: under a rate, each sender's by themselves."""
    if rate is None or not rows:
        return [rows] if rows else []
    found: dict[str | None, list[Claimed]] = {}
    for row in rows:
        found.setdefault(row.sender, []).append(row)
    return [_within_rate(each, rate) for each in found.values()]


def _within_rate(rows: Sequence[Claimed], rate: float) -> Sequence[Claimed]:
    """As many rows as a second has room for, at least one."""
    segments = 0
    for number, row in enumerate(rows):
        segments += row.segments
        if number and segments > rate:
            return rows[:number]
    return rows
