"""What every module that inserts needs."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import TypeVar
from zlib import crc32

from sqlalchemy import Connection, Insert, func, select

T = TypeVar("T")
#: Values that one query asks for: SQLite and PostgreSQL take 32,000 and more.
_ASKED = 1000
#: Any number that no other program on the database uses for its locks.
_OURS = 7_268_735


def inserted_id(connection: Connection, statement: Insert) -> int:
    """Run an insert of one row into a table with a key of its own; that key."""
    made = connection.execute(statement).inserted_primary_key
    if made is None:
        raise RuntimeError("the insert returned no key")
    return int(made[0])


def in_turn(connection: Connection, what: str) -> None:
    """Until this transaction ends no other is in turn for ``what``: it may look whether a
    row is there, and insert it. SQLite has one writer anyway.
    """
    if connection.dialect.name == "postgresql":
        number = crc32(what.encode()) & 0x7FFF_FFFF
        connection.execute(select(func.pg_advisory_xact_lock(_OURS, number)))


def parts(values: Iterable[T]) -> list[list[T]]:
    """So many values as one query may ask for, again and again."""
    left, found = iter(values), []
    while some := list(islice(left, _ASKED)):
        found.append(some)
    return found
