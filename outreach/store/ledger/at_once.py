"""A step's deliveries on PostgreSQL, at once: one statement adds them and says who of
them shares an earlier one.

``ON CONFLICT`` costs nearly half as much again as the row itself, so only those rows go
by it whose address another addressee has too.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Connection,
    Row,
    Select,
    delete,
    func,
    select,
    text,
)
from sqlalchemy.dialects import postgresql
from sqlalchemy.exc import IntegrityError

from outreach.store.ledger.step import (
    ADDRESS,
    AFTER,
    BROADCAST,
    START,
    UPTO,
    new,
    reached,
    within,
)
from outreach.store.reaching import Reach
from outreach.store.tables import addressees, broadcasts, deliveries, fanout_shared

#: What finds the delivery of who made none.
_ASKED = ("addressee_id", "channel", "address")

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


def _note(rows: Select[Any]) -> postgresql.Insert:
    noted = postgresql.insert(fanout_shared).from_select(list(fanout_shared.c), rows)
    return noted.on_conflict_do_nothing()


def _all_noted() -> Select[Any]:
    a = addressees.c
    addresses = select(a.channel, a.address).group_by(a.channel, a.address)
    twice = addresses.having(func.count() > 1).subquery()
    same = (a.channel == twice.c.channel) & (a.address == twice.c.address)
    return select(BROADCAST, a.id).join(twice, same)


_NOTE_ALL = _note(_all_noted())


@lru_cache(maxsize=16)
def _note_step(reach: Reach) -> postgresql.Insert:
    return _note(select(BROADCAST, addressees.c.id).where(*within(reach)))


_ENDED = select(broadcasts.c.id).where(
    broadcasts.c.fanout_done | (broadcasts.c.state == "cancelled")
)
_FORGET = delete(fanout_shared).where(fanout_shared.c.broadcast_id.in_(_ENDED))


def note_shared(connection: Connection, broadcast_id: int) -> None:
    """Note who shares an address with another, before the first step."""
    connection.execute(_NOTE_ALL, {"broadcast": broadcast_id})


def forget_shared(connection: Connection) -> None:
    """Drop the notes of the broadcasts that will make no more deliveries."""
    connection.execute(_FORGET)


def add_deliveries(
    connection: Connection, reach: Reach, values: Mapping[str, Any]
) -> int:
    """Add the deliveries of the step; how many addressees that reaches."""
    try:
        with connection.begin_nested():
            row = _added(connection, reach, values)
    except IntegrityError:  # somebody new shares an address: an import, meanwhile
        connection.execute(_note_step(reach), values)
        row = _added(connection, reach, values)
    if row.addressee_id:
        shared = {name: row._mapping[name] for name in _ASKED}
        whose = [values["broadcast"]] * len(row.addressee_id)
        connection.execute(_SHARE_ASKED, {"broadcasts": whose, **shared})
    return int(row.found)


def _added(connection: Connection, reach: Reach, values: Mapping[str, Any]) -> Row[Any]:
    return connection.execute(_add(reach), values).one()


@lru_cache(maxsize=16)
def _add(reach: Reach) -> Select[Any]:
    """One row: of how many it reached, and who of them made no delivery."""
    rows = reached(reach).subquery()
    number = func.row_number().over(order_by=rows.c.addressee_id)
    seq = (START - 1 + number).label("seq")
    found = select(rows, seq).order_by(rows.c.addressee_id).cte("reached")
    shared = _shared(reach, found)
    shares = found.c.addressee_id.in_(shared)
    alone = _insert(found, ~shares).cte("alone")
    first = _insert(found, shares).on_conflict_do_nothing(index_elements=ADDRESS)
    made = first.returning(deliveries.c.seq).cte("made")
    r = found.alias("r")
    return (
        select(
            select(func.count()).select_from(found).scalar_subquery().label("found"),
            *(func.array_agg(r.c[name]).label(name) for name in _ASKED),
        )
        .where(r.c.addressee_id.in_(shared), r.c.seq.not_in(select(made.c.seq)))
        .add_cte(alone)
    )


def _insert(found: CTE, which: ColumnElement[bool]) -> postgresql.Insert:
    columns = new(found, found.c.seq)
    # By the addressee, in whose order they are: it does not know that of seq, and sorts.
    rows = select(*columns.values()).where(which).order_by(found.c.addressee_id)
    return postgresql.insert(deliveries).from_select([*columns], rows)


def _shared(reach: Reach, found: CTE) -> Select[Any]:
    """Who of the step's addressees was noted."""
    s = fanout_shared.c
    here: ColumnElement[bool] = (s.addressee_id > AFTER) & (s.addressee_id <= UPTO)
    if reach.by_need:  # its steps go by organisations
        here = s.addressee_id.in_(select(found.c.addressee_id))
    return select(s.addressee_id).where(s.broadcast_id == BROADCAST, here)
