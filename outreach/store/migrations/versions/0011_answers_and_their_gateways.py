"""What the gateway calls an answer; what nobody reads of a text goes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("replies", sa.Column("gateway_id", sa.String(80), nullable=True))
    op.create_index("ix_replies_gateway_id", "replies", ["gateway_id"])
    op.drop_column("inbound", "sent_at")
    op.drop_column("inbound", "word")


def downgrade() -> None:
    op.add_column("inbound", sa.Column("word", sa.String(12), nullable=True))
    op.add_column("inbound", sa.Column("sent_at", sa.DateTime(), nullable=True))
    op.drop_index("ix_replies_gateway_id", "replies")
    op.drop_column("replies", "gateway_id")
