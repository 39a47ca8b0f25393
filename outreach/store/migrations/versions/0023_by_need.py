"""Broadcasts by need: each organisation by the channel that it prefers, or a relay."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_KEYS = ("broadcast_id", "seq", "organisation_id")


def upgrade() -> None:
    by_need: sa.Column[bool] = sa.Column(
        "by_need", sa.Boolean(), nullable=False, server_default=sa.false()
    )
    op.add_column("broadcasts", by_need)
    op.create_table(
        "delivery_relays",
        *(sa.Column(name, _KEY, autoincrement=False, nullable=False) for name in _KEYS),
        sa.PrimaryKeyConstraint(*_KEYS, name="pk_delivery_relays"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("delivery_relays")
    op.drop_column("broadcasts", "by_need")
