"""From when to when a broadcast's scripts may be read on air."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

_DAYS = ("read_from", "do_not_read_after")


def upgrade() -> None:
    for name in _DAYS:
        op.add_column("broadcasts", sa.Column(name, sa.String(length=16)))


def downgrade() -> None:
    for name in _DAYS:
        op.drop_column("broadcasts", name)
