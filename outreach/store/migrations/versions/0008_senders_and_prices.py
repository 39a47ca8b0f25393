"""Senders, countries and prices of what goes out; phones of different countries part."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

import phonenumbers
import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

BATCH = 5_000
#: Channel, language and profile of addressees, before and after.
Change = tuple[str, str, str, str]

_ADDRESSEES = sa.table(
    "addressees",
    sa.column("id", sa.BigInteger),
    sa.column("channel", sa.String),
    sa.column("address", sa.String),
    sa.column("language", sa.String),
    sa.column("profile", sa.String),
    sa.column("variants", sa.JSON),
    sa.column("copies", sa.Integer),
    sa.column("options", sa.JSON),
)


def upgrade() -> None:
    op.add_column("bundles", sa.Column("sender", sa.String(length=40), nullable=True))
    for name, kind in _ESTIMATE:
        op.add_column("broadcast_bundles", sa.Column(name, kind, nullable=True))
    op.add_column(
        "alternatives", sa.Column("next_price", sa.BigInteger(), nullable=True)
    )
    _change_profiles(with_country=True)


def downgrade() -> None:
    _change_profiles(with_country=False)
    op.drop_column("alternatives", "next_price")
    for name, _ in reversed(_ESTIMATE):
        op.drop_column("broadcast_bundles", name)
    op.drop_column("bundles", "sender")


_ESTIMATE: Sequence[tuple[str, Any]] = (
    ("country", sa.String(length=2)),
    ("addresses", sa.Integer()),
    ("segments", sa.Integer()),
    ("price", sa.BigInteger()),
    ("currency", sa.String(length=3)),
)


def _change_profiles(*, with_country: bool) -> None:
    """A phone's country is part of its profile, also in what has been planned: fan-out
    finds a bundle by it.
    """
    changes: set[Change] = set()
    for rows in _phones():
        new = []
        for row in rows:
            profile = _profile(row, with_country)
            if profile != row.profile:
                changes.add((row.channel, row.language, row.profile, profile))
                new.append({"key": row.id, "new": profile})
        if new:
            update = _ADDRESSEES.update().where(_ADDRESSEES.c.id == sa.bindparam("key"))
            op.get_bind().execute(update.values(profile=sa.bindparam("new")), new)
    kinds = [
        {"channel": channel, "language": language, "old": old, "now": now}
        for channel, language, old, now in sorted(changes)
    ]
    for statement in (_PLAN_NEW, _DROP_OLD):
        for kind in kinds:
            op.get_bind().execute(statement, kind)


_PLAN_NEW = sa.text(
    "INSERT INTO broadcast_bundles (broadcast_id, channel, language, profile, as_new,"
    " bundle_id, gateway, told_in, reason) SELECT broadcast_id, channel, language, :now,"
    " as_new, bundle_id, gateway, told_in, reason FROM broadcast_bundles"
    " WHERE channel = :channel AND language = :language AND profile = :old"
    " ON CONFLICT DO NOTHING"
)
#: Numbers of no country keep the profile that they have.
_DROP_OLD = sa.text(
    "DELETE FROM broadcast_bundles"
    " WHERE channel = :channel AND language = :language AND profile = :old"
    " AND NOT EXISTS (SELECT 1 FROM addressees"
    "  WHERE channel = :channel AND language = :language AND profile = :old)"
)


def _phones() -> Iterator[Sequence[Any]]:
    t, last = _ADDRESSEES.c, 0
    while True:
        query = (
            sa.select(_ADDRESSEES)
            .where(t.id > last, t.address.like("+%"))
            .order_by(t.id)
            .limit(BATCH)
        )
        rows = op.get_bind().execute(query).all()
        if not rows:
            return
        yield rows
        last = rows[-1].id


def _profile(row: Any, with_country: bool) -> str:
    wants = {"variants": row.variants, "copies": row.copies, "options": row.options}
    country = _country(row.address) if with_country else None
    if country:
        wants["country"] = country
    text = json.dumps(
        [wants], ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return hashlib.sha256(text.encode()).hexdigest()


def _country(address: str) -> str | None:
    if not re.fullmatch(r"\+[1-9][0-9]{4,14}", address):
        return None
    try:
        number = phonenumbers.parse(address, None)
    except phonenumbers.NumberParseException:
        return None
    region = phonenumbers.region_code_for_number(number)
    return region if region and region.isalpha() else None
