"""A step's deliveries, and who shares them: at once on PostgreSQL, in turn on SQLite.

Each database lets the unique key on the address refuse who is not its first: it looks
there anyhow. The statements are made once, because making them each time would take
longer than several of them do.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    CTE,
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    FromClause,
    Insert,
    MetaData,
    Select,
    String,
    Table,
    bindparam,
    cast,
    func,
    insert,
    literal,
    select,
    text,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.schema import CreateTable

from outreach.model.states import State
from outreach.store import reaching
from outreach.store.reaching import Reach
from outreach.store.tables import (
    addressees,
    broadcast_bundles,
    deliveries,
    delivery_shares,
)
from outreach.store.tables.kinds import key_column

#: What a step hands on from an addressee to its delivery.
_WHAT = ("addressee_id", "channel", "address", "bundle_id", "gateway")
_ADDRESS = ("broadcast_id", "channel", "address")
_SHARE = ("broadcast_id", "seq", "addressee_id")
#: What finds the delivery of who made none.
_ASKED = ("addressee_id", "channel", "address")
_BROADCAST = bindparam("broadcast", type_=BigInteger)
_START = bindparam("start", type_=BigInteger)

#: SQLite: whom the step reaches, and with what, numbered by a key: its ``row_number()``
#: over a step takes as long as all the rest of it.
_noted = Table(
    "fanout_reached",
    MetaData(),
    key_column(),
    Column("addressee_id", BigInteger),
    Column("channel", String),
    Column("address", String),
    Column("bundle_id", BigInteger),
    Column("gateway", String),
    prefixes=["TEMPORARY"],
)


def add_deliveries(
    connection: Connection, reach: Reach, values: Mapping[str, int]
) -> int:
    """Add the deliveries of the addressees behind ``after`` up to ``upto``, numbered from
    ``start``; how many addressees that reaches. Who shares an earlier one's delivery is
    noted beside it, and leaves a gap in the numbers.
    """
    return _ADD[connection.dialect.name](connection, reach, values)


def _reached(reach: Reach) -> Select[Any]:
    """The addressees in the audience for whom something was rendered, in order."""
    a, b = addressees, broadcast_bundles
    here = (a.c.id > bindparam("after"), a.c.id <= bindparam("upto"))
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
            (b.c.broadcast_id == _BROADCAST)
            # No bare column: SQLite would go by the channel's index and sort it all.
            & (b.c.channel == cast(m.c.channel, String))
            & (b.c.language == m.c.language)
            & (b.c.profile == m.c.profile)
            & (b.c.as_new == m.c.as_new)
            & b.c.bundle_id.is_not(None),
        )
        .order_by(m.c.id)
    )


def _new(r: FromClause, seq: ColumnElement[int]) -> dict[str, Any]:
    """The columns of a delivery of somebody reached."""
    return {
        "broadcast_id": _BROADCAST,
        "seq": seq,
        **{name: r.c[name] for name in _WHAT},
        "state": literal(State.QUEUED.value),
        "attempts": literal(0),
        "retries": literal(0),
        "changed_at": bindparam("now"),
    }


@lru_cache(maxsize=16)
def _add_reached(reach: Reach) -> Select[Any]:
    """PostgreSQL: one row, of how many it reached, and who of them made no delivery."""
    rows = _reached(reach).subquery()
    number = func.row_number().over(order_by=rows.c.addressee_id)
    seq = (_START - 1 + number).label("seq")
    reached = select(rows, seq).order_by(rows.c.addressee_id).cte("reached")
    added = _added(reached)
    r = reached.alias("r")
    return select(
        select(func.count()).select_from(reached).scalar_subquery(),
        *(func.array_agg(r.c[name]) for name in _ASKED),
    ).where(r.c.seq.not_in(select(added.c.seq)))


def _added(reached: CTE) -> CTE:
    columns = _new(reached, reached.c.seq)
    # By the addressee, in whose order they are: it does not know that of seq, and sorts.
    rows = select(*columns.values()).order_by(reached.c.addressee_id)
    statement = postgresql.insert(deliveries).from_select([*columns], rows)
    added = statement.on_conflict_do_nothing(index_elements=_ADDRESS)
    return added.returning(deliveries.c.seq).cte("added")


#: The broadcast comes as a column: of a number that it knows and has never seen the
#: planner thinks that any index finds it, and took the primary key, which reads all of
#: the broadcast for each address.
_SHARE_ASKED = text(
    "INSERT INTO delivery_shares (broadcast_id, seq, addressee_id)"
    " SELECT v.broadcast_id, (SELECT d.seq FROM deliveries AS d"
    " WHERE d.broadcast_id = v.broadcast_id AND d.channel = v.channel"
    " AND d.address = v.address), v.addressee_id"
    " FROM unnest(CAST(:broadcasts AS bigint[]), CAST(:addressee_id AS bigint[]),"
    " CAST(:channel AS text[]), CAST(:address AS text[]))"
    " AS v(broadcast_id, addressee_id, channel, address)"
)


def _add_at_once(
    connection: Connection, reach: Reach, values: Mapping[str, int]
) -> int:
    found, *asked = connection.execute(_add_reached(reach), values).one()
    if asked[0]:
        shared = dict(zip(_ASKED, asked, strict=True))
        whose = [values["broadcast"]] * len(asked[0])
        connection.execute(_SHARE_ASKED, {"broadcasts": whose, **shared})
    return int(found)


_CREATE = CreateTable(_noted, if_not_exists=True).compile(dialect=sqlite.dialect())
_MAKE = text(str(_CREATE))
_CLEAR = _noted.delete()
_FIRST = select(func.min(_noted.c.id))
#: The seq of a row's delivery.
_SEQ = _noted.c.id - bindparam("first", type_=BigInteger) + _START


@lru_cache(maxsize=16)
def _note(reach: Reach) -> Insert:
    return insert(_noted).from_select(_WHAT, _reached(reach))


def _add_noted() -> Insert:
    columns = _new(_noted, _SEQ)
    rows = select(*columns.values()).order_by(_noted.c.id)
    statement = sqlite.insert(deliveries).from_select([*columns], rows)
    return statement.on_conflict_do_nothing(index_elements=_ADDRESS)


def _share_noted() -> Insert:
    d = deliveries.alias()
    seq = select(d.c.seq).where(d.c.broadcast_id == _BROADCAST)
    own = seq.where(d.c.seq == _SEQ)
    same = (d.c.channel == _noted.c.channel, d.c.address == _noted.c.address)
    twin = seq.where(*same).scalar_subquery()
    rows = select(_BROADCAST, twin, _noted.c.addressee_id).where(~own.exists())
    return insert(delivery_shares).from_select(_SHARE, rows)


_ADD_NOTED, _SHARE_NOTED = _add_noted(), _share_noted()


def _add_in_turn(
    connection: Connection, reach: Reach, values: Mapping[str, int]
) -> int:
    connection.execute(_MAKE)
    connection.execute(_CLEAR)
    found = _count(connection, _note(reach), values)
    if found:
        first = connection.execute(_FIRST).scalar_one()
        values = {**values, "first": first}
        if _count(connection, _ADD_NOTED, values) < found:
            connection.execute(_SHARE_NOTED, values)
    return found


def _count(connection: Connection, rows: Insert, values: Mapping[str, int]) -> int:
    options = {"preserve_rowcount": True}
    return connection.execute(rows, values, execution_options=options).rowcount


_ADD: dict[str, Callable[[Connection, Reach, Mapping[str, int]], int]] = {
    "sqlite": _add_in_turn,
    "postgresql": _add_at_once,
}
