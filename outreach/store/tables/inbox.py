"""What comes back by text."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)

from outreach.store.tables.kinds import Instant, Key, key_column, metadata

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
    Column("received_at", Instant, nullable=False),
    #: new (undecided) -> done, or waiting (for a person) -> done.
    Column("state", String(10), nullable=False),
    #: What was done, or why it waits, for staff.
    Column("note", Text),
    #: It may be an opt-out: a person should look at it first.
    Column("marked", Boolean, nullable=False, server_default=false()),
    Column("organisation_id", Key),
    #: The person who did with it what had to be done.
    Column("user_id", Key),
    Column("done_at", Instant),
    UniqueConstraint("gateway", "key"),
    Index("ix_inbound_sender_id", "sender", "id"),
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

#: When numbers past their time were taken out: a row each time, of which the last counts.
tidyings = Table(
    "tidyings",
    metadata,
    key_column(),
    Column("at", Instant, nullable=False),
    #: The newest addressee at that time: by this it is known how long others are there.
    Column("last_addressee", Key, nullable=False),
    #: Deliveries of broadcasts that ended before have no number; seconds since 1970.
    Column("ended_before", BigInteger, nullable=False),
    #: How many lost theirs this time.
    Column("deliveries", Integer, nullable=False),
    Column("addressees", Integer, nullable=False),
)

#: Who comes: the last answer of each organisation. Outlives the text that said it.
rsvps = Table(
    "rsvps",
    metadata,
    Column("announcement_id", String(64), primary_key=True),
    Column("organisation_id", Key, primary_key=True, autoincrement=False),
    Column("coming", Boolean, nullable=False),
    Column("at", Instant, nullable=False),
    Column("broadcast_id", Key, nullable=False),
    Column("inbound_id", Key, nullable=False),
)

#: A list that was sent, to be answered by a number: which event, or which organisation.
questions = Table(
    "questions",
    metadata,
    Column("sender", String(80), primary_key=True),
    Column("coming", Boolean, nullable=False),
    #: [[announcement id, broadcast id, organisation id], …] in the order of the list.
    Column("options", JSON, nullable=False),
    #: Seconds since 1970.
    Column("expires_at", BigInteger, nullable=False),
)

#: Answers, each written in the transaction that decided on what it answers.
replies = Table(
    "replies",
    metadata,
    key_column(),
    #: The text that it answers; NULL: what was asked by phone, post or in a meeting.
    Column("inbound_id", Key, index=True),
    Column("gateway", String(30), nullable=False),
    #: The gateway's own id of its first message: by this it may tell of it later.
    Column("gateway_id", String(80), index=True),
    Column("recipient", String(80), nullable=False),
    #: Ours that the text was sent to; NULL: the gateway's own.
    Column("sender", String(80)),
    Column("language", String(12), nullable=False),
    Column("text", Text, nullable=False),
    #: As the channel cut it.
    Column("parts", JSON, nullable=False),
    Column("segments", Integer, nullable=False),
    #: queued -> sending -> accepted, failed or unknown; never sent again then.
    Column("state", String(10), nullable=False),
    Column("tries", Integer, nullable=False),
    #: Seconds since 1970.
    Column("not_before", BigInteger, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    #: Who wrote it; NULL: the inbox by itself.
    Column("user_id", Key),
    Column("detail", Text),
    Index("ix_replies_recipient_created_at", "recipient", "created_at"),
    Index(
        "ix_replies_open",
        "state",
        "id",
        sqlite_where=text("state IN ('queued','sending')"),
        postgresql_where=text("state IN ('queued','sending')"),
    ),
    CheckConstraint(
        "state IN ('queued','sending','accepted','failed','unknown')", name="state"
    ),
)

#: Proof that people were reached. Append-only; outlives the text that said it.
evidence = Table(
    "evidence",
    metadata,
    key_column(),
    Column(
        "broadcast_id", Key, ForeignKey("broadcasts.id"), nullable=False, index=True
    ),
    Column("organisation_id", Key, ForeignKey("organisations.id"), nullable=False),
    #: A recording or third party · B signed log · C text or phone · D sent only.
    Column("grade", String(1), nullable=False),
    #: What it says: aired (times), received (copies).
    Column("kind", String(10), nullable=False),
    #: As it was told; NULL where no number was.
    Column("number", Integer),
    #: [[day, time], …] on the station's own clock, each NULL where it was not told.
    Column("airings", JSON),
    #: How it came: text, photo, post or phone.
    Column("way", String(10), nullable=False, server_default="text"),
    Column("note", Text),
    Column("at", Instant, nullable=False),
    Column("inbound_id", Key),
    #: Who of the staff wrote it down; NULL: the inbox by itself.
    Column("user_id", Key),
    #: The evidence that this one stands in place of.
    Column("corrects", Key),
    CheckConstraint("grade IN ('A','B','C','D')", name="grade"),
    CheckConstraint("kind IN ('aired','received')", name="kind"),
)

#: The picture, page or recording of a piece of evidence, as it came.
evidence_files = Table(
    "evidence_files",
    metadata,
    Column("evidence_id", Key, ForeignKey("evidence.id"), primary_key=True),
    #: Ours, by what the file begins with.
    Column("media_type", String(40), nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("data", LargeBinary, nullable=False),
)
