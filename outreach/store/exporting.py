"""The directory as it was imported, organisation by organisation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Row, select

from outreach.model.audience import OrganisationRecord
from outreach.model.phones import mobile, phone_of
from outreach.store.consents import opted_out
from outreach.store.profiles import focal_points_of, name_of
from outreach.store.secret import address_hash
from outreach.store.tables import (
    KEPT,
    addressees,
    consents,
    organisation_topics,
    organisations,
)

#: Organisations at a time: the memory does not grow with the directory.
_PAGE = 200


def records(connection: Connection, secret: bytes) -> Iterator[OrganisationRecord]:
    """Every organisation by id, each with all ways to reach it.

    Who has opted out has no consent in it: another office must not write there either.
    """
    last = 0
    while page := _page(connection, last):
        last = page[-1].id
        reached = _reached(connection, secret, [row.id for row in page])
        for row in page:
            yield _record(connection, row, reached[row.id])


def _page(connection: Connection, last: int) -> Sequence[Row[Any]]:
    o = organisations.c
    rows = select(organisations).where(o.id > last).order_by(o.id).limit(_PAGE)
    return connection.execute(rows).all()


def _record(
    connection: Connection, row: Row[Any], reached: list[dict[str, Any]]
) -> OrganisationRecord:
    own = ("name", "category", "women_led", "country", "region", "district")
    topics = select(organisation_topics.c.topic).where(
        organisation_topics.c.organisation_id == row.id
    )
    values: dict[str, Any] = {
        **row.details,
        **{field: getattr(row, field) for field in own},
        "names": row.names or None,
        "languages": row.languages,
        "has_internet": row.has_internet,
        "topics": sorted(connection.scalars(topics)),
        "focal_points": focal_points_of(connection, row.id),
        "relay": name_of(connection, row.relay_id) if row.relay_id else None,
        "addressees": reached,
    }
    given = {name: value for name, value in values.items() if value not in (None, [])}
    return OrganisationRecord.model_validate(given)


def _reached(
    connection: Connection, secret: bytes, keys: list[int]
) -> dict[int, list[dict[str, Any]]]:
    a = addressees.c
    rows = connection.execute(
        select(addressees).where(a.organisation_id.in_(keys), KEPT).order_by(a.id)
    ).all()
    agreed = _agreed(connection, {_hash(secret, row): row for row in rows})
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        consent = agreed.get(_hash(secret, row)) if row.consented else None
        found[row.organisation_id].append(_way(row, consent))
    return found


def _hash(secret: bytes, row: Row[Any]) -> str:
    return address_hash(secret, row.channel, row.address)


def _agreed(connection: Connection, hashes: dict[str, Any]) -> dict[str, Row[Any]]:
    """The last consent of each address, but of those who have opted out."""
    c, names = consents.c, list(hashes)
    rows = connection.execute(
        select(consents).where(c.address_hash.in_(names), c.given).order_by(c.id)
    )
    found = {row.address_hash: row for row in rows}
    for hashed in opted_out(connection, names):
        found.pop(hashed, None)
    return found


def _way(row: Row[Any], consent: Row[Any] | None) -> dict[str, Any]:
    fields = ("channel", "address", "language", "timezone", "copies")
    found = {field: getattr(row, field) for field in fields}
    more = ("variants", "options", "person", "listed")
    found |= {field: getattr(row, field) for field in more}
    if phone_of(row.address) and not mobile(row.address):
        found["unlisted"] = True
    if consent:
        said = ("how", "by", "wording", "source")
        found["consent"] = {
            "at": consent.at.isoformat(),
            **{field: getattr(consent, field) for field in said},
        }
    return {name: value for name, value in found.items() if value not in (None, [])}
