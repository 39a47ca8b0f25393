"""Which secret key the hashes in this database were made with."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, SmallInteger, String, Table

from outreach.store.tables.kinds import metadata

#: One row, made when the database is first opened.
secret_key = Table(
    "secret_key",
    metadata,
    Column("one", SmallInteger, primary_key=True, autoincrement=False),
    #: A keyed hash of nothing: it tells keys apart and gives none away.
    Column("fingerprint", String(64), nullable=False),
    CheckConstraint("one = 1", name="one"),
)
