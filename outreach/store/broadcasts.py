"""Broadcasts: what is planned, who approved it, and how far it is."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal

from sqlalchemy import (
    Connection,
    Row,
    bindparam,
    func,
    insert,
    select,
    text,
    update,
)

from outreach.model.errors import InputError
from outreach.model.layout import LAYOUT, Layout
from outreach.model.money import of_parts, parts_of
from outreach.store.rows import inserted_id
from outreach.store.tables import (
    alternatives,
    approvals,
    broadcast_bundles,
    broadcasts,
)

#: waiting (for approval) -> approved -> fanout -> running -> done; beside them held
#: (due too late: a person decides), paused and cancelled.
BroadcastState = Literal[
    "waiting", "approved", "held", "fanout", "running", "paused", "done", "cancelled"
]

#: No 0, O, 1, I or L: the code is read over the phone and typed on a keypad.
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"

# Made once: they are asked at every step of fan-out.
_BY_ID = select(broadcasts).where(broadcasts.c.id == bindparam("key"))
_LOCKED = _BY_ID.with_for_update()
_IN_STATE = (
    select(broadcasts)
    .where(broadcasts.c.state.in_(bindparam("states", expanding=True)))
    .order_by(broadcasts.c.lane, broadcasts.c.id)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Broadcast:
    """An announcement version or an edition × channels × audience × when."""

    id: int
    code: str
    announcement_id: str | None
    version: int | None
    edition_id: int | None
    #: The broadcast whose approved renditions this one repeats.
    parent_id: int | None
    channels: tuple[str, ...]
    audience_id: int
    fallback_language: str | None
    layout: Layout
    state: BroadcastState
    reason: str | None
    lane: int
    notice: str
    #: Seconds since 1970; when the event starts, None of an edition.
    starts_at: int | None
    expires_at: int
    digest: str
    created_by: int
    created_at: datetime
    fanout_after: int
    fanout_seq: int
    fanout_done: bool
    progress_at: int | None
    note: str | None
    #: Cancelled by the start of a newer version's broadcast.
    superseded: bool = False
    #: Each organisation by the channel that it prefers, by others only where that fails.
    by_need: bool = False
    #: The broadcast whose stations it reminds; it tells nobody of the event.
    reminds_id: int | None = None

    @property
    def subject(self) -> str:
        """What it is of, for staff: the announcement's id, or the edition."""
        return self.announcement_id or f"edition {self.edition_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleChoice:
    """What one kind of addressee gets, or why it gets nothing."""

    channel: str
    language: str
    profile: str
    bundle_id: int | None
    gateway: str | None
    told_in: str | None
    reason: str | None
    #: Of a correction: it is for those who never got what it corrects.
    as_new: bool = False
    #: Of phones: the country of the number.
    country: str | None = None
    #: What was estimated: addresses, segments each (None: not counted in segments), and
    #: the price of one (None: not known) with what it is in.
    addresses: int | None = None
    segments: int | None = None
    price: Decimal | None = None
    currency: str | None = None


def new_code() -> str:
    """Six characters, of which there are 887 million."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(6))


def add_broadcast(
    connection: Connection, choices: Sequence[BundleChoice], **values: Any
) -> Broadcast:
    """Store a planned broadcast and what each kind of addressee gets."""
    statement = insert(broadcasts).values(
        fanout_after=0, fanout_seq=0, fanout_done=False, **values
    )
    key = inserted_id(connection, statement)
    add_choices(connection, key, choices)
    return by_id(connection, key)


def add_choices(
    connection: Connection, key: int, choices: Sequence[BundleChoice]
) -> None:
    """Store what more kinds of addressees get, or why they get nothing."""
    rows = [
        {"broadcast_id": key, **asdict(choice), "price": parts_of(choice.price)}
        for choice in choices
    ]
    if rows:
        connection.execute(insert(broadcast_bundles), rows)


def change(connection: Connection, key: int, **values: Any) -> None:
    """Change a planned broadcast."""
    connection.execute(update(broadcasts).where(broadcasts.c.id == key).values(values))


def drop_choices(connection: Connection, key: int) -> None:
    """Forget what each kind of addressee gets, before that is chosen anew."""
    for table in (broadcast_bundles, alternatives):
        connection.execute(table.delete().where(table.c.broadcast_id == key))


def by_id(connection: Connection, key: int) -> Broadcast:
    """The broadcast with that id."""
    return _broadcast(connection.execute(_BY_ID, {"key": key}).one())


def locked(connection: Connection, key: int) -> Broadcast:
    """The broadcast with that id; no other transaction changes it before this one ends."""
    return _broadcast(connection.execute(_LOCKED, {"key": key}).one())


def by_code(connection: Connection, code: str) -> Broadcast:
    """The broadcast with that code, in any letter case. Raises InputError."""
    wanted = code.strip().upper()
    row = connection.execute(
        select(broadcasts).where(broadcasts.c.code == wanted)
    ).first()
    if row is None:
        raise InputError(f"There is no broadcast “{code[:40]}”.")
    return _broadcast(row)


def newest(connection: Connection, most: int = 100) -> list[Broadcast]:
    """The newest broadcasts, newest first."""
    rows = connection.execute(
        select(broadcasts).order_by(broadcasts.c.id.desc()).limit(most)
    )
    return [_broadcast(row) for row in rows]


def of_announcement(connection: Connection, ref: str) -> list[Broadcast]:
    """The broadcasts of an announcement, newest first."""
    rows = connection.execute(
        select(broadcasts)
        .where(broadcasts.c.announcement_id == ref)
        .order_by(broadcasts.c.id.desc())
    )
    return [_broadcast(row) for row in rows]


def refs_not_over(connection: Connection, now: int) -> list[str]:
    """The announcements of which a broadcast goes out or went out, and that are not over."""
    b = broadcasts.c
    rows = connection.execute(
        select(b.announcement_id)
        .where(
            b.announcement_id.is_not(None),
            b.reminds_id.is_(None),
            b.expires_at > now,
            b.state.in_(("fanout", "running", "paused", "done")),
        )
        .group_by(b.announcement_id)
        .order_by(func.max(b.id).desc())
    )
    return list(rows.scalars())


def in_state(connection: Connection, *states: BroadcastState) -> list[Broadcast]:
    """The broadcasts in any of ``states``: urgent first, then oldest first."""
    rows = connection.execute(_IN_STATE, {"states": states})
    return [_broadcast(row) for row in rows]


def move(
    connection: Connection,
    key: int,
    new: BroadcastState,
    *old: BroadcastState,
    reason: str | None = None,
) -> bool:
    """Go from one of ``old`` to ``new``; False if it was in none of them any more."""
    changed = connection.execute(
        update(broadcasts)
        .where(broadcasts.c.id == key, broadcasts.c.state.in_(old))
        .values(state=new, reason=reason)
    )
    return changed.rowcount == 1


def choices(connection: Connection, key: int) -> list[BundleChoice]:
    """What each kind of addressee gets."""
    t = broadcast_bundles
    rows = connection.execute(
        select(*(t.c[field.name] for field in fields(BundleChoice)))
        .where(t.c.broadcast_id == key)
        .order_by(t.c.channel, t.c.language, t.c.profile, t.c.as_new)
    )
    return [
        BundleChoice(**{**row._mapping, "price": of_parts(row.price)}) for row in rows
    ]


_APPROVE = text(
    "INSERT INTO approvals (broadcast_id, user_id, digest, at) "
    "VALUES (:broadcast, :user, :digest, :at) "
    "ON CONFLICT (broadcast_id, user_id) DO UPDATE SET digest = :digest, at = :at"
)


def approve(
    connection: Connection, broadcast: Broadcast, user_id: int, now: datetime
) -> None:
    """Record an approval of exactly what ``broadcast`` is now; once per person."""
    connection.execute(
        _APPROVE,
        {
            "broadcast": broadcast.id,
            "user": user_id,
            "digest": broadcast.digest,
            "at": now.replace(tzinfo=None),
        },
    )


def approvers(connection: Connection, broadcast: Broadcast) -> list[int]:
    """Who approved the broadcast as it is now."""
    rows = connection.execute(
        select(approvals.c.user_id).where(
            approvals.c.broadcast_id == broadcast.id,
            approvals.c.digest == broadcast.digest,
        )
    )
    return [row.user_id for row in rows]


def approved_at(connection: Connection, broadcast: Broadcast) -> datetime:
    """When the last approval was given; when it was planned, if it needed none."""
    last = connection.execute(
        select(func.max(approvals.c.at)).where(
            approvals.c.broadcast_id == broadcast.id,
            approvals.c.digest == broadcast.digest,
        )
    ).scalar()
    return last or broadcast.created_at


def _broadcast(row: Row[Any]) -> Broadcast:
    values = dict(row._mapping)
    values["channels"] = tuple(values["channels"])
    chosen = {name: values.pop(name) for name in LAYOUT}
    values["layout"] = Layout(**chosen)
    return Broadcast(**values)
