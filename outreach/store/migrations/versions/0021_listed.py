"""What people agreed to have in the public directory: names, numbers, addresses."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

_TABLES = ("addressees", "focal_points")


def upgrade() -> None:
    for table in _TABLES:
        op.add_column(table, sa.Column("listed", sa.JSON()))


def downgrade() -> None:
    for table in _TABLES:
        op.drop_column(table, "listed")
