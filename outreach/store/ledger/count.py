"""Counting: the ledger as screens and reports show it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import Connection, and_, case, func, select

from outreach.model.states import State
from outreach.store.ledger import relayed
from outreach.store.tables import (
    addressees,
    bundles,
    deliveries,
    delivery_shares,
    organisations,
)


def tally(connection: Connection, broadcast_id: int) -> dict[str, dict[State, int]]:
    """Deliveries per channel and state."""
    rows = connection.execute(
        select(deliveries.c.channel, deliveries.c.state, func.count())
        .where(deliveries.c.broadcast_id == broadcast_id)
        .group_by(deliveries.c.channel, deliveries.c.state)
        .order_by(deliveries.c.channel, deliveries.c.state)
    )
    found: dict[str, dict[State, int]] = {}
    for channel, state, count in rows:
        found.setdefault(channel, {})[State(state)] = count
    return found


def totals(connection: Connection, broadcast_id: int) -> dict[State, int]:
    """Deliveries per state, of all channels together."""
    found: Counter[State] = Counter()
    for states in tally(connection, broadcast_id).values():
        found.update(states)
    return dict(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """Deliveries of one bundle by one gateway in one state."""

    gateway: str
    bundle_id: int
    state: State
    number: int
    #: Of each.
    segments: int


def handed_over(connection: Connection, broadcast_id: int) -> list[Handed]:
    """What of a broadcast has left the queue, by gateway and bundle."""
    d = deliveries.c
    found = (
        select(d.gateway, d.bundle_id, d.state, func.count().label("number"))
        .where(d.broadcast_id == broadcast_id, d.state != State.QUEUED)
        .group_by(d.gateway, d.bundle_id, d.state)
        .subquery()
    )
    rows = connection.execute(
        select(found, bundles.c.segments)
        .join(bundles, bundles.c.id == found.c.bundle_id)
        .order_by(found.c.gateway, found.c.bundle_id, found.c.state)
    )
    return [Handed(**{**row._mapping, "state": State(row.state)}) for row in rows]


@dataclass(frozen=True, slots=True, kw_only=True)
class Queued:
    """Queued deliveries of one gateway that wait for the same reason."""

    gateway: str
    #: Put off until ``first``: after a "later", or else for quiet hours. Neither: ready.
    retried: bool
    number: int
    #: When the first of them may go, in seconds since 1970; None: now.
    first: int | None


def queued(connection: Connection, broadcast_id: int, now: int) -> list[Queued]:
    """What of a broadcast is queued, by gateway and by what it waits for."""
    d = deliveries.c
    put_off = func.coalesce(d.not_before, 0) > now
    retried = case((and_(put_off, d.retries > 0), 1), else_=0)
    first = case((put_off, d.not_before))
    rows = connection.execute(
        select(d.gateway, retried, func.count(), func.min(first))
        .where(d.broadcast_id == broadcast_id, d.state == State.QUEUED)
        .group_by(d.gateway, put_off, retried)
        .order_by(d.gateway, put_off, retried)
    )
    return [
        Queued(gateway=gateway, retried=bool(again), number=number, first=first_at)
        for gateway, again, number, first_at in rows
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One delivery as screens show it."""

    seq: int
    channel: str
    address: str
    organisation: str
    #: How many addressees share its address.
    stands_for: int
    #: The organisations that nothing else reaches: this one's passes it on to them.
    passed_on_to: tuple[str, ...]
    state: State
    attempts: int
    changed_at: int
    code: str | None
    detail: str | None


def page_of_deliveries(
    connection: Connection, broadcast_id: int, after: int = -1, most: int = 100
) -> list[Line]:
    """The deliveries of a broadcast in order, those behind ``after``."""
    shares = (
        select(func.count())
        .where(
            delivery_shares.c.broadcast_id == deliveries.c.broadcast_id,
            delivery_shares.c.seq == deliveries.c.seq,
        )
        .scalar_subquery()
    )
    rows = connection.execute(
        select(deliveries, organisations.c.name, (shares + 1).label("stands_for"))
        .join(addressees, addressees.c.id == deliveries.c.addressee_id)
        .join(organisations, organisations.c.id == addressees.c.organisation_id)
        .where(deliveries.c.broadcast_id == broadcast_id, deliveries.c.seq > after)
        .order_by(deliveries.c.seq)
        .limit(most)
    ).all()
    onward = relayed.names(connection, broadcast_id, [row.seq for row in rows])
    return [
        Line(
            seq=row.seq,
            channel=row.channel,
            address=row.address,
            organisation=row.name,
            stands_for=row.stands_for,
            passed_on_to=onward.get(row.seq, ()),
            state=State(row.state),
            attempts=row.attempts,
            changed_at=row.changed_at,
            code=row.code,
            detail=row.detail,
        )
        for row in rows
    ]
