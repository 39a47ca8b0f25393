"""The ledger. Instants are whole seconds since 1970."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)

from outreach.store.tables.kinds import Instant, Key, metadata

deliveries = Table(
    "deliveries",
    metadata,
    Column("broadcast_id", Key, primary_key=True, autoincrement=False),
    Column("seq", Key, primary_key=True, autoincrement=False),
    Column("channel", String(30), nullable=False),
    Column("address", String(600), nullable=False),
    Column("addressee_id", Key, nullable=False),
    Column("bundle_id", Key, nullable=False),
    Column("gateway", String(30), nullable=False),
    Column("state", SmallInteger, nullable=False),
    #: How often it was claimed: fences a worker that comes back late.
    Column("attempts", Integer, nullable=False),
    #: How often the gateway said "later" of it.
    Column("retries", SmallInteger, nullable=False),
    #: Not to be tried before (retry of a temporary error).
    Column("not_before", BigInteger),
    Column("claimed_at", BigInteger),
    Column("changed_at", BigInteger, nullable=False),
    Column("code", String(40)),
    Column("detail", Text),
    #: An earlier try may have gone out: it is no other gateway's, and not simply cancelled.
    Column("in_doubt", Boolean, nullable=False, server_default=false()),
    UniqueConstraint("broadcast_id", "channel", "address"),
    # No index on state: it would cost every claim and settle (docs/why/scale.md).
    sqlite_with_rowid=False,
    postgresql_with={"fillfactor": 70},
)

#: The other addressees that a delivery stands for: they share its address.
delivery_shares = Table(
    "delivery_shares",
    metadata,
    Column("broadcast_id", Key, primary_key=True, autoincrement=False),
    Column("seq", Key, primary_key=True, autoincrement=False),
    Column("addressee_id", Key, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

#: Organisations that nothing else reaches: to whom the delivery's own passes it on.
delivery_relays = Table(
    "delivery_relays",
    metadata,
    Column("broadcast_id", Key, primary_key=True, autoincrement=False),
    Column("seq", Key, primary_key=True, autoincrement=False),
    Column("organisation_id", Key, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

#: While a broadcast is fanned out on PostgreSQL: whose address another addressee has too.
fanout_shared = Table(
    "fanout_shared",
    metadata,
    Column("broadcast_id", Key, primary_key=True, autoincrement=False),
    Column("addressee_id", Key, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

#: Chunk n is the deliveries n*500 to n*500+499. Its lease fences a second owner.
chunks = Table(
    "chunks",
    metadata,
    Column("broadcast_id", Key, primary_key=True, autoincrement=False),
    Column("no", Key, primary_key=True, autoincrement=False),
    Column("done", Boolean, nullable=False),
    Column("lane", SmallInteger, nullable=False),
    Column("due_at", BigInteger, nullable=False),
    Column("lease_until", BigInteger, nullable=False),
    Column("owner", String(40)),
    #: Whether some of it may wait for a person: who looks for those need not read it all.
    Column("unsure", Boolean, nullable=False, default=False, server_default=false()),
    Index(
        "ix_chunks_open",
        "lane",
        "broadcast_id",
        "no",
        sqlite_where=text("done = 0"),
        postgresql_where=text("NOT done"),
    ),
    sqlite_with_rowid=False,
)

#: How far ahead each sender's rate is used up: one row, so that it holds over all workers.
senders = Table(
    "senders",
    metadata,
    Column("name", String(80), primary_key=True),
    #: Milliseconds since 1970 from which it may send again.
    Column("free_at", BigInteger, nullable=False),
    #: Milliseconds that the last window used.
    Column("used", BigInteger, nullable=False),
)

#: Gateways that failed as a whole, or became slow, lately.
outages = Table(
    "outages",
    metadata,
    Column("gateway", String(30), primary_key=True),
    #: Failures in a row.
    Column("strikes", Integer, nullable=False),
    #: Nothing is handed to it before.
    Column("until", BigInteger, nullable=False),
    Column("reason", Text, nullable=False),
)

#: The gateway's own ids of a delivery: one per message it made of it.
messages = Table(
    "messages",
    metadata,
    Column("broadcast_id", Key, primary_key=True, autoincrement=False),
    Column("seq", Key, primary_key=True, autoincrement=False),
    Column("gateway_id", String(80), primary_key=True),
    Column("gateway", String(30), nullable=False),
    Column("state", SmallInteger, nullable=False),
    Index("ix_messages_gateway_gateway_id", "gateway", "gateway_id"),
    sqlite_with_rowid=False,
)

#: The condition that an event is about a message that no receipt has named yet.
EARLY = "delivery IS NULL AND NOT matched"
#: What gateways told later, stored before it is believed. Append-only.
events = Table(
    "events",
    metadata,
    Column("gateway", String(30), primary_key=True),
    Column("key", String(120), primary_key=True),
    Column("at", Instant, nullable=False),
    Column("outcome", String(20), nullable=False),
    Column("delivery", String(40)),
    Column("gateway_id", String(80)),
    Column("code", String(40)),
    Column("detail", Text),
    #: Whether it named a delivery or an answer of ours; set later where it came early.
    Column("matched", Boolean, nullable=False),
    Index(
        "ix_events_early",
        "gateway",
        "gateway_id",
        sqlite_where=text(EARLY),
        postgresql_where=text(EARLY),
    ),
)
