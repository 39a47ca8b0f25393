"""Questions about the database as a whole, for those who watch over it."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, and_, case, func, or_, select
from sqlalchemy.exc import SQLAlchemyError

from outreach.model.states import State
from outreach.store import revision
from outreach.store.database import Store
from outreach.store.tables import audit, broadcasts, chunks, deliveries, events

log = logging.getLogger(__name__)

#: Seconds after which a lease that nobody took over, or a chunk that nobody leased, is
#: stuck: a worker renews its lease every window, and takes what is due every second.
STUCK = 15 * 60
#: Seconds after which nobody will tell any more what became of an unknown delivery.
OLD = 24 * 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Deliveries that wait for a person."""

    #: A person must decide whether they go out.
    held: int
    #: Nobody has said for OLD seconds whether they went out.
    unknown: int


def reading_fault(store: Store) -> str | None:
    """Why the database can't be read, in a sentence; None where it can."""
    try:
        with store.read() as connection:
            revision.current(connection)
    except SQLAlchemyError:
        log.exception("reading")
        return "The database can't be read; the server's log says why."
    return None


def tables_fault(store: Store) -> str | None:
    """Why this version can't work with the tables, in a sentence; None where it can."""
    with store.read() as connection:
        found = revision.current(connection)
    if found == revision.newest():
        return None
    return (
        f"The tables are of revision {found}, this server works with "
        f"{revision.newest()}: restart it with the version that upgraded them."
    )


def writing_fault(store: Store) -> str | None:
    """Why no transaction that writes can begin, in a sentence; None where one can."""
    try:
        with store.write():
            return None
    except SQLAlchemyError:
        log.exception("writing")
        return "The database can't be written; the server's log says why."


def open_chunks(connection: Connection) -> int:
    """Chunks that are not done: how much is left to send."""
    query = select(func.count()).select_from(chunks).where(~chunks.c.done)
    return connection.execute(query).scalar_one()


def stuck_chunks(connection: Connection, now: int) -> int:
    """Open chunks of running broadcasts that no worker has touched for STUCK seconds."""
    since = now - STUCK
    left = and_(chunks.c.lease_until > 0, chunks.c.lease_until < since)
    ignored = and_(chunks.c.lease_until == 0, chunks.c.due_at < since)
    query = (
        select(func.count())
        .select_from(chunks)
        .join(broadcasts, broadcasts.c.id == chunks.c.broadcast_id)
        .where(
            ~chunks.c.done,
            broadcasts.c.state.in_(("fanout", "running")),
            or_(left, ignored),
        )
    )
    return connection.execute(query).scalar_one()


def waiting(connection: Connection, now: int) -> Waiting:
    """Reads every delivery: the ledger has no index on states."""
    state, old = deliveries.c.state, deliveries.c.changed_at < now - OLD
    held, unknown = connection.execute(
        select(
            func.count(case((state == State.HELD, 1))),
            func.count(case((and_(state == State.UNKNOWN, old), 1))),
        )
    ).one()
    return Waiting(held=held, unknown=unknown)


def newest_row(connection: Connection) -> datetime | None:
    """The latest instant that log and events hold; None while both are empty."""
    found = connection.execute(
        select(
            select(func.max(audit.c.at)).scalar_subquery(),
            select(func.max(events.c.at)).scalar_subquery(),
        )
    ).one()
    return max((at for at in found if at), default=None)


def database_clock(connection: Connection) -> datetime | None:
    """The database server's clock; None where the database is a file on this machine."""
    if connection.dialect.name == "sqlite":
        return None
    found: datetime = connection.execute(select(func.clock_timestamp())).scalar_one()
    return found.astimezone(UTC)
