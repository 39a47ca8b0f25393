"""Occurrences of a repeating broadcast: each is a broadcast that renders nothing anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Table, func, insert, literal, select

from outreach.store.broadcasts import Broadcast, BroadcastState, by_id
from outreach.store.rows import inserted_id
from outreach.store.tables import (
    addressees,
    alternatives,
    approvals,
    broadcast_bundles,
    broadcasts,
    deliveries,
)

#: What an occurrence has of the broadcast that it repeats.
_REPEATED = (
    "announcement_id",
    "version",
    "edition_id",
    "channels",
    "audience_id",
    "fallback_language",
    "by_need",
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """A broadcast that went to an organisation, and on which day on its own clock."""

    broadcast: Broadcast
    day: date


def handed_over(
    connection: Connection,
    found: Sequence[Broadcast],
    organisation_ids: Sequence[int],
) -> list[Handed]:
    """Those of the broadcasts that went to one of the organisations, first to last."""
    a, d = addressees.c, deliveries.c
    same = (d.channel == a.channel) & (d.address == a.address)
    rows = connection.execute(
        select(d.broadcast_id, func.min(d.claimed_at).label("at"), a.timezone)
        .join(deliveries, same)
        .where(
            d.broadcast_id.in_([one.id for one in found]),
            d.claimed_at.is_not(None),
            a.organisation_id.in_(list(organisation_ids)),
        )
        .group_by(d.broadcast_id, a.timezone)
    )
    days: dict[int, date] = {}
    for row in rows:
        day = datetime.fromtimestamp(row.at, UTC).astimezone(ZoneInfo(row.timezone))
        days[row.broadcast_id] = min(day.date(), days.get(row.broadcast_id, date.max))
    handed = [Handed(broadcast=b, day=days[b.id]) for b in found if b.id in days]
    return sorted(handed, key=lambda one: one.day)


def first_of(connection: Connection, broadcast: Broadcast) -> Broadcast:
    """The broadcast that was approved, of which this is an occurrence; else itself."""
    if broadcast.parent_id is None:
        return broadcast
    return by_id(connection, broadcast.parent_id)


def _copy(connection: Connection, table: Table, old: int, new: int) -> None:
    names = [column.name for column in table.columns if column.name != "broadcast_id"]
    rows = select(literal(new), *(table.c[name] for name in names)).where(
        table.c.broadcast_id == old
    )
    connection.execute(insert(table).from_select(["broadcast_id", *names], rows))
