"""Who was missed, and why: summed for reports, and row by row for those who phone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    Connection,
    Select,
    Subquery,
    exists,
    func,
    select,
    tuple_,
    union_all,
)

from outreach.model.states import State
from outreach.store.accounts import Scope, within
from outreach.store.tables import (
    addressees,
    broadcasts,
    deliveries,
    delivery_shares,
    has_address,
    organisations,
)

#: Nobody says that it arrived, and it won't without somebody's doing.
MISSED = (
    State.FAILED,
    State.EXPIRED,
    State.SUPPRESSED,
    State.CANCELLED,
    State.UNKNOWN,
    State.HELD,
)
#: Of those the ones to phone: who has opted out asked to be left alone.
TO_PHONE = tuple(state for state in MISSED if state is not State.SUPPRESSED)
_WENT = (State.ACCEPTED, State.DELIVERED)
#: Rows that are in memory at once.
PAGE = 1000


@dataclass(frozen=True, slots=True)
class Reason:
    """Deliveries that were missed for one reason."""

    channel: str
    state: State
    code: str | None
    detail: str | None
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Missed:
    """One addressee that was missed."""

    #: The broadcast's code.
    broadcast: str
    seq: int
    organisation: str
    country: str
    region: str | None
    district: str | None
    language: str
    channel: str
    address: str
    state: State
    #: The gateway's words.
    code: str | None
    detail: str | None
    #: Another delivery of the same broadcast went out to the organisation.
    otherwise: bool


def reasons(connection: Connection, scope: Scope) -> list[Reason]:
    """All deliveries that were missed, summed by what the gateway or we said."""
    d, a, o = deliveries.c, addressees.c, organisations.c
    of = (d.channel, d.state, d.code, d.detail)
    query = select(*of, func.count().label("number")).select_from(deliveries)
    if scope.parted:
        query = query.join(addressees, a.id == d.addressee_id)
        query = query.join(organisations, o.id == a.organisation_id)
    rows = connection.execute(
        query.where(
            d.broadcast_id.in_(scope.broadcasts),
            d.state.in_(MISSED),
            *within(scope),
        )
        .group_by(*of)
        .order_by(*of)
    )
    return [Reason(r.channel, State(r.state), r.code, r.detail, r.number) for r in rows]


def to_phone(connection: Connection, scope: Scope) -> Iterator[Missed]:
    """Every addressee that was missed, also those that share an address, by broadcast and
    delivery; a page at a time, for there may be many.
    """
    after = (-1, -1, -1)
    while rows := connection.execute(_page(scope, after)).all():
        yield from map(_missed, rows)
        after = (rows[-1].broadcast_id, rows[-1].seq, rows[-1].addressee_id)


def _page(scope: Scope, after: tuple[int, int, int]) -> Select[Any]:
    told, a, o, b = _told(scope), addressees.c, organisations.c, broadcasts.c
    t = told.c
    return (
        select(
            *(t.broadcast_id, t.seq, t.addressee_id, t.channel, t.address, t.state),
            *(t.code, t.detail, b.code.label("broadcast"), a.language, o.name),
            *(o.country, o.region, o.district),
            _went_otherwise(a.organisation_id, t.broadcast_id).label("otherwise"),
        )
        .join(broadcasts, b.id == t.broadcast_id)
        .join(addressees, a.id == t.addressee_id)
        .join(organisations, o.id == a.organisation_id)
        .where(tuple_(t.broadcast_id, t.seq, t.addressee_id) > after, *within(scope))
        .order_by(t.broadcast_id, t.seq, t.addressee_id)
        .limit(PAGE)
    )


def _told(scope: Scope) -> Subquery:
    """Missed deliveries, one row for each addressee that they stand for."""
    d, s = deliveries.c, delivery_shares.c
    missed = (
        d.broadcast_id.in_(scope.broadcasts),
        d.state.in_(TO_PHONE),
        has_address(d.address),  # nobody can phone them
    )
    said = (d.channel, d.address, d.state, d.code, d.detail)
    same = (d.broadcast_id == s.broadcast_id) & (d.seq == s.seq)
    own = select(d.broadcast_id, d.seq, d.addressee_id, *said).where(*missed)
    shared = select(d.broadcast_id, d.seq, s.addressee_id, *said).join(
        delivery_shares, same
    )
    return union_all(own, shared.where(*missed)).subquery()


def _went_otherwise(organisation: Any, broadcast: Any) -> Any:
    a, d = addressees.alias(), deliveries.alias()
    return exists().where(
        a.c.organisation_id == organisation,
        d.c.broadcast_id == broadcast,
        d.c.channel == a.c.channel,
        d.c.address == a.c.address,
        d.c.state.in_(_WENT),
    )


def _missed(row: Any) -> Missed:
    return Missed(
        broadcast=row.broadcast,
        seq=row.seq,
        organisation=row.name,
        country=row.country,
        region=row.region,
        district=row.district,
        language=row.language,
        channel=row.channel,
        address=row.address,
        state=State(row.state),
        code=row.code,
        detail=row.detail,
        otherwise=bool(row.otherwise),
    )
