"""The paper of a broadcast."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("broadcasts", sa.Column("paper", sa.String(length=12)))


def downgrade() -> None:
    op.drop_column("broadcasts", "paper")
