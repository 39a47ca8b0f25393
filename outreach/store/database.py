"""Opening the database: one writer, many readers, no lost commits.

SQLite runs in WAL mode with synchronous=FULL: after a power cut a ``sending`` mark that
had not reached the disk would send a text twice. One process holds the file lock and one
connection writes; readers open query-only. PostgreSQL needs neither.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import IO

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

from outreach.model.errors import Fault, Refused
from outreach.settings import Settings
from outreach.store import revision
from outreach.store.engines import address, database_file, make_engine, onlooker
from outreach.store.migrations import upgrade
from outreach.store.secret import hold_to_key, read_or_make_secret
from outreach.store.turns import Turns

#: The disk is full, the file is locked, the server is away: later it may work.
Unavailable = (OperationalError, InterfaceError)


def in_a_line(error: DBAPIError) -> str:
    """What the database itself said, for a log that needs no traceback."""
    return str(error.orig).partition("\n")[0]


class Store:
    """The open database. ``write`` is one transaction at a time, ``read`` any number."""

    def __init__(self, writer: Engine, readers: Engine, secret: bytes) -> None:
        self._writer = writer
        self._readers = readers
        self._one_writer = Turns() if _is_sqlite(writer) else None
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
        with self._one_writer, self._alone.begin():
            yield self._alone

    @cached_property
    def _alone(self) -> Connection:
        """SQLite's one writing connection. It is kept: taking it out anew for each
        transaction takes longer than beginning and ending one.
        """
        return self._writer.connect()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that sees one state of the database and writes nothing."""
        with self._readers.connect() as connection:
            yield connection

    def close(self) -> None:
        """Close all connections."""
        self._readers.dispose()
        if "_alone" in self.__dict__:
            self._alone.close()
        self._writer.dispose()


@contextmanager
def opened(settings: Settings, *, moved: bool = False) -> Iterator[Store]:
    """The database as its one writer: created or upgraded, locked, with its secret key.

    Raises Locked where another process writes, WrongKey where the secret key is another
    than the database's, Refused where a newer Outreach upgraded the tables, a restore was
    cut off, or the office has moved away (unless ``moved`` says that this is known).
    """
    with locked(settings):
        refuse_half_restored(settings.data_dir)
        if not moved:
            refuse_moved(settings)
        secret = read_or_make_secret(settings)
        writer = make_engine(settings, writes=True)
        readers = make_engine(settings, writes=False)
        store = Store(writer, readers, secret)
        try:
            _refuse_newer_of(store)
            upgrade(writer)
            with store.write() as connection:
                hold_to_key(connection, secret, settings)
            yield store
        finally:
            store.close()


def _refuse_newer_of(store: Store) -> None:
    """The first use of the connection. Raises Fault where there is none to be had."""
    try:
        with store.write() as connection:
            refuse_newer(connection)
    except Unavailable as error:
        raise Fault(f"The database can't be opened: {in_a_line(error)}.") from None


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
    engine = make_engine(settings, writes=False) if file is None else onlooker(file)
    try:
        with engine.connect() as connection:
            yield connection
    except DBAPIError as error:
        raise Fault(f"The database can't be read: {in_a_line(error)}.") from None
    finally:
        engine.dispose()


def half_restored(folder: Path) -> Path:
    """The mark that stands while a restore exchanges the files in ``folder``."""
    return folder / "outreach.restoring"


def moved_away(file: Path) -> Path:
    """The mark beside a database whose office has moved to PostgreSQL."""
    return Path(f"{file}.moved")


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


def refuse_moved(settings: Settings) -> None:
    """Raise Refused where the office has moved to PostgreSQL: both would send."""
    file = database_file(settings)
    if file is not None and moved_away(file).exists():
        raise Refused(
            f"This office has moved to PostgreSQL, so {file} is opened no more: both would "
            "send. Set OUTREACH_DATABASE_URL to the new address. Only if the move was given "
            f"up, remove {moved_away(file)}.",
        )


def refuse_newer(connection: Connection) -> None:
    """Raise Refused where the tables are of a revision that this version does not know."""
    found = revision.current(connection)
    if revision.is_newer(found):
        raise Refused(
            f"A newer Outreach has upgraded this database (to {found}). Install that "
            "version, or restore a backup from before the upgrade."
        )


@contextmanager
def locked(settings: Settings) -> Iterator[None]:
    """The right to write a database that is a file. Raises Locked."""
    if address(settings).drivername != "sqlite":
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
