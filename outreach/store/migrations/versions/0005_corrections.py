"""Corrections go to those who were sent what they correct."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_KEY = ["broadcast_id", "channel", "language", "profile"]
_AUDIENCES = sa.table(
    "audiences", sa.column("name", sa.String), sa.column("rule", sa.JSON)
)


def upgrade() -> None:
    op.add_column("broadcasts", _flag("superseded"))
    _change_key([*_KEY, "as_new"], _flag("as_new"))
    # The name is ours now: an audience of staff's that has it keeps its rule.
    op.execute("UPDATE audiences SET name = 'told (own)' WHERE name = 'told'")
    op.bulk_insert(_AUDIENCES, [{"name": "told", "rule": {"told": True}}])


def downgrade() -> None:
    # What would go to those who were told must not go to everybody.
    op.execute(
        "UPDATE broadcasts SET state = 'cancelled' WHERE state <> 'done' AND audience_id ="
        " (SELECT id FROM audiences WHERE name = 'told')"
    )
    op.execute(
        "UPDATE broadcasts SET audience_id ="
        " (SELECT id FROM audiences WHERE name = 'everybody') WHERE audience_id ="
        " (SELECT id FROM audiences WHERE name = 'told')"
    )
    op.execute("DELETE FROM audiences WHERE name = 'told'")
    op.execute(sa.text("DELETE FROM broadcast_bundles WHERE as_new"))
    _change_key(_KEY)
    with op.batch_alter_table("broadcasts") as batch:
        batch.drop_column("superseded")


def _flag(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean(), server_default=sa.false(), nullable=False)


def _change_key(names: list[str], more: sa.Column[bool] | None = None) -> None:
    with op.batch_alter_table("broadcast_bundles") as batch:
        batch.drop_constraint(op.f("pk_broadcast_bundles"), type_="primary")
        if more is not None:
            batch.add_column(more)
        else:
            batch.drop_column("as_new")
        batch.create_primary_key(op.f("pk_broadcast_bundles"), names)
