"""People, and what they did."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, CheckConstraint, Column, ForeignKey, String, Table

from outreach.store.tables.kinds import Instant, Key, key_column, metadata

users = Table(
    "users",
    metadata,
    key_column(),
    Column("login", String(120), nullable=False, unique=True),
    Column("name", String(200), nullable=False),
    Column("role", String(20), nullable=False),
    Column("password", String(200)),
    Column("active", Boolean, nullable=False, default=True),
    Column("created_at", Instant, nullable=False),
    CheckConstraint(
        "role IN ('viewer','author','approver','administrator')", name="role"
    ),
)

#: Sessions and one-time sign-in links; only the hash of the secret is kept.
tokens = Table(
    "tokens",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("kind", String(10), nullable=False),
    Column("user_id", Key, ForeignKey("users.id"), nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("used_at", Instant),
)

#: Append-only: no statement of ours updates or deletes here.
audit = Table(
    "audit",
    metadata,
    key_column(),
    Column("at", Instant, nullable=False),
    Column("user_id", Key, ForeignKey("users.id")),
    Column("origin", String(100), nullable=False),
    Column("act", String(60), nullable=False),
    Column("object", String(120), nullable=False),
    Column("detail", JSON, nullable=False),
)
