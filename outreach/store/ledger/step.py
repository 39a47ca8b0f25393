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
from outreach.store import reaching
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


def reached(reach: Reach) -> Select[Any]:
    """The addressees in the audience for whom something was rendered, in order."""
    a, b = addressees, broadcast_bundles
    here = (a.c.id > AFTER, a.c.id <= UPTO)
    m = reaching.reached(reach, *here)
    return (
        select(
            m.c.id.label("addressee_id"),
            m.c.channel,
            m.c.address,
            b.c.bundle_id,
            b.c.gateway,
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
