"""The table of routes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "routes",
        sa.Column("channel", sa.String(length=30), nullable=False),
        sa.Column("country", sa.String(length=4), nullable=False),
        sa.Column("gateway", sa.String(length=30), nullable=False),
        sa.Column("sender", sa.String(length=40), nullable=True),
        sa.Column("sender_kind", sa.String(length=12), nullable=True),
        sa.Column("answerable", sa.Boolean(), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("channel", "country", "gateway", name="pk_routes"),
    )


def downgrade() -> None:
    op.drop_table("routes")
