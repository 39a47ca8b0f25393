"""Moving an office from SQLite to PostgreSQL: everything, or nothing.

The copy is one transaction over there. One that is cut off leaves nothing behind, so it is
simply run again; one that ended is known by what stands in both logs, and leaves a mark
here: an old database that was started again would send too.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, Table, func, select, text
from sqlalchemy.exc import DBAPIError

from outreach.model.errors import Fault, InputError, Refused
from outreach.settings import Settings
from outreach.store.audiences import OURS
from outreach.store.database import moved_away, opened, synced
from outreach.store.engines import address, database_file
from outreach.store.secret import WrongKey
from outreach.store.tables import audiences, audit, deliveries, metadata, secret_key

#: Rows read at a time: what it takes of memory.
BATCH = 5_000
#: Told after each batch: rows copied so far, rows in all.
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """Rows per table, in the order in which they were copied."""

    rows: dict[str, int]
    #: Whether an earlier run had copied them all: nothing was changed.
    before: bool


def move(settings: Settings, url: str, progress: Progress) -> Moved:
    """Copy the office into the database at ``url``; ours stays as it is, and is opened no
    more.

    Raises Locked while a server has ours open, Refused where other data is over there, InputError where either address is of the wrong kind, Fault where a row does not
    go in or what arrived differs.
    """
    file = database_file(settings)
    if file is None or not file.exists():
        raise InputError(
            "There is no SQLite database to move: OUTREACH_DATABASE_URL names "
            f"{'another kind' if file is None else file}."
        )
    with opened(settings, moved=True) as source:
        target = _there(settings, url, source.secret)
        try:
            with opened(target) as store, store.write() as there, source.read() as here:
                copied = _copied(here, there, progress)
        except WrongKey:
            raise _not_ours() from None
        except DBAPIError as error:
            raise Fault(_why(error.orig or error, "the copy")) from None
        moved_away(file).touch()
        synced(file.parent)
    return copied


def _there(settings: Settings, url: str, secret: bytes) -> Settings:
    """The settings of the office once it has moved: with the key that it has now."""
    values = {**settings.values, "OUTREACH_SECRET_KEY": secret.decode()}
    target = replace(settings, database_url=url, values=values)
    if address(target).drivername == "sqlite":
        raise InputError(
            "The new address is not PostgreSQL's: postgresql://user@host/name."
        )
    return target


def _copied(here: Connection, there: Connection, progress: Progress) -> Moved:
    tables = metadata.sorted_tables
    wanted = _counts(here)
    names = ", ".join(table.name for table in tables)
    there.execute(text(f"LOCK TABLE {names} IN ACCESS EXCLUSIVE MODE"))
    if _in_use(there):
        _refuse_others(here, there)
        return Moved(rows=_counts(there), before=True)
    there.execute(text(f"TRUNCATE {names}"))
    done, total = 0, sum(wanted.values())
    for table in tables:
        for rows in _batches(here, table):
            _put(there, table, rows)
            done += len(rows)
            progress(done, total)
        _go_on_numbering(there, table)
    _verify(here, there, wanted)
    return Moved(rows=wanted, before=False)


def _counts(connection: Connection) -> dict[str, int]:
    return {
        table.name: connection.execute(
            select(func.count()).select_from(table)
        ).scalar_one()
        for table in metadata.sorted_tables
    }


def _in_use(there: Connection) -> bool:
    """Whether it has more than a new database has: our audiences and the key's mark."""
    found = _counts(there)
    new = {audiences.name: len(OURS), secret_key.name: 1}
    return any(number > new.get(name, 0) for name, number in found.items())


def _refuse_others(here: Connection, there: Connection) -> None:
    """Raise Refused unless what is over there began as a copy of ours: our newest act
    stands in both logs.
    """
    newest = select(audit).order_by(audit.c.id.desc()).limit(1)
    ours = here.execute(newest).one_or_none()
    same = select(audit).where(audit.c.id == (ours.id if ours else None))
    if ours is None or there.execute(same).one_or_none() != ours:
        raise Refused(
            "Somebody has begun to work in the database there, and this office's data is not "
            "in it. Make a new, empty database for the move."
        )


def _batches(here: Connection, table: Table) -> Iterator[Sequence[tuple[Any, ...]]]:
    """The rows as SQLite keeps them: PostgreSQL reads the same text, number or bytes."""
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    keys = ", ".join(f'"{column.name}"' for column in table.primary_key)
    raw: Any = here.connection.driver_connection
    assert isinstance(raw, sqlite3.Connection)  # noqa: S101  # ``move`` saw to it
    query = f'SELECT {names} FROM "{table.name}" ORDER BY {keys}'  # noqa: S608  # our own tables' names
    with closing(raw.execute(query)) as cursor:
        while rows := cursor.fetchmany(BATCH):
            yield rows


def _put(there: Connection, table: Table, rows: Sequence[tuple[Any, ...]]) -> None:
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    raw: Any = there.connection.driver_connection
    statement = f'COPY "{table.name}" ({names}) FROM STDIN'
    try:
        with raw.cursor() as cursor, cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(row)
    except there.dialect.loaded_dbapi.Error as error:
        raise Fault(_why(error, table.name)) from None


def _go_on_numbering(there: Connection, table: Table) -> None:
    """The next row that numbers itself comes behind the copied ones."""
    key = table.autoincrement_column
    if key is None:
        return
    sequence = func.pg_get_serial_sequence(table.name, key.name)
    last = select(func.max(key)).scalar_subquery()
    there.execute(
        select(func.setval(sequence, func.coalesce(last, 1), last.is_not(None)))
    )


def _verify(here: Connection, there: Connection, wanted: dict[str, int]) -> None:
    if (arrived := _counts(there)) != wanted:
        raise Fault(
            f"Not all rows arrived ({wanted} became {arrived}). Nothing was copied."
        )
    if _ledger(here) != _ledger(there):
        raise Fault("The ledger's states arrived otherwise. Nothing was copied.")


def _ledger(connection: Connection) -> list[tuple[int, ...]]:
    """A checksum of every broadcast's states: which deliveries are in each, and how often
    they were claimed.
    """
    d = deliveries.c
    rows = connection.execute(
        select(
            d.broadcast_id,
            d.state,
            func.count(),
            func.sum(d.seq * (d.attempts + 1)),
        )
        .group_by(d.broadcast_id, d.state)
        .order_by(d.broadcast_id, d.state)
    )
    return [tuple(map(int, row)) for row in rows]


def _not_ours() -> Refused:
    return Refused(
        "The database at that address belongs to an office with another secret key. "
        "Nothing was copied. Give the address of a new, empty database."
    )


def _why(error: Exception, what: str) -> str:
    """What PostgreSQL says, without the row: it holds addresses."""
    why = str(error).partition("\n")[0]
    return f"PostgreSQL did not take {what}: {why}. Nothing was copied."
