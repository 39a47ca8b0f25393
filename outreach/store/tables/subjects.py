"""What is announced."""

from __future__ import annotations

from sqlalchemy import JSON, Column, ForeignKey, Integer, String, Table

from outreach.store.tables.kinds import Instant, Key, key_column, metadata

announcements = Table(
    "announcements",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("created_at", Instant, nullable=False),
)

announcement_versions = Table(
    "announcement_versions",
    metadata,
    Column(
        "announcement_id", String(64), ForeignKey("announcements.id"), primary_key=True
    ),
    Column("version", Integer, primary_key=True),
    Column("notice", String(20), nullable=False),
    Column("content", JSON, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("created_by", Key, ForeignKey("users.id"), nullable=False),
    Column("created_at", Instant, nullable=False),
)

#: How the office says names and short forms.
sayings = Table(
    "sayings",
    metadata,
    Column("language", String(12), primary_key=True),
    Column("written", String(120), primary_key=True),
    Column("spoken", String(120)),
    Column("respelling", String(120)),
)

#: A form as it was filled in: it need not be sound yet.
drafts = Table(
    "drafts",
    metadata,
    key_column(),
    Column("user_id", Key, ForeignKey("users.id"), nullable=False),
    Column("announcement_id", String(64)),
    Column("form", JSON, nullable=False),
    Column("updated_at", Instant, nullable=False),
)
