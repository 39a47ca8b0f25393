"""What people ask us, say that they need, or tell us otherwise, until it is answered."""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    String,
    Table,
    Text,
    text,
)

from outreach.store.tables.kinds import Instant, Key, key_column, metadata

#: No number stands here: whose it is is told by the addressee, or by the text while it is
#: kept.
enquiries = Table(
    "enquiries",
    metadata,
    key_column(),
    Column("kind", String(10), nullable=False),
    #: How it came.
    Column("way", String(10), nullable=False),
    Column("organisation_id", Key, ForeignKey("organisations.id"), index=True),
    Column("addressee_id", Key),
    #: The text that it came by: one text is kept as one enquiry.
    Column("inbound_id", Key, unique=True),
    #: Made with the form: sent twice it is one enquiry.
    Column("once", String(40), unique=True),
    #: What it is about.
    Column("announcement_id", String(64), index=True),
    Column("language", String(12), nullable=False),
    #: NULL: kept no longer.
    Column("words", Text),
    Column("asked_at", Instant, nullable=False, index=True),
    #: open or assigned (to user_id) -> answered or closed.
    Column("state", String(10), nullable=False),
    Column("user_id", Key, ForeignKey("users.id")),
    Column("done_at", Instant),
    #: The text that answered it.
    Column("reply_id", Key, index=True),
    Index(
        "ix_enquiries_open",
        "state",
        "id",
        sqlite_where=text("state IN ('open','assigned')"),
        postgresql_where=text("state IN ('open','assigned')"),
    ),
    CheckConstraint("kind IN ('question','need','feedback')", name="kind"),
    CheckConstraint("way IN ('text','phone','post','meeting')", name="way"),
    CheckConstraint("state IN ('open','assigned','answered','closed')", name="state"),
)

#: What an enquiry is about, in the topic words of announcements and organisations.
enquiry_topics = Table(
    "enquiry_topics",
    metadata,
    Column("enquiry_id", Key, ForeignKey("enquiries.id"), primary_key=True),
    Column("topic", String(60), primary_key=True),
)

#: Who did what with an enquiry, and when. Append-only; only notes past their time go.
enquiry_steps = Table(
    "enquiry_steps",
    metadata,
    key_column(),
    Column("enquiry_id", Key, ForeignKey("enquiries.id"), nullable=False, index=True),
    Column("at", Instant, nullable=False),
    #: Who; NULL: the inbox by itself.
    Column("user_id", Key, ForeignKey("users.id")),
    Column("act", String(10), nullable=False),
    #: Of an answer: by text, phone, post or in a meeting.
    Column("way", String(10)),
    #: The answer, the reason, or to whom it was assigned.
    Column("note", Text),
    Column("reply_id", Key),
)
