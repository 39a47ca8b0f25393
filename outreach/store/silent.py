"""Addressees whom nobody has written to or heard from for long, and who want no more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any, TypeAlias

from sqlalchemy import Connection, Select, String, cast, func, or_, select

from outreach.model.addresses import kind_of
from outreach.store.secret import address_hash
from outreach.store.tables import (
    KEPT,
    addressees,
    broadcasts,
    deliveries,
    delivery_shares,
    enquiries,
    evidence,
    inbound,
    rsvps,
    suppressions,
    tidyings,
)

#: A channel and an address on it.
Way: TypeAlias = tuple[str, str]
#: Rows that are in memory at once.
_PAGE = 5_000


def idle(connection: Connection, since: datetime) -> dict[Way, list[int]]:
    """Phones and e-mail addresses that were there at ``since``, and that nobody has
    written to or heard from after it, each with all its addressees. The organisation's
    answers, evidence and enquiries count as hearing from it.
    """
    a = addressees.c
    there = connection.execute(
        select(func.max(tidyings.c.last_addressee)).where(tidyings.c.at <= since)
    ).scalar()
    if not there:
        return {}
    rows = connection.execute(
        select(a.id, a.channel, a.address).where(
            KEPT,
            a.id <= there,
            or_(a.address.like("+%"), a.address.like("%@%")),
            a.id.not_in(_written_to(since)),
            a.address.not_in(_writers(since)),
            a.organisation_id.not_in(_heard(since)),
        )
    )
    found = _by_way(row for row in rows if kind_of(row.address) != "postal")
    shared = _shared(connection) if found else {}
    return {way: ids for way, ids in found.items() if len(ids) == shared.get(way, 1)}


def _by_way(rows: Iterable[Any]) -> dict[Way, list[int]]:
    found: dict[Way, list[int]] = defaultdict(list)
    for row in rows:
        found[row.channel, row.address].append(row.id)
    return dict(found)


def _shared(connection: Connection) -> dict[Way, int]:
    """By how many addressees each address is shared, where more than one has it."""
    a = addressees.c
    rows = connection.execute(
        select(a.channel, a.address, func.count().label("number"))
        .where(KEPT)
        .group_by(a.channel, a.address)
        .having(func.count() > 1)
    )
    return {(row.channel, row.address): row.number for row in rows}


def _written_to(since: datetime) -> Any:
    b, d, s = broadcasts.c, deliveries.c, delivery_shares.c
    late = or_(b.expires_at >= int(since.timestamp()), b.created_at >= since)
    recent = select(b.id).where(late)
    return (
        select(d.addressee_id)
        .where(d.broadcast_id.in_(recent))
        .union_all(select(s.addressee_id).where(s.broadcast_id.in_(recent)))
    )


def _writers(since: datetime) -> Any:
    """Senders, also of gateways that leave out the plus."""
    i = inbound.c
    late = i.received_at >= since
    plus = cast("+", String) + i.sender
    return select(i.sender).where(late).union_all(select(plus).where(late))


def _heard(since: datetime) -> Any:
    r, v, q = rsvps.c, evidence.c, enquiries.c
    asked: Select[Any] = select(q.organisation_id).where(
        q.asked_at >= since, q.organisation_id.is_not(None)
    )
    return (
        select(r.organisation_id)
        .where(r.at >= since)
        .union_all(select(v.organisation_id).where(v.at >= since), asked)
    )


def withdrawn(
    connection: Connection, secret: bytes, since: datetime
) -> dict[Way, list[int]]:
    """Addresses that opted out before ``since``, with all their addressees: only the
    keyed hash of each tells.
    """
    s, a = suppressions.c, addressees.c
    out = {
        (row.channel, row.address_hash)
        for row in connection.execute(
            select(s.channel, s.address_hash).where(s.since < since)
        )
    }
    if not out:
        return {}
    query = select(a.id, a.channel, a.address).where(KEPT)
    return _by_way(
        row
        for rows in connection.execute(query).partitions(_PAGE)
        for row in rows
        if (row.channel, address_hash(secret, row.channel, row.address)) in out
    )
