"""What was done with a text, answers to it, who comes, and evidence."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OPEN = "state IN ('queued','sending')"


def _added() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("word", sa.String(length=12), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("marked", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("organisation_id", KEY, nullable=True),
        sa.Column("user_id", KEY, nullable=True),
        sa.Column("done_at", sa.DateTime(), nullable=True),
    )


def upgrade() -> None:
    for column in _added():
        op.add_column("inbound", column)
    op.drop_index("ix_inbound_sender", "inbound")
    op.create_index("ix_inbound_sender_id", "inbound", ["sender", "id"])
    _rsvps()
    _replies()
    _evidence()


def _rsvps() -> None:
    op.create_table(
        "rsvps",
        sa.Column("announcement_id", sa.String(length=64), nullable=False),
        sa.Column("organisation_id", KEY, autoincrement=False, nullable=False),
        sa.Column("coming", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("broadcast_id", KEY, nullable=False),
        sa.Column("inbound_id", KEY, nullable=False),
        sa.PrimaryKeyConstraint("announcement_id", "organisation_id", name="pk_rsvps"),
    )
    op.create_table(
        "questions",
        sa.Column("sender", sa.String(length=80), nullable=False),
        sa.Column("coming", sa.Boolean(), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("sender", name="pk_questions"),
    )


def _replies() -> None:
    op.create_table(
        "replies",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("inbound_id", KEY, nullable=False),
        sa.Column("gateway", sa.String(length=30), nullable=False),
        sa.Column("recipient", sa.String(length=80), nullable=False),
        sa.Column("sender", sa.String(length=80), nullable=True),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("parts", sa.JSON(), nullable=False),
        sa.Column("segments", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("not_before", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("user_id", KEY, nullable=True),
        sa.Column("detail", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "state IN ('queued','sending','accepted','failed','unknown')",
            name=op.f("ck_replies_state"),
        ),
        sa.PrimaryKeyConstraint("id", name="pk_replies"),
    )
    op.create_index("ix_replies_inbound_id", "replies", ["inbound_id"])
    op.create_index(
        "ix_replies_recipient_created_at", "replies", ["recipient", "created_at"]
    )
    op.create_index(
        "ix_replies_open",
        "replies",
        ["state", "id"],
        sqlite_where=sa.text(OPEN),
        postgresql_where=sa.text(OPEN),
    )


def _evidence() -> None:
    op.create_table(
        "evidence",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("broadcast_id", KEY, nullable=False),
        sa.Column("organisation_id", KEY, nullable=False),
        sa.Column("grade", sa.String(length=1), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("inbound_id", KEY, nullable=True),
        sa.CheckConstraint(
            "grade IN ('A','B','C','D')", name=op.f("ck_evidence_grade")
        ),
        sa.CheckConstraint(
            "kind IN ('aired','received')", name=op.f("ck_evidence_kind")
        ),
        sa.ForeignKeyConstraint(
            ["broadcast_id"], ["broadcasts.id"], name="fk_evidence_broadcast_id"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name="fk_evidence_organisation_id",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_evidence"),
    )
    op.create_index("ix_evidence_broadcast_id", "evidence", ["broadcast_id"])


def downgrade() -> None:
    for table in ("evidence", "replies", "questions", "rsvps"):
        op.drop_table(table)
    op.drop_index("ix_inbound_sender_id", "inbound")
    op.create_index("ix_inbound_sender", "inbound", ["sender"])
    with op.batch_alter_table("inbound") as batch:
        for column in _added():
            batch.drop_column(column.name)
