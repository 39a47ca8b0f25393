"""Opening the database: one writer, many readers, no lost commits.

SQLite runs in WAL mode with synchronous=FULL: after a power cut a ``sending`` mark that
had not reached the disk would send a text twice. One process holds the file lock and one
connection writes; readers open query-only. PostgreSQL needs neither.
"""

from __future__ import annotations

import fcntl
import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, InterfaceError, OperationalError
from sqlalchemy.pool import StaticPool

from outreach.model.errors import Fault, InputError, Refused
from outreach.settings import Settings
from outreach.store import revision
from outreach.store.migrations import upgrade
from outreach.store.secret import read_or_make_secret

#: SQLAlchemy's name for PostgreSQL by the driver that we use.
POSTGRESQL = "postgresql+psycopg"


#: The disk is full, the file is locked, the server is away: later it may work.
Unavailable = (OperationalError, InterfaceError)


class Store:
    """The open database. ``write`` is one transaction at a time, ``read`` any number."""

    def __init__(self, writer: Engine, readers: Engine, secret: bytes) -> None:
        self._writer = writer
        self._readers = readers
        self._one_writer = threading.RLock() if _is_sqlite(writer) else None
        #: Keys the hashes of addresses and signs cookies; beside the database.
        self.secret = secret

    @property
    def exclusive(self) -> bool:
        """Whether no other process can be writing: SQLite under our file lock."""
        return self._one_writer is not None

    @property
    def conninfo(self) -> str:
        """PostgreSQL's address as its own library writes it, password and all."""
        return self._writer.url.set(drivername="postgresql").render_as_string(
            hide_password=False
        )

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that writes: committed at the end, rolled back on an error."""
        if self._one_writer is None:
            with self._writer.begin() as connection:
                yield connection
            return
        with self._one_writer, self._writer.begin() as connection:
            yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that sees one state of the database and writes nothing."""
        with self._readers.connect() as connection:
            yield connection

    def close(self) -> None:
        """Close all connections."""
        self._readers.dispose()
        self._writer.dispose()


@contextmanager
def opened(settings: Settings) -> Iterator[Store]:
    """The database as its one writer: created or upgraded, locked, with its secret key.

    Raises Locked where another process writes, Refused where a newer Outreach upgraded
    the tables or a restore was cut off.
    """
    with locked(settings):
        refuse_half_restored(settings.data_dir)
        secret = read_or_make_secret(settings)
        writer = _engine(settings, writes=True)
        readers = _engine(settings, writes=False)
        store = Store(writer, readers, secret)
        try:
            with store.write() as connection:
                refuse_newer(connection)
            upgrade(writer)
            yield store
        finally:
            store.close()


@contextmanager
def looked_at(settings: Settings) -> Iterator[Connection | None]:
    """A reading connection beside whoever writes; None where there is no database yet.

    It neither makes nor upgrades anything, so the tables may be of another revision.
    Raises Fault where the database can't be read, also in the block.
    """
    file = database_file(settings)
    if file is not None and not file.exists():
        yield None
        return
    engine = _engine(settings, writes=False) if file is None else _onlooker(file)
    try:
        with engine.connect() as connection:
            yield connection
    except DBAPIError as error:
        why = str(error.orig).partition("\n")[0]
        raise Fault(f"The database can't be read: {why}.") from None
    finally:
        engine.dispose()


def _onlooker(file: Path) -> Engine:
    """The last connection that closes checkpoints, unless it can't write the file."""
    query = {"mode": "ro", "uri": "true"}
    url = URL.create("sqlite", database=file.resolve().as_uri(), query=query)
    engine = create_engine(url, hide_parameters=True)
    event.listen(engine, "connect", _prepare_reader)
    event.listen(engine, "begin", _begin)
    return engine


def database_file(settings: Settings) -> Path | None:
    """The file of an SQLite database; None of PostgreSQL."""
    url = _url(settings)
    return Path(url.database or "") if url.drivername == "sqlite" else None


def half_restored(folder: Path) -> Path:
    """The mark that stands while a restore exchanges the files in ``folder``."""
    return folder / "outreach.restoring"


def synced(folder: Path) -> None:
    """Make names that were made or changed in ``folder`` outlive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


class Locked(Refused):
    """Another process has the database open for writing."""


def refuse_half_restored(folder: Path) -> None:
    """Raise Refused where a power cut came into a restore."""
    if half_restored(folder).exists():
        raise Refused(
            f"A restore in {folder} was cut off. Run “outreach restore FILE” again; what "
            "was there before is in the newest folder before-restore-….",
        )


def refuse_newer(connection: Connection) -> None:
    """Raise Refused where the tables are of a revision that this version does not know."""
    found = revision.current(connection)
    if revision.is_newer(found):
        raise Refused(
            f"A newer Outreach has upgraded this database (to {found}). Install that "
            "version, or restore a backup from before the upgrade."
        )


def _url(settings: Settings) -> URL:
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


@contextmanager
def locked(settings: Settings) -> Iterator[None]:
    """The right to write a database that is a file. Raises Locked."""
    if _url(settings).drivername != "sqlite":
        yield
        return
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    lock = _locked_file(settings.data_dir / "outreach.lock")
    try:
        yield
    finally:
        lock.close()


def _locked_file(path: Path) -> IO[str]:
    lock = path.open("a")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        lock.close()
        raise Locked(
            f"Another outreach process has the database open ({path}). Stop it first."
        ) from None
    lock.truncate(0)
    lock.write(f"{os.getpid()}\n")
    lock.flush()
    return lock


def _is_sqlite(engine: Engine) -> bool:
    return engine.dialect.name == "sqlite"


def _engine(settings: Settings, *, writes: bool) -> Engine:
    """Parameters are hidden: an error's text goes to the log, and they are addresses."""
    url = _url(settings)
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
