"""What goes out: renditions, broadcasts, approvals and schedules."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Integer,
    LargeBinary,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
)

from outreach.store.tables.kinds import Instant, Key, key_column, metadata

renditions = Table(
    "renditions",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("channel", String(30), nullable=False),
    Column("variant", String(30), nullable=False),
    Column("languages", JSON, nullable=False),
    Column("text", Text),
    Column("measure", JSON, nullable=False),
    Column("notes", JSON, nullable=False),
)

rendition_files = Table(
    "rendition_files",
    metadata,
    Column("rendition_key", String(64), ForeignKey("renditions.key"), primary_key=True),
    Column("position", SmallInteger, primary_key=True),
    Column("name", String(60), nullable=False),
    Column("media_type", String(100), nullable=False),
    Column("data", LargeBinary, nullable=False),
)

#: The renditions and copies that go to one addressee; ten thousand share one.
bundles = Table(
    "bundles",
    metadata,
    key_column(),
    Column("digest", String(64), nullable=False, unique=True),
    #: [[rendition key, copies], …]
    Column("contents", JSON, nullable=False),
    #: What a sender's rate counts: text segments of all copies; 1 where there are none.
    Column("segments", Integer, nullable=False, server_default="1"),
    #: Whom it is from; NULL: the gateway's own sender.
    Column("sender", String(40)),
)

broadcasts = Table(
    "broadcasts",
    metadata,
    key_column(),
    #: Short, random, said over the phone: the public id.
    Column("code", String(12), nullable=False, unique=True),
    #: The announcement version it is of, or the edition.
    Column("announcement_id", String(64)),
    Column("version", Integer),
    Column("edition_id", Key, ForeignKey("editions.id")),
    #: The broadcast whose approved renditions this occurrence of it repeats.
    Column("parent_id", Key, ForeignKey("broadcasts.id")),
    #: The broadcast whose stations it asks whether they read its script: docs/why/reminders.md.
    Column("reminds_id", Key),
    Column("channels", JSON, nullable=False),
    Column("audience_id", Key, ForeignKey("audiences.id"), nullable=False),
    #: The language for addressees whose own the announcement lacks; NULL: they are left out.
    Column("fallback_language", String(12)),
    Column("labels", String(12)),
    Column("paper", String(12)),
    Column("second_language", String(12)),
    #: Each organisation by the channel that it prefers, by others only where that fails.
    Column("by_need", Boolean, nullable=False, default=False, server_default=false()),
    #: Days of reading on air; NULL: at once, and while it is true.
    Column("read_from", String(16)),
    Column("do_not_read_after", String(16)),
    Column("state", String(12), nullable=False),
    #: Why it is held or paused, for staff.
    Column("reason", Text),
    #: 0 urgent, 1 normal.
    Column("lane", SmallInteger, nullable=False),
    #: Corrections and cancellations are never held for being late.
    Column("notice", String(20), nullable=False, server_default="new"),
    #: When the event starts; NULL for an edition.
    Column("starts_at", BigInteger),
    #: Nothing of it goes out after this instant.
    Column("expires_at", BigInteger, nullable=False),
    #: SHA-256 over all that an approver approves.
    Column("digest", String(64), nullable=False),
    Column("created_by", Key, ForeignKey("users.id"), nullable=False),
    Column("created_at", Instant, nullable=False),
    #: Fan-out goes on behind this addressee, with this next seq.
    Column("fanout_after", Key, nullable=False, default=0),
    Column("fanout_seq", Key, nullable=False, default=0),
    Column("fanout_done", Boolean, nullable=False, default=False),
    #: When a delivery of it last went out; a long standstill holds the rest.
    Column("progress_at", BigInteger),
    #: What the report says of it beside the figures.
    Column("note", Text),
    #: Cancelled by the start of a newer version's broadcast, not by a person.
    Column(
        "superseded", Boolean, nullable=False, default=False, server_default=false()
    ),
    ForeignKeyConstraint(
        ["announcement_id", "version"],
        ["announcement_versions.announcement_id", "announcement_versions.version"],
    ),
    CheckConstraint(
        "state IN ('waiting','approved','held','fanout','running','paused','done',"
        "'cancelled')",
        name="state",
    ),
    CheckConstraint("(edition_id IS NULL) = (version IS NOT NULL)", name="subject"),
)

approvals = Table(
    "approvals",
    metadata,
    Column("broadcast_id", Key, ForeignKey("broadcasts.id"), primary_key=True),
    Column("user_id", Key, ForeignKey("users.id"), primary_key=True),
    #: What was approved; void once it differs from the broadcast's.
    Column("digest", String(64), nullable=False),
    Column("at", Instant, nullable=False),
)

#: For each kind of addressee in the audience: its bundle, or why there is none.
broadcast_bundles = Table(
    "broadcast_bundles",
    metadata,
    Column("broadcast_id", Key, ForeignKey("broadcasts.id"), primary_key=True),
    Column("channel", String(30), primary_key=True),
    Column("language", String(12), primary_key=True),
    Column("profile", String(64), primary_key=True),
    #: Of a correction: for those who never got what it corrects.
    Column("as_new", Boolean, primary_key=True, default=False, server_default=false()),
    Column("bundle_id", Key, ForeignKey("bundles.id")),
    Column("gateway", String(30)),
    #: The language it is in: the addressee's own, or the stated fallback.
    Column("told_in", String(12)),
    Column("reason", Text),
    #: Of phones: the country of the number.
    Column("country", String(2)),
    #: What was estimated when it was planned: so many addresses and, of texts, segments
    #: each, at so much a segment, in millionths; NULL: the price was not known.
    Column("addresses", Integer),
    Column("segments", Integer),
    Column("price", BigInteger),
    Column("currency", String(3)),
)

#: By which gateway and sender a country is reached, and what a segment costs.
routes = Table(
    "routes",
    metadata,
    Column("channel", String(30), primary_key=True),
    #: ISO 3166-1, a calling code, or ``*`` for everywhere else.
    Column("country", String(4), primary_key=True),
    Column("gateway", String(30), primary_key=True),
    Column("sender", String(40)),
    Column("sender_kind", String(12)),
    Column("answerable", Boolean, nullable=False),
    #: Of a segment, in millionths of the currency; NULL: not known.
    Column("price", BigInteger),
    Column("currency", String(3)),
    Column("note", Text),
)

#: Where a bundle's deliveries go when its gateway is down, and with which renditions.
alternatives = Table(
    "alternatives",
    metadata,
    Column("broadcast_id", Key, ForeignKey("broadcasts.id"), primary_key=True),
    Column("gateway", String(30), primary_key=True),
    Column("bundle_id", Key, ForeignKey("bundles.id"), primary_key=True),
    Column("next_gateway", String(30), nullable=False),
    Column("next_bundle_id", Key, ForeignKey("bundles.id"), nullable=False),
    #: Of a segment that goes that way, in millionths; NULL: not known.
    Column("next_price", BigInteger),
)

schedules = Table(
    "schedules",
    metadata,
    key_column(),
    Column(
        "broadcast_id", Key, ForeignKey("broadcasts.id"), nullable=False, unique=True
    ),
    #: now · at (a wall time) · before (days before the event, at a clock time) · every.
    Column("kind", String(10), nullable=False),
    Column("wall_time", String(16)),
    Column("days_before", Integer),
    #: RFC 5545, of ``every``: repeats from ``wall_time`` on.
    Column("rule", Text),
    Column("timezone", String(60), nullable=False),
    #: NULL once it has fired, or while it waits for approval and is due at once.
    Column("next_at", BigInteger, index=True),
    #: Later than this many seconds means held for a person.
    Column("grace", Integer, nullable=False),
    CheckConstraint("kind IN ('now','at','before','every')", name="kind"),
)

#: An occurrence fires once, however many processes tick.
occurrences = Table(
    "occurrences",
    metadata,
    Column("schedule_id", Key, ForeignKey("schedules.id"), primary_key=True),
    #: The instant, or for a relative schedule its offset.
    Column("occurrence", String(30), primary_key=True),
    Column("fired_at", Instant, nullable=False),
    Column("outcome", String(10), nullable=False),
)

#: A schedule of editions: each occurrence picks announcements and waits for approval.
series = Table(
    "series",
    metadata,
    key_column(),
    Column("name", String(120), nullable=False, unique=True),
    #: Which announcements, in what language, for how many days, to whom, by what.
    Column("plan", JSON, nullable=False),
    Column("rule", Text, nullable=False),
    Column("wall_time", String(16), nullable=False),
    Column("timezone", String(60), nullable=False),
    Column("next_at", BigInteger, index=True),
    Column("created_by", Key, ForeignKey("users.id"), nullable=False),
    Column("created_at", Instant, nullable=False),
)

editions = Table(
    "editions",
    metadata,
    key_column(),
    #: NULL: assembled by hand.
    Column("series_id", Key, ForeignKey("series.id")),
    Column("number", Integer, nullable=False),
    #: The wall time that it is the edition of: one occurrence makes one edition.
    Column("occurrence", String(30)),
    #: Region, period, language, and [[announcement id, version], …] in order.
    Column("content", JSON, nullable=False),
    #: Why no broadcast was planned of it.
    Column("note", Text),
    Column("created_at", Instant, nullable=False),
    UniqueConstraint("series_id", "number"),
    UniqueConstraint("series_id", "occurrence"),
)
