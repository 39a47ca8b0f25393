"""What was told before its receipt is found by it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

EARLY = sa.text("delivery IS NULL AND NOT matched")


def upgrade() -> None:
    op.create_index(
        "ix_events_early",
        "events",
        ["gateway", "gateway_id"],
        sqlite_where=EARLY,
        postgresql_where=EARLY,
    )


def downgrade() -> None:
    op.drop_index("ix_events_early", "events")
