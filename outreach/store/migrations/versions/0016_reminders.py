"""Broadcasts that remind the stations of another one."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("broadcasts", sa.Column("reminds_id", _KEY))


def downgrade() -> None:
    op.drop_column("broadcasts", "reminds_id")
