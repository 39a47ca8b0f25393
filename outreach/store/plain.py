"""Statements that go to the driver as they are written.

They run for every window or chunk, where building and looking at an expression costs more
than the statement itself. One text serves both databases.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

#: What only PostgreSQL has, and how SQLite says it: any number of values in one parameter,
#: so that the statement is prepared once. SQLite has one writer, so it needs no row locks.
_ANY = re.compile(r"= ANY\((:\w+)\)")
_LOCK = re.compile(r" FOR UPDATE.*")
_PARAMETER = re.compile(r":(\w+)")


class Plain:
    """A statement in parts, as PostgreSQL takes it but with parameters as ``:name``. It may
    use ``= ANY(:list)`` and end in ``FOR UPDATE …``, and has no other colon or percent.
    """

    def __init__(self, *parts: str) -> None:
        statement = " ".join(parts)
        in_list = r"IN (SELECT value FROM json_each(\1))"
        self._sqlite = _ANY.sub(in_list, _LOCK.sub("", statement))
        self._server = _PARAMETER.sub(r"%(\1)s", statement)

    def rows(
        self, connection: Connection, values: Mapping[str, Any]
    ) -> list[tuple[Any, ...]]:
        """What it finds. Raises what SQLAlchemy would raise."""
        try:
            found: list[tuple[Any, ...]] = self._run(connection, values).fetchall()
        except _driver(connection).Error as error:
            raise _translated(connection, error) from error
        return found

    def change(self, connection: Connection, values: Mapping[str, Any]) -> int:
        """How many rows it writes. Raises what SQLAlchemy would raise."""
        try:
            written: int = self._run(connection, values).rowcount
        except _driver(connection).Error as error:
            raise _translated(connection, error) from error
        return written

    def _run(self, connection: Connection, values: Mapping[str, Any]) -> Any:
        if not connection.in_transaction():
            connection.begin()
        cursor = connection.connection.cursor()
        if connection.dialect.name == "sqlite":
            cursor.execute(self._sqlite, _listed(values))
        else:
            cursor.execute(self._server, values)
        return cursor


def _listed(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: json.dumps(value) if isinstance(value, list) else value
        for name, value in values.items()
    }


def _driver(connection: Connection) -> Any:
    return connection.dialect.loaded_dbapi


def _translated(connection: Connection, error: Exception) -> BaseException:
    """As everybody else of us gets it. Without the values: they are addresses."""
    return DBAPIError.instance(
        None,
        None,
        error,
        _driver(connection).Error,
        hide_parameters=True,
        dialect=connection.dialect,
    )
