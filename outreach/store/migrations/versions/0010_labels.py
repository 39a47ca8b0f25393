"""The language of a broadcast's labels."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("broadcasts", sa.Column("labels", sa.String(length=12)))


def downgrade() -> None:
    op.drop_column("broadcasts", "labels")
