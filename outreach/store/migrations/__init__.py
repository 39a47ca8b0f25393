"""One history of migrations for SQLite and PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import as_file, files
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, func, select

from outreach.store import revision

#: Any number that no other program uses: two processes that start at once upgrade in turn.
_TURN = 7_268_735


def upgrade(engine: Engine, to: str = "head") -> None:
    """Create the tables, or bring them up to this version."""
    if to == "head" and _is_up_to_date(engine):
        return  # every command opens the database: the history need not be read each time
    with (
        as_file(files(__package__)) as folder,
        _free_to_copy(engine),
        engine.begin() as connection,
    ):
        if engine.dialect.name == "postgresql":
            connection.execute(select(func.pg_advisory_xact_lock(_TURN)))
        command.upgrade(_config(str(folder), connection), to)


def _is_up_to_date(engine: Engine) -> bool:
    with engine.connect() as connection:
        return revision.current(connection) == revision.newest()


@contextmanager
def _free_to_copy(engine: Engine) -> Iterator[None]:
    """SQLite changes a table by copying it, and can't drop one that others refer to."""
    if engine.dialect.name != "sqlite":
        yield
        return
    _pragma(engine, "foreign_keys=OFF")
    yield
    _pragma(engine, "foreign_keys=ON")
    if broken := _pragma(engine, "foreign_key_check"):
        raise RuntimeError(f"the upgrade left references to nothing: {broken[:3]}")


def _pragma(engine: Engine, pragma: str) -> list[Any]:
    """Outside a transaction, in which it would do nothing."""
    connection = engine.raw_connection()
    try:
        return list(connection.cursor().execute(f"PRAGMA {pragma}"))
    finally:
        connection.close()


def _config(folder: str, connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", folder.replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
