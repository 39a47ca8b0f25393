"""Engines: how connections to each kind of database are made."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import StaticPool

from outreach.model.errors import InputError
from outreach.settings import Settings

#: SQLAlchemy's name for PostgreSQL by the driver that we use.
POSTGRESQL = "postgresql+psycopg"


def address(settings: Settings) -> URL:
    """Where the database is. Raises InputError."""
    try:
        url = make_url(settings.database_url)
    except ArgumentError:
        raise _not_an_address() from None
    if url.drivername in ("postgresql", "postgres"):
        return url.set(drivername=POSTGRESQL)
    if url.drivername not in ("sqlite", POSTGRESQL):
        raise _not_an_address()
    if url.drivername == "sqlite" and not url.database:
        raise InputError(
            "OUTREACH_DATABASE_URL names no file. Write sqlite:///folder/name.db."
        )
    return url


def _not_an_address() -> InputError:
    return InputError(
        "OUTREACH_DATABASE_URL is not a database address. Write it as "
        "sqlite:///folder/outreach.db or postgresql://user@host/name."
    )


def database_file(settings: Settings) -> Path | None:
    """The file of an SQLite database; None of PostgreSQL."""
    url = address(settings)
    return Path(url.database or "") if url.drivername == "sqlite" else None


def make_engine(settings: Settings, *, writes: bool) -> Engine:
    """For writing or for reading. Parameters are hidden: an error's text goes to the log, and they are addresses."""
    url = address(settings)
    if url.drivername != "sqlite":
        return _server_engine(url, writes=writes)
    if writes:
        engine = create_engine(
            url,
            poolclass=StaticPool,
            connect_args={"check_same_thread": False},
            hide_parameters=True,
        )
    else:
        engine = create_engine(url, pool_size=10, max_overflow=30, hide_parameters=True)
    event.listen(engine, "connect", _prepare_writer if writes else _prepare_reader)
    event.listen(engine, "begin", _begin_immediate if writes else _begin)
    return engine


def _server_engine(url: URL, *, writes: bool) -> Engine:
    """Connections that a restart of the server broke are replaced, not handed out."""
    try:
        if writes:
            return create_engine(
                url,
                pool_size=5,
                pool_pre_ping=True,
                hide_parameters=True,
                # Else the driver forgets how many rows an INSERT added.
                execution_options={"preserve_rowcount": True},
            )
        return create_engine(
            url,
            pool_size=20,
            pool_pre_ping=True,
            hide_parameters=True,
            isolation_level="REPEATABLE READ",
        ).execution_options(postgresql_readonly=True)
    except ModuleNotFoundError:
        raise InputError(
            "The database is PostgreSQL, and its driver is not installed: "
            "pip install '.[postgres]'"
        ) from None


def _prepare(connection: sqlite3.Connection, *pragmas: str) -> None:
    connection.isolation_level = (
        None  # we say BEGIN ourselves, the driver would say it late
    )
    for pragma in ("busy_timeout=10000", *pragmas):
        connection.execute(f"PRAGMA {pragma}")


def _prepare_writer(connection: sqlite3.Connection, record: Any) -> None:
    _prepare(connection, "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON")


def _prepare_reader(connection: sqlite3.Connection, record: Any) -> None:
    # A second connection that checkpoints meets a corruption bug of SQLite before 3.51.3.
    _prepare(connection, "query_only=ON", "wal_autocheckpoint=0")


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")


def onlooker(file: Path) -> Engine:
    """For reading a file beside its writer. The last connection that closes checkpoints, unless it can't write the file."""
    query = {"mode": "ro", "uri": "true"}
    url = URL.create("sqlite", database=file.resolve().as_uri(), query=query)
    engine = create_engine(url, hide_parameters=True)
    event.listen(engine, "connect", _prepare_reader)
    event.listen(engine, "begin", _begin)
    return engine
