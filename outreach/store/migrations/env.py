"""Alembic runs this: one connection, given by ``upgrade``."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context

from outreach.store.tables import Instant, metadata


def plain(kind: str, item: Any, autogenerate: Any) -> str | Literal[False]:
    """Write our own types into a new migration as what they are in the database."""
    return "sa.DateTime()" if kind == "type" and isinstance(item, Instant) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    render_item=plain,
)
with context.begin_transaction():
    context.run_migrations()
