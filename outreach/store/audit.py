"""The audit log: every act, append-only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from outreach.store.tables import audit, users


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who acts, and from where: an IP address, or ``terminal``."""

    user_id: int
    login: str
    name: str
    role: str
    origin: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the log."""

    at: datetime
    login: str | None
    origin: str
    act: str
    object: str
    detail: Mapping[str, Any]


def record(
    connection: Connection,
    actor: Actor | None,
    now: datetime,
    act: str,
    what: object,
    **detail: Any,
) -> None:
    """Append one act, in the transaction that does it."""
    connection.execute(
        insert(audit).values(
            at=now,
            user_id=actor.user_id if actor else None,
            origin=actor.origin if actor else "system",
            act=act,
            object=str(what),
            detail=detail,
        )
    )


def entries(connection: Connection, most: int = 200) -> list[Entry]:
    """The newest entries, newest first."""
    found = connection.execute(
        select(audit, users.c.login)
        .join(users, users.c.id == audit.c.user_id, isouter=True)
        .order_by(audit.c.id.desc())
        .limit(most)
    )
    return [
        Entry(
            at=row.at,
            login=row.login,
            origin=row.origin,
            act=row.act,
            object=row.object,
            detail=row.detail,
        )
        for row in found
    ]
