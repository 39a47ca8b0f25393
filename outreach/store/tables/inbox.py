"""What comes back by text."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Index,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from outreach.store.tables.kinds import Instant, key_column, metadata

#: Every text that a gateway brought, stored before anything is decided.
inbound = Table(
    "inbound",
    metadata,
    key_column(),
    Column("gateway", String(30), nullable=False),
    #: The gateway's own: the same text told twice is stored once.
    Column("key", String(120), nullable=False),
    Column("sender", String(80), nullable=False),
    #: Ours that it was sent to.
    Column("recipient", String(80)),
    Column("text", Text, nullable=False),
    #: When it was sent, if the gateway knows.
    Column("sent_at", Instant),
    Column("received_at", Instant, nullable=False),
    #: new (undecided) -> done, or waiting (for a person) -> done.
    Column("state", String(10), nullable=False),
    UniqueConstraint("gateway", "key"),
    Index("ix_inbound_sender", "sender"),
    Index(
        "ix_inbound_open",
        "state",
        "id",
        sqlite_where=text("state <> 'done'"),
        postgresql_where=text("state <> 'done'"),
    ),
    CheckConstraint("state IN ('new','waiting','done')", name="state"),
)

#: What one process does for all, and who does it until when.
duties = Table(
    "duties",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("owner", String(60), nullable=False),
    #: Seconds since 1970.
    Column("until", BigInteger, nullable=False),
)
