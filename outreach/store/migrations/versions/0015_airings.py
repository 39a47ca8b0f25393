"""When scripts were read on air, what staff write down of it, and its files."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_NEW = ("airings", "way", "note", "user_id", "corrects")


def _columns() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("airings", sa.JSON()),
        sa.Column("way", sa.String(length=10), nullable=False, server_default="text"),
        sa.Column("note", sa.Text()),
        sa.Column("user_id", _KEY),
        sa.Column("corrects", _KEY),
    )


def upgrade() -> None:
    for column in _columns():
        op.add_column("evidence", column)
    op.create_table(
        "evidence_files",
        sa.Column("evidence_id", _KEY, nullable=False),
        sa.Column("media_type", sa.String(length=40), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["evidence_id"],
            ["evidence.id"],
            name=op.f("fk_evidence_files_evidence_id"),
        ),
        sa.PrimaryKeyConstraint("evidence_id", name=op.f("pk_evidence_files")),
    )


def downgrade() -> None:
    op.drop_table("evidence_files")
    for name in _NEW:
        op.drop_column("evidence", name)
