"""Organisations and their addressees."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, select

from outreach.model.audience import OrganisationRecord
from outreach.model.organisation import FocalPoint
from outreach.store.profiles import focal_points_of
from outreach.store.putting import put_organisations
from outreach.store.tables import (
    KEPT,
    addressees,
    organisation_topics,
    organisations,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressee:
    """One way to reach an organisation."""

    id: int
    channel: str
    address: str
    language: str
    timezone: str
    variants: tuple[str, ...]
    copies: int
    options: Mapping[str, Any]
    consented: bool
    #: Whose it is, where that is known.
    person: str | None = None
    #: Whether its owner agreed to have it in the public directory.
    listed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """An organisation and how it can be reached."""

    id: int
    name: str
    category: str
    country: str
    region: str | None
    district: str | None
    has_internet: bool | None
    names: Mapping[str, str]
    women_led: bool | None
    languages: tuple[str, ...]
    #: As ``OrganisationRecord.details`` has them.
    details: Mapping[str, Any]
    listed: bool
    relay_id: int | None
    addressees: tuple[Addressee, ...] = ()
    topics: tuple[str, ...] = ()
    focal_points: tuple[FocalPoint, ...] = ()


def put_organisation(
    connection: Connection, record: OrganisationRecord, secret: bytes, now: datetime
) -> int:
    """Put one, as ``putting.put_organisations`` does; its id."""
    return put_organisations(connection, [record], secret, now)[0]


def page_of_organisations(
    connection: Connection, after: str = "", most: int = 50
) -> list[Organisation]:
    """Organisations by name, those behind ``after``."""
    rows = connection.execute(
        select(organisations)
        .where(organisations.c.name > after)
        .order_by(organisations.c.name, organisations.c.id)
        .limit(most)
    )
    return [_organisation(row, ()) for row in rows]


def organisations_named(
    connection: Connection, part: str, most: int
) -> list[tuple[int, str, str | None, str]]:
    """Organisations with ``part`` in their name: id, name, region, country."""
    o = organisations.c
    rows = connection.execute(
        select(o.id, o.name, o.region, o.country)
        .where(o.name.icontains(part, autoescape=True))
        .order_by(o.name, o.id)
        .limit(most)
    )
    return [(row.id, row.name, row.region, row.country) for row in rows]


def get_organisation(connection: Connection, key: int) -> Organisation | None:
    """One organisation with its addressees."""
    row = connection.execute(
        select(organisations).where(organisations.c.id == key)
    ).first()
    if row is None:
        return None
    reached = connection.execute(
        select(addressees)
        .where(addressees.c.organisation_id == key, KEPT)
        .order_by(addressees.c.channel, addressees.c.id)
    )
    found = _organisation(row, tuple(_addressee(r) for r in reached))
    return replace(
        found,
        topics=_topics_of(connection, key),
        focal_points=focal_points_of(connection, key),
    )


def counts(connection: Connection) -> dict[str, int]:
    """Organisations in all, and addressees per channel."""
    found = {
        "organisations": connection.execute(
            select(func.count()).select_from(organisations)
        ).scalar_one()
    }
    rows = connection.execute(
        select(addressees.c.channel, func.count())
        .where(KEPT)
        .group_by(addressees.c.channel)
        .order_by(addressees.c.channel)
    )
    return found | {row.channel: row[1] for row in rows}


def _topics_of(connection: Connection, key: int) -> tuple[str, ...]:
    t = organisation_topics.c
    rows = connection.execute(
        select(t.topic).where(t.organisation_id == key).order_by(t.topic)
    )
    return tuple(rows.scalars())


def _organisation(row: Row[Any], reached: tuple[Addressee, ...]) -> Organisation:
    return Organisation(
        id=row.id,
        name=row.name,
        category=row.category,
        country=row.country,
        region=row.region,
        district=row.district,
        has_internet=row.has_internet,
        names=row.names,
        women_led=row.women_led,
        languages=tuple(row.languages),
        details=row.details,
        listed=row.listed,
        relay_id=row.relay_id,
        addressees=reached,
    )


def _addressee(row: Row[Any]) -> Addressee:
    return Addressee(
        id=row.id,
        channel=row.channel,
        address=row.address,
        language=row.language,
        timezone=row.timezone,
        variants=tuple(row.variants),
        copies=row.copies,
        options=row.options,
        consented=row.consented,
        person=row.person,
        listed=row.listed is not None,
    )
