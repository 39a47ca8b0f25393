"""A step's deliveries on SQLite, in turn: noted, added, and who shares them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Insert,
    MetaData,
    String,
    Table,
    insert,
    select,
)
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateTable

from outreach.store.ledger.step import ADDRESS, START, WHAT, new, reached
from outreach.store.plain import Plain
from outreach.store.reaching import Reach
from outreach.store.tables import deliveries
from outreach.store.tables.kinds import key_column

#: Whom the step reaches, and with what, numbered from 1 by a key of an empty table: its
#: ``row_number()`` over a step takes as long as all the rest of it.
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
_MAKE = Plain(str(_CREATE))
_CLEAR = Plain("DELETE FROM fanout_reached")
#: The seq of a row's delivery.
_SEQ = _noted.c.id - 1 + START
#: In one value: a step looks only those up who got no delivery.
_ADDED = Plain(
    "SELECT json_group_array(seq) FROM deliveries WHERE broadcast_id = :broadcast"
    " AND seq BETWEEN :start AND :last"
)
_SHARE_NOTED = Plain(
    "INSERT INTO delivery_shares (broadcast_id, seq, addressee_id)"
    " SELECT :broadcast, (SELECT d.seq FROM deliveries d"
    " WHERE d.broadcast_id = :broadcast AND d.channel = r.channel"
    " AND d.address = r.address), r.addressee_id"
    " FROM fanout_reached r WHERE r.id = ANY(:ids)"
)


@lru_cache(maxsize=16)
def _note(reach: Reach) -> Insert:
    return insert(_noted).from_select(WHAT, reached(reach))


def _add_noted() -> Insert:
    columns = new(_noted, _SEQ)
    rows = select(*columns.values()).order_by(_noted.c.id)
    statement = sqlite.insert(deliveries).from_select([*columns], rows)
    return statement.on_conflict_do_nothing(index_elements=ADDRESS)


_ADD_NOTED = _add_noted()


def add_deliveries(
    connection: Connection, reach: Reach, values: Mapping[str, Any]
) -> int:
    """Add the deliveries of the step; how many addressees that reaches."""
    _MAKE.change(connection, {})
    _CLEAR.change(connection, {})
    found = _count(connection, _note(reach), values)
    if found and _count(connection, _ADD_NOTED, values) < found:
        _share(connection, values["broadcast"], values["start"], found)
    return found


def _share(connection: Connection, broadcast: int, start: int, found: int) -> None:
    """Note whose address had a delivery already: no delivery has the number of theirs."""
    step = {"broadcast": broadcast, "start": start, "last": start + found - 1}
    ((added,),) = _ADDED.rows(connection, step)
    missing = set(range(start, start + found)).difference(json.loads(added))
    ids = [seq - start + 1 for seq in sorted(missing)]
    _SHARE_NOTED.change(connection, {"broadcast": broadcast, "ids": ids})


def _count(connection: Connection, rows: Insert, values: Mapping[str, Any]) -> int:
    options = {"preserve_rowcount": True}
    return connection.execute(rows, values, execution_options=options).rowcount
