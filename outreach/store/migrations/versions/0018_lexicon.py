"""The office's lexicon."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sayings",
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("written", sa.String(length=120), nullable=False),
        sa.Column("spoken", sa.String(length=120)),
        sa.Column("respelling", sa.String(length=120)),
        sa.PrimaryKeyConstraint("language", "written", name=op.f("pk_sayings")),
    )


def downgrade() -> None:
    op.drop_table("sayings")
