"""A step's deliveries on SQLite, in turn: noted, added, and who shares them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Insert,
    MetaData,
    String,
    Table,
    bindparam,
    func,
    insert,
    select,
    text,
)
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateTable

from outreach.store.ledger.step import ADDRESS, BROADCAST, START, WHAT, new, reached
from outreach.store.reaching import Reach
from outreach.store.tables import deliveries, delivery_shares
from outreach.store.tables.kinds import key_column

_SHARE = ("broadcast_id", "seq", "addressee_id")

#: Whom the step reaches, and with what, numbered by a key: its ``row_number()``
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
_CREATE = CreateTable(_noted, if_not_exists=True).compile(dialect=sqlite.dialect())
_MAKE = text(str(_CREATE))
_CLEAR = _noted.delete()
_FIRST = select(func.min(_noted.c.id))
#: The seq of a row's delivery.
_SEQ = _noted.c.id - bindparam("first", type_=BigInteger) + START


@lru_cache(maxsize=16)
def _note(reach: Reach) -> Insert:
    return insert(_noted).from_select(WHAT, reached(reach))


def _add_noted() -> Insert:
    columns = new(_noted, _SEQ)
    rows = select(*columns.values()).order_by(_noted.c.id)
    statement = sqlite.insert(deliveries).from_select([*columns], rows)
    return statement.on_conflict_do_nothing(index_elements=ADDRESS)


def _share_noted() -> Insert:
    d = deliveries.alias()
    seq = select(d.c.seq).where(d.c.broadcast_id == BROADCAST)
    own = seq.where(d.c.seq == _SEQ)
    same = (d.c.channel == _noted.c.channel, d.c.address == _noted.c.address)
    twin = seq.where(*same).scalar_subquery()
    rows = select(BROADCAST, twin, _noted.c.addressee_id).where(~own.exists())
    return insert(delivery_shares).from_select(_SHARE, rows)


_ADD_NOTED, _SHARE_NOTED = _add_noted(), _share_noted()


def add_deliveries(
    connection: Connection, reach: Reach, values: Mapping[str, int]
) -> int:
    """Add the deliveries of the step; how many addressees that reaches."""
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
