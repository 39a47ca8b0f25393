"""Enquiries with their topics and history; answers that answer no text."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_OPEN = "state IN ('open','assigned')"
_REPLY_STATES = "state IN ('queued','sending','accepted','failed','unknown')"


def upgrade() -> None:
    _enquiries()
    op.create_table(
        "enquiry_topics",
        sa.Column("enquiry_id", _KEY, nullable=False),
        sa.Column("topic", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(
            ["enquiry_id"],
            ["enquiries.id"],
            name=op.f("fk_enquiry_topics_enquiry_id"),
        ),
        sa.PrimaryKeyConstraint("enquiry_id", "topic", name="pk_enquiry_topics"),
    )
    op.create_table(
        "enquiry_steps",
        sa.Column("id", _KEY, autoincrement=True, nullable=False),
        sa.Column("enquiry_id", _KEY, nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("user_id", _KEY),
        sa.Column("act", sa.String(length=10), nullable=False),
        sa.Column("way", sa.String(length=10)),
        sa.Column("note", sa.Text()),
        sa.Column("reply_id", _KEY),
        sa.ForeignKeyConstraint(
            ["enquiry_id"],
            ["enquiries.id"],
            name=op.f("fk_enquiry_steps_enquiry_id"),
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_enquiry_steps_user_id")
        ),
        sa.PrimaryKeyConstraint("id", name="pk_enquiry_steps"),
    )
    op.create_index("ix_enquiry_steps_enquiry_id", "enquiry_steps", ["enquiry_id"])
    with op.batch_alter_table("replies") as batch:
        batch.alter_column("inbound_id", nullable=True)
        if _on_sqlite():  # its tables are copied, and a copy loses its checks
            batch.create_check_constraint(op.f("ck_replies_state"), _REPLY_STATES)


def _enquiries() -> None:
    op.create_table(
        "enquiries",
        sa.Column("id", _KEY, autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("way", sa.String(length=10), nullable=False),
        sa.Column("organisation_id", _KEY),
        sa.Column("addressee_id", _KEY),
        sa.Column("inbound_id", _KEY),
        sa.Column("once", sa.String(length=40)),
        sa.Column("announcement_id", sa.String(length=64)),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("words", sa.Text()),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("user_id", _KEY),
        sa.Column("done_at", sa.DateTime()),
        sa.Column("reply_id", _KEY),
        sa.CheckConstraint(
            "kind IN ('question','need','feedback')", name=op.f("ck_enquiries_kind")
        ),
        sa.CheckConstraint(
            "way IN ('text','phone','post','meeting')", name=op.f("ck_enquiries_way")
        ),
        sa.CheckConstraint(
            "state IN ('open','assigned','answered','closed')",
            name=op.f("ck_enquiries_state"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_enquiries_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_enquiries_user_id")
        ),
        sa.PrimaryKeyConstraint("id", name="pk_enquiries"),
        sa.UniqueConstraint("inbound_id", name="uq_enquiries_inbound_id"),
        sa.UniqueConstraint("once", name="uq_enquiries_once"),
    )
    for name in ("organisation_id", "announcement_id", "asked_at", "reply_id"):
        op.create_index(f"ix_enquiries_{name}", "enquiries", [name])
    op.create_index(
        "ix_enquiries_open",
        "enquiries",
        ["state", "id"],
        sqlite_where=sa.text(_OPEN),
        postgresql_where=sa.text(_OPEN),
    )


def downgrade() -> None:
    op.execute("DELETE FROM replies WHERE inbound_id IS NULL")
    with op.batch_alter_table("replies") as batch:
        batch.alter_column("inbound_id", nullable=False)
        if _on_sqlite():
            batch.create_check_constraint(op.f("ck_replies_state"), _REPLY_STATES)
    for table in ("enquiry_steps", "enquiry_topics", "enquiries"):
        op.drop_table(table)


def _on_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"
