"""Focal points, whose number it is, relays, and who agreed to stand in the public list."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "focal_points",
        sa.Column("id", _KEY, nullable=False, autoincrement=True),
        sa.Column("organisation_id", _KEY, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("role", sa.String(length=200)),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text()),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_focal_points_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_focal_points")),
    )
    op.create_index(
        "ix_focal_points_organisation_id", "focal_points", ["organisation_id"]
    )
    op.add_column("addressees", sa.Column("person", sa.String(length=200)))
    op.add_column(
        "organisations",
        sa.Column("listed", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.add_column("organisations", sa.Column("relay_id", _KEY))


def downgrade() -> None:
    op.drop_column("organisations", "relay_id")
    op.drop_column("organisations", "listed")
    op.drop_column("addressees", "person")
    op.drop_table("focal_points")
