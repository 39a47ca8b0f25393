"""The second language of a broadcast's pages."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("broadcasts", sa.Column("second_language", sa.String(length=12)))


def downgrade() -> None:
    op.drop_column("broadcasts", "second_language")
