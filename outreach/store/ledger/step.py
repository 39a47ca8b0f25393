"""Whom a step of fan-out reaches, and what their deliveries hold.

Each database lets the unique key on the address refuse who is not its first: it looks
there anyhow. The statements are made once, because making them each time would take
longer than several of them do.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    FromClause,
    Select,
    String,
    bindparam,
    cast,
    literal,
    select,
)

from outreach.model.states import State
from outreach.store import need, reaching
from outreach.store.reaching import Reach
from outreach.store.tables import addressees, broadcast_bundles

#: What a step hands on from an addressee to its delivery.
WHAT = ("addressee_id", "channel", "address", "bundle_id", "gateway")
#: What may be there once in a broadcast.
ADDRESS = ("broadcast_id", "channel", "address")
BROADCAST = bindparam("broadcast", type_=BigInteger)
START = bindparam("start", type_=BigInteger)
AFTER = bindparam("after", type_=BigInteger)
UPTO = bindparam("upto", type_=BigInteger)


#: Of a broadcast by need: the addressees of the step who have opted out.
OPTED_OUT = bindparam("opted_out", type_=BigInteger, expanding=True)


def within(reach: Reach) -> tuple[ColumnElement[bool], ...]:
    """The conditions that an addressee is in the step."""
    a = addressees.c
    column = a.organisation_id if reach.by_need else a.id
    return column > AFTER, column <= UPTO


def reached(reach: Reach) -> Select[Any]:
    """The addressees in the audience for whom something was rendered, in order."""
    found = _with_bundle(reach)
    if not reach.by_need:
        return found
    usable = found.order_by(None).where(
        found.selected_columns.addressee_id.not_in(OPTED_OUT)
    )
    chosen = need.first(usable).subquery()
    return select(*(chosen.c[name] for name in WHAT)).order_by(chosen.c.addressee_id)


def _with_bundle(reach: Reach) -> Select[Any]:
    b = broadcast_bundles
    m = reaching.reached(reach, *within(reach))
    more = (m.c.organisation_id,) if reach.by_need else ()
    return (
        select(
            m.c.id.label("addressee_id"),
            m.c.channel,
            m.c.address,
            b.c.bundle_id,
            b.c.gateway,
            *more,
        )
        .join(
            b,
            (b.c.broadcast_id == BROADCAST)
            # No bare column: SQLite would go by the channel's index and sort it all.
            & (b.c.channel == cast(m.c.channel, String))
            & (b.c.language == m.c.language)
            & (b.c.profile == m.c.profile)
            & (b.c.as_new == m.c.as_new)
            & b.c.bundle_id.is_not(None),
        )
        .order_by(m.c.id)
    )


def new(r: FromClause, seq: ColumnElement[int]) -> dict[str, Any]:
    """The columns of a delivery of somebody reached."""
    return {
        "broadcast_id": BROADCAST,
        "seq": seq,
        **{name: r.c[name] for name in WHAT},
        "state": literal(State.QUEUED.value),
        "attempts": literal(0),
        "retries": literal(0),
        "changed_at": bindparam("now"),
    }
