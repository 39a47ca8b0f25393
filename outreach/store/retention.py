"""Addresses past their time: taken out of the ledger and the directory, a little at a time.

The rows stay, so that every report adds up as before (docs/why/persons.md).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Connection,
    Row,
    String,
    bindparam,
    cast,
    func,
    insert,
    literal,
    select,
    text,
    update,
)

from outreach.model.addresses import ERASED, erased
from outreach.model.masking import masked
from outreach.model.states import State
from outreach.store.rows import parts
from outreach.store.tables import (
    KEPT,
    addressees,
    broadcasts,
    deliveries,
    events,
    has_address,
    tidyings,
)

#: Deliveries that one transaction goes through, and rows that are in memory at once.
STEP = 5_000
#: Addressees that one transaction takes the address from.
FEW = 100
_GOING = (State.QUEUED, State.SENDING, State.HELD, State.UNKNOWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tidied:
    """What was done last."""

    at: datetime
    last_addressee: int
    #: Seconds since 1970.
    ended_before: int
    deliveries: int
    addressees: int


def last(connection: Connection) -> Tidied | None:
    """When it was done last, and how far it came; None: never."""
    t = tidyings.c
    row = connection.execute(
        select(*(t[one.name] for one in fields(Tidied))).order_by(t.id.desc()).limit(1)
    ).first()
    return Tidied(**row._mapping) if row else None


def note(
    connection: Connection,
    now: datetime,
    *,
    ended_before: int,
    deliveries: int,
    addressees: int,
) -> None:
    """Remember that it was done."""
    connection.execute(
        insert(tidyings).values(
            at=now,
            last_addressee=_newest_addressee(connection),
            ended_before=ended_before,
            deliveries=deliveries,
            addressees=addressees,
        )
    )


def _newest_addressee(connection: Connection) -> int:
    found = connection.execute(select(func.max(addressees.c.id))).scalar()
    return int(found or 0)


def ended(connection: Connection, since: int, before: int) -> list[tuple[int, int]]:
    """The broadcasts whose time was over from ``since`` to ``before``: id, deliveries."""
    b = broadcasts.c
    rows = connection.execute(
        select(b.id, b.fanout_seq)
        .where(b.expires_at >= since, b.expires_at < before)
        .order_by(b.expires_at, b.id)
    )
    return [(row.id, row.fanout_seq) for row in rows]


def addressed(connection: Connection, keys: Collection[int]) -> int:
    """How many deliveries of these broadcasts have their address still."""
    d = deliveries.c
    kept = has_address(d.address)
    return sum(
        connection.execute(
            select(func.count())
            .select_from(deliveries)
            .where(d.broadcast_id.in_(some), kept)
        ).scalar_one()
        for some in parts(keys)
    )


def forget_deliveries(
    connection: Connection, broadcast: int, first: int, end: int
) -> int:
    """Take the addresses out of a range of deliveries, and numbers out of what gateways
    said of them; how many had one.
    """
    d = deliveries.c
    these = (d.broadcast_id == broadcast, d.seq >= first, d.seq < end)
    in_place = literal(ERASED) + cast(d.addressee_id, String) + ")"
    gone = connection.execute(
        update(deliveries)
        .where(*these, has_address(d.address))
        .values(address=in_place)
    ).rowcount
    rows = connection.execute(
        select(d.seq, d.detail).where(*these, d.detail.is_not(None))
    ).all()
    changed = [
        {"key": row.seq, "said": said}
        for row in rows
        if (said := masked(row.detail)) != row.detail
    ]
    if changed:
        mine = (d.broadcast_id == broadcast, d.seq == bindparam("key"))
        connection.execute(
            update(deliveries).where(*mine).values(detail=bindparam("said")), changed
        )
    return gone


def old_events(connection: Connection, before: datetime) -> Iterator[list[Row[Any]]]:
    """What gateways told before, with words: a batch at a time."""
    e = events.c
    query = select(e.gateway, e.key).where(e.at < before, e.detail.is_not(None))
    yield from map(list, connection.execute(query).partitions(STEP))


def forget_words(connection: Connection, told: Sequence[Row[Any]]) -> None:
    """Drop the words of events: deliveries have what reports say of them."""
    e = events.c
    mine = (e.gateway == bindparam("of"), e.key == bindparam("named"))
    connection.execute(
        update(events).where(*mine).values(detail=None),
        [{"of": row.gateway, "named": row.key} for row in told],
    )


def forget_addressees(connection: Connection, keys: Collection[int], now: int) -> int:
    """Take the addresses from addressees, and from what is left of them in the ledger;
    how many. All that share an address go together. One to whom something is on its way is left for the next time.
    """
    a = addressees.c
    rows = connection.execute(
        select(a.id, a.channel, a.address).where(a.id.in_(keys), KEPT).order_by(a.id)
    ).all()
    busy = _busy(connection, rows, now)
    going = [row for row in rows if (row.channel, row.address) not in busy]
    if not going:
        return 0
    first: dict[tuple[str, str], int] = {}
    for row in going:
        first.setdefault((row.channel, row.address), row.id)
    done = last(connection)
    since = done.ended_before if done else 0
    connection.execute(
        _FORGET_IN_LEDGER,
        [
            {"of": of, "old": old, "gone": erased(key), "since": since}
            for (of, old), key in first.items()
        ],
    )
    connection.execute(
        _FORGET_ADDRESSEE,
        [{"id": r.id, "gone": erased(first[r.channel, r.address])} for r in going],
    )
    return len(going)


#: Deliveries of broadcasts that ended before have no address to find them by.
_FORGET_IN_LEDGER = text(
    "UPDATE deliveries SET address = :gone WHERE broadcast_id IN"
    " (SELECT id FROM broadcasts WHERE expires_at >= :since)"
    " AND channel = :of AND address = :old"
)
_FORGET_ADDRESSEE = text(
    "UPDATE addressees SET address = :gone, person = NULL, consented = false,"
    " options = '{}', listed = NULL WHERE id = :id"
)


def _busy(
    connection: Connection, rows: Sequence[Any], now: int
) -> set[tuple[str, str]]:
    """Where something may still go, by a broadcast whose time is not over."""
    b, d = broadcasts.c, deliveries.c
    open_ = list(connection.execute(select(b.id).where(b.expires_at > now)).scalars())
    return {
        (row.channel, row.address)
        for some in parts(open_)
        for row in connection.execute(
            select(d.channel, d.address).where(
                d.broadcast_id.in_(some),
                d.channel.in_({row.channel for row in rows}),
                d.address.in_({row.address for row in rows}),
                d.state.in_(_GOING),
            )
        )
    }
