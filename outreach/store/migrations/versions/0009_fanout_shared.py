"""Whose address another addressee has too, while a broadcast is fanned out."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "fanout_shared",
        sa.Column("broadcast_id", _KEY, autoincrement=False, nullable=False),
        sa.Column("addressee_id", _KEY, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint(
            "broadcast_id", "addressee_id", name="pk_fanout_shared"
        ),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("fanout_shared")
