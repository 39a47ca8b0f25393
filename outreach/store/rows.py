"""The one thing every module that inserts needs."""

from __future__ import annotations

from sqlalchemy import Connection, Insert


def inserted_id(connection: Connection, statement: Insert) -> int:
    """Run an insert of one row into a table with a key of its own; that key."""
    made = connection.execute(statement).inserted_primary_key
    if made is None:
        raise RuntimeError("the insert returned no key")
    return int(made[0])
