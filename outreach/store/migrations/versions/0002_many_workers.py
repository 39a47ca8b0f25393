"""Many workers, repeating schedules, editions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
STATES = (
    "state IN ('waiting','approved','held','fanout','running','paused','done',"
    "'cancelled')"
)
SUBJECT = "(edition_id IS NULL) = (version IS NOT NULL)"


def upgrade() -> None:
    _senders_and_outages()
    _secret_key()
    _series_and_editions()
    _broadcasts()
    _schedules()
    op.add_column(
        "bundles",
        sa.Column("segments", sa.Integer(), server_default="1", nullable=False),
    )
    op.create_table(
        "alternatives",
        sa.Column("broadcast_id", KEY, nullable=False),
        sa.Column("gateway", sa.String(length=30), nullable=False),
        sa.Column("bundle_id", KEY, nullable=False),
        sa.Column("next_gateway", sa.String(length=30), nullable=False),
        sa.Column("next_bundle_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["broadcast_id"], ["broadcasts.id"], name="fk_alternatives_broadcast_id"
        ),
        sa.ForeignKeyConstraint(
            ["bundle_id"], ["bundles.id"], name="fk_alternatives_bundle_id"
        ),
        sa.ForeignKeyConstraint(
            ["next_bundle_id"], ["bundles.id"], name="fk_alternatives_next_bundle_id"
        ),
        sa.PrimaryKeyConstraint(
            "broadcast_id", "gateway", "bundle_id", name="pk_alternatives"
        ),
    )
    op.add_column(
        "chunks",
        sa.Column("unsure", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    op.execute(sa.text("UPDATE chunks SET unsure = :yes").bindparams(yes=True))
    op.create_index(
        "ix_chunks_open",
        "chunks",
        ["lane", "broadcast_id", "no"],
        sqlite_where=sa.text("done = 0"),
        postgresql_where=sa.text("NOT done"),
    )


def _senders_and_outages() -> None:
    op.create_table(
        "senders",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("free_at", sa.BigInteger(), nullable=False),
        sa.Column("used", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_senders"),
    )
    op.create_table(
        "outages",
        sa.Column("gateway", sa.String(length=30), nullable=False),
        sa.Column("strikes", sa.Integer(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("gateway", name="pk_outages"),
    )


def _secret_key() -> None:
    op.create_table(
        "secret_key",
        sa.Column("one", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.CheckConstraint("one = 1", name=op.f("ck_secret_key_one")),
        sa.PrimaryKeyConstraint("one", name="pk_secret_key"),
    )


def _series_and_editions() -> None:
    op.create_table(
        "series",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("plan", sa.JSON(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("wall_time", sa.String(length=16), nullable=False),
        sa.Column("timezone", sa.String(length=60), nullable=False),
        sa.Column("next_at", sa.BigInteger(), nullable=True),
        sa.Column("created_by", KEY, nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["created_by"], ["users.id"], name="fk_series_created_by"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_series"),
        sa.UniqueConstraint("name", name="uq_series_name"),
    )
    op.create_index("ix_series_next_at", "series", ["next_at"])
    op.create_table(
        "editions",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("series_id", KEY, nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("occurrence", sa.String(length=30), nullable=True),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["series_id"], ["series.id"], name="fk_editions_series_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_editions"),
        sa.UniqueConstraint("series_id", "number", name="uq_editions_series_id_number"),
        sa.UniqueConstraint(
            "series_id", "occurrence", name="uq_editions_series_id_occurrence"
        ),
    )


def _broadcasts() -> None:
    with op.batch_alter_table("broadcasts") as batch:
        batch.alter_column("announcement_id", nullable=True)
        batch.alter_column("version", nullable=True)
        batch.add_column(sa.Column("edition_id", KEY, nullable=True))
        batch.add_column(sa.Column("parent_id", KEY, nullable=True))
        batch.add_column(
            sa.Column(
                "notice", sa.String(length=20), server_default="new", nullable=False
            )
        )
        batch.add_column(sa.Column("starts_at", sa.BigInteger(), nullable=True))
        batch.add_column(sa.Column("progress_at", sa.BigInteger(), nullable=True))
        batch.add_column(sa.Column("note", sa.Text(), nullable=True))
        batch.create_foreign_key(
            "fk_broadcasts_parent_id", "broadcasts", ["parent_id"], ["id"]
        )
        batch.create_foreign_key(
            "fk_broadcasts_edition_id", "editions", ["edition_id"], ["id"]
        )
        batch.create_check_constraint(op.f("ck_broadcasts_subject"), SUBJECT)
        if _on_sqlite():  # its tables are copied, and a copy loses its checks
            batch.create_check_constraint(op.f("ck_broadcasts_state"), STATES)
    op.execute(
        "UPDATE broadcasts SET notice = (SELECT v.notice FROM announcement_versions v "
        "WHERE v.announcement_id = broadcasts.announcement_id "
        "AND v.version = broadcasts.version)"
    )


def _schedules() -> None:
    with op.batch_alter_table("schedules") as batch:
        batch.add_column(sa.Column("rule", sa.Text(), nullable=True))
        if not _on_sqlite():
            batch.drop_constraint(op.f("ck_schedules_kind"), type_="check")
        batch.create_check_constraint(
            op.f("ck_schedules_kind"), "kind IN ('now','at','before','every')"
        )


def _on_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"
