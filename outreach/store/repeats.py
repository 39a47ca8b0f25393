"""Occurrences of a repeating broadcast: each is a broadcast that renders nothing anew."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import Connection, Table, func, insert, literal, select

from outreach.store.broadcasts import Broadcast, BroadcastState, by_id
from outreach.store.rows import inserted_id
from outreach.store.tables import (
    alternatives,
    approvals,
    broadcast_bundles,
    broadcasts,
)

#: What an occurrence has of the broadcast that it repeats.
_REPEATED = (
    "announcement_id",
    "version",
    "edition_id",
    "channels",
    "audience_id",
    "fallback_language",
    "lane",
    "notice",
    "starts_at",
    "expires_at",
    "digest",
    "created_by",
)


def add_repeat(
    connection: Connection,
    parent: Broadcast,
    state: BroadcastState,
    reason: str | None,
    now: datetime,
) -> Broadcast:
    """The next occurrence of a repeating broadcast, with all that was approved of it."""
    number = connection.execute(
        select(func.count()).where(broadcasts.c.parent_id == parent.id)
    ).scalar_one()
    again = {name: getattr(parent, name) for name in _REPEATED} | asdict(parent.layout)
    key = inserted_id(
        connection,
        insert(broadcasts).values(
            **again,
            code=f"{parent.code}-{number + 2}",
            parent_id=parent.id,
            state=state,
            reason=reason,
            created_at=now,
            fanout_after=0,
            fanout_seq=0,
            fanout_done=False,
        ),
    )
    for table in (broadcast_bundles, alternatives, approvals):
        _copy(connection, table, parent.id, key)
    return by_id(connection, key)


def repeats_of(connection: Connection, parent_id: int) -> list[Broadcast]:
    """The later occurrences of a repeating broadcast, first to last."""
    keys = connection.execute(
        select(broadcasts.c.id)
        .where(broadcasts.c.parent_id == parent_id)
        .order_by(broadcasts.c.id)
    )
    return [by_id(connection, row.id) for row in keys]


def _copy(connection: Connection, table: Table, old: int, new: int) -> None:
    names = [column.name for column in table.columns if column.name != "broadcast_id"]
    rows = select(literal(new), *(table.c[name] for name in names)).where(
        table.c.broadcast_id == old
    )
    connection.execute(insert(table).from_select(["broadcast_id", *names], rows))
