"""Who is reached through another organisation: where a broadcast by need made nothing for an
organisation, and something for the one that passes messages on to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Select,
    and_,
    bindparam,
    exists,
    func,
    insert,
    select,
    tuple_,
)

from outreach.model.audience import AudienceRule
from outreach.store.audiences import of_organisation
from outreach.store.tables import (
    addressees,
    deliveries,
    delivery_relays,
    organisations,
)

_BROADCAST = bindparam("broadcast", type_=BigInteger)
_COLUMNS = ("broadcast_id", "seq", "organisation_id")


def note(connection: Connection, broadcast_id: int, rule: AudienceRule) -> None:
    """Once all deliveries are made: list those that each stands for beside its own."""
    statement = insert(delivery_relays).from_select(_COLUMNS, _relayed(rule))
    connection.execute(statement, {"broadcast": broadcast_id})


def names(
    connection: Connection, broadcast_id: int, seqs: Sequence[int]
) -> dict[int, tuple[str, ...]]:
    """The organisations to whom a delivery is passed on, by its seq."""
    r, found = delivery_relays.c, dict[int, tuple[str, ...]]()
    rows = connection.execute(
        select(r.seq, organisations.c.name)
        .join(organisations, organisations.c.id == r.organisation_id)
        .where(tuple_(r.broadcast_id, r.seq).in_([(broadcast_id, s) for s in seqs]))
        .order_by(r.seq, organisations.c.name)
    )
    for row in rows:
        found[row.seq] = (*found.get(row.seq, ()), row.name)
    return found


def _relayed(rule: AudienceRule) -> Select[Any]:
    o, own, its = organisations, addressees.alias(), addressees.alias()
    made = deliveries.alias()
    mine = (own.c.organisation_id == o.c.id, own.c.consented)
    reached = exists().where(*mine, *_went_to(own, made))
    d = deliveries.c
    return (
        select(_BROADCAST, func.min(d.seq), o.c.id)
        .join(its, and_(its.c.organisation_id == o.c.relay_id, its.c.consented))
        .join(deliveries, and_(*_went_to(its, deliveries)))
        .where(o.c.relay_id.is_not(None), ~reached, *of_organisation(rule, o))
        .group_by(o.c.id)
    )


def _went_to(a: Any, d: Any) -> tuple[ColumnElement[bool], ...]:
    """By the whole of the unique key: also those that share another's delivery."""
    return (
        d.c.broadcast_id == _BROADCAST,
        d.c.channel == a.c.channel,
        d.c.address == a.c.address,
    )
