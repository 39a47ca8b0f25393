"""Fan-out: a broadcast becomes deliveries.

A step first notes in a temporary table whom it reaches, numbered by a key: SQLite's
``row_number()`` over a step takes as long as all the rest of it. The statements are made
once, because making them each time would take longer than several of them do.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    Insert,
    MetaData,
    String,
    Table,
    and_,
    bindparam,
    cast,
    func,
    insert,
    literal,
    select,
    text,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.schema import CreateTable
from sqlalchemy.sql.base import ReadOnlyColumnCollection

from outreach.model.states import State
from outreach.store.broadcasts import Broadcast
from outreach.store.ledger.chunk import CHUNK, STEP
from outreach.store.ledger.lease import NOW
from outreach.store.reaching import Reach, reached
from outreach.store.tables import (
    addressees,
    broadcast_bundles,
    broadcasts,
    chunks,
    deliveries,
    delivery_shares,
)
from outreach.store.tables.kinds import key_column

#: Whom the step reaches, and with what.
_reached = Table(
    "fanout_reached",
    MetaData(),
    key_column(),
    Column("addressee_id", BigInteger),
    Column("channel", String),
    Column("address", String),
    Column("bundle_id", BigInteger),
    Column("gateway", String),
    prefixes=["TEMPORARY"],
    postgresql_on_commit="DELETE ROWS",
)
#: What a step hands on from an addressee to its delivery.
_WHAT = [c.name for c in _reached.c if c.name != "id"]
_BROADCAST = bindparam("broadcast", type_=BigInteger)
#: The seq of a row's delivery.
_SEQ = _reached.c.id + bindparam("offset", type_=BigInteger)


def _same_address(c: ReadOnlyColumnCollection[str, Any]) -> ColumnElement[bool]:
    return and_(
        deliveries.c.broadcast_id == _BROADCAST,
        deliveries.c.channel == c.channel,
        deliveries.c.address == c.address,
    )


_COLUMNS: dict[str, Any] = {
    "broadcast_id": _BROADCAST,
    "seq": _SEQ,
    **{name: _reached.c[name] for name in _WHAT},
    "state": literal(State.QUEUED.value),
    "attempts": literal(0),
    "retries": literal(0),
    "changed_at": bindparam("now"),
}
# Asked row by row, by the whole key: of a table that was empty a moment ago PostgreSQL
# thinks that it is small, and would read all of it at every step.
_TWIN = select(deliveries.c.seq).where(_same_address(_reached.c)).scalar_subquery()
_OWN = (
    select(deliveries.c.seq)
    .where(deliveries.c.broadcast_id == _BROADCAST, deliveries.c.seq == _SEQ)
    .scalar_subquery()
)
_MAKE = CreateTable(_reached, if_not_exists=True)
_CREATE = {
    d.dialect.name: text(str(_MAKE.compile(dialect=d.dialect())))
    for d in (sqlite, postgresql)
}
_CLEAR = _reached.delete()
_NEXT = select(func.min(addressees.c.id)).where(addressees.c.id > bindparam("after"))
_FIRST = select(func.min(_reached.c.id))
_KEEP = update(broadcasts).where(broadcasts.c.id == _BROADCAST)
_NOTE_SHARES = insert(delivery_shares).from_select(
    ["broadcast_id", "seq", "addressee_id"],
    select(_BROADCAST, _TWIN, _reached.c.addressee_id).where(_OWN.is_(None)),
)


def _add_asking() -> Insert:
    """Only who is first of an address that has no delivery: PostgreSQL's own
    ``ON CONFLICT`` would take two to three times as long.
    """
    r = _reached.alias()
    firsts = select(func.min(r.c.id)).group_by(r.c.channel, r.c.address)
    rows = select(*_COLUMNS.values()).where(
        _reached.c.id.in_(firsts),
        _TWIN.is_(None),
    )
    return insert(deliveries).from_select([*_COLUMNS], rows.order_by(_reached.c.id))


def _add_trying() -> Insert:
    """All, but those whom the unique key refuses: SQLite looks there anyhow."""
    rows = select(*_COLUMNS.values()).order_by(_reached.c.id)
    key = ["broadcast_id", "channel", "address"]
    statement = sqlite.insert(deliveries).from_select([*_COLUMNS], rows)
    return statement.on_conflict_do_nothing(index_elements=key)


_ADD = {"sqlite": _add_trying(), "postgresql": _add_asking()}


@lru_cache(maxsize=16)
def _reaching(reach: Reach) -> Insert:
    """The addressees in the audience for whom something was rendered."""
    a, b = addressees, broadcast_bundles
    here = (a.c.id > bindparam("after"), a.c.id <= bindparam("upto"))
    m = reached(reach, *here)
    rows = (
        select(m.c.id, m.c.channel, m.c.address, b.c.bundle_id, b.c.gateway)
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
    return insert(_reached).from_select(_WHAT, rows)


def fan_out_step(
    connection: Connection, broadcast: Broadcast, reach: Reach, now: int
) -> bool:
    """Go through the next STEP addressees; False at the end. A crash resumes in between.

    An address gets one delivery, however many organisations share it: the first
    addressee's; the others leave a gap in seq. Whole chunks may be sent before the end.
    """
    values = {"broadcast": broadcast.id, "after": broadcast.fanout_after, "now": now}
    first = connection.execute(_NEXT, values).scalar()
    if first is None:
        close_last_chunk(connection, broadcast)
        _keep(connection, broadcast, fanout_done=True)
        return False
    start, upto = broadcast.fanout_seq, first + STEP - 1
    connection.execute(_CREATE[connection.dialect.name])
    connection.execute(_CLEAR)
    found = _count(connection, _reaching(reach), {**values, "upto": upto})
    _add_deliveries(connection, start, found, values)
    end = start + found
    _add_chunks(connection, broadcast, start // CHUNK, end // CHUNK)
    _keep(connection, broadcast, fanout_after=upto, fanout_seq=end)
    return True


def _add_deliveries(
    connection: Connection, start: int, found: int, values: dict[str, int]
) -> None:
    if not found:
        return
    first = connection.execute(_FIRST).scalar_one()
    values = {**values, "offset": start - first}
    made = _count(connection, _ADD[connection.dialect.name], values)
    if made < found:
        connection.execute(_NOTE_SHARES, values)


def _count(connection: Connection, rows: Insert, values: dict[str, int]) -> int:
    options = {"preserve_rowcount": True}
    return connection.execute(rows, values, execution_options=options).rowcount


def close_last_chunk(connection: Connection, broadcast: Broadcast) -> None:
    """Make the last chunk, which need not be full, of the deliveries that there are."""
    whole, rest = divmod(broadcast.fanout_seq, CHUNK)
    if rest:
        _add_chunks(connection, broadcast, whole, whole + 1)


def _keep(connection: Connection, broadcast: Broadcast, **values: Any) -> None:
    connection.execute(_KEEP, {"broadcast": broadcast.id, **values})


def _add_chunks(
    connection: Connection, broadcast: Broadcast, first: int, end: int
) -> None:
    """Add the chunks ``first`` to ``end - 1``: their deliveries are all there."""
    rows = [
        {
            "broadcast_id": broadcast.id,
            "no": no,
            "done": False,
            "lane": broadcast.lane,
            "due_at": NOW,
            "lease_until": 0,
        }
        for no in range(first, end)
    ]
    if rows:
        connection.execute(insert(chunks), rows)
