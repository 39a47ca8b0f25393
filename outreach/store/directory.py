"""Organisations and their addressees."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from outreach.model.addresses import kind_of
from outreach.model.audience import AddresseeRecord, OrganisationRecord
from outreach.model.canonical import digest
from outreach.model.organisation import FocalPoint
from outreach.model.phones import country_of
from outreach.store.consents import log_consent
from outreach.store.profiles import focal_points_of, put_focal_points
from outreach.store.rows import in_turn, inserted_id
from outreach.store.tables import (
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
    """Add an organisation, or bring the one of that name and country up to date; its id.

    Of one that is known, what the record does not set stays as it is. Addresses are taken
    as they are: ``outreach.directory`` has normalised them.
    """
    in_turn(connection, "directory")
    where = (
        organisations.c.country == record.country,
        organisations.c.name == record.name,
    )
    known = connection.execute(select(organisations).where(*where)).first()
    if known is None:
        statement = insert(organisations).values(**_own(record), created_at=now)
        key = inserted_id(connection, statement)
    else:
        key = int(known.id)
        given = _given(record, known.details)
        connection.execute(update(organisations).where(*where).values(given))
    if known is None or "topics" in record.model_fields_set:
        _put_topics(connection, key, record.topics)
    if known is None or "focal_points" in record.model_fields_set:
        put_focal_points(connection, key, record.focal_points)
    for addressee in record.addressees:
        put_addressee(connection, key, addressee, secret)
    return key


def _own(record: OrganisationRecord) -> dict[str, Any]:
    return {
        "name": record.name,
        "names": dict(record.names or {}),
        "category": record.category,
        "women_led": record.women_led,
        "country": record.country,
        "region": record.region,
        "district": record.district,
        "languages": list(record.languages),
        "has_internet": record.has_internet,
        "details": record.details,
        "listed": record.listed is not None,
    }


def _given(record: OrganisationRecord, details: Mapping[str, Any]) -> dict[str, Any]:
    """What of an organisation's own row a record sets."""
    given = record.model_fields_set
    kept = {name: value for name, value in details.items() if name not in given}
    own = {n: v for n, v in _own(record).items() if n in given}
    return {**own, "details": {**kept, **record.details}}


def put_addressee(
    connection: Connection, organisation_id: int, record: AddresseeRecord, secret: bytes
) -> None:
    """Add a way to reach an organisation, or bring it up to date; its consent is logged.

    Of one that is known, what the record does not set stays as it is.
    """
    where = (
        addressees.c.organisation_id == organisation_id,
        addressees.c.channel == record.channel,
        addressees.c.address == record.address,
    )
    known = connection.execute(select(addressees).where(*where)).first()
    values = _reached(record, known)
    if known:
        connection.execute(update(addressees).where(*where).values(values))
    else:
        connection.execute(
            insert(addressees).values(
                organisation_id=organisation_id,
                channel=record.channel,
                address=record.address,
                **values,
            )
        )
    log_consent(connection, secret, record)


def _reached(record: AddresseeRecord, known: Row[Any] | None) -> dict[str, Any]:
    given: dict[str, Any] = {
        "variants": list(record.variants),
        "copies": record.copies,
        "options": record.options,
        "person": record.person,
        "consented": record.consent is not None,
    }
    if known:
        set_ = {"consented" if n == "consent" else n for n in record.model_fields_set}
        given |= {name: getattr(known, name) for name in given.keys() - set_}
    wants = {name: given[name] for name in ("variants", "copies", "options")}
    return {
        "language": record.language,
        "timezone": record.timezone,
        "profile": _profile(record.address, wants),
        **given,
    }


def _profile(address: str, wants: Mapping[str, Any]) -> str:
    """What addressees share who may share a bundle: a phone's country decides its sender,
    and e-mail goes by another gateway than post.
    """
    country = country_of(address)
    also = {"country": country} if country else {}
    if kind_of(address) == "email":
        also = {"by": "email"}
    return digest({**wants, **also})


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
        .where(addressees.c.organisation_id == key)
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
        .group_by(addressees.c.channel)
        .order_by(addressees.c.channel)
    )
    return found | {row.channel: row[1] for row in rows}


def _put_topics(connection: Connection, key: int, topics: tuple[str, ...]) -> None:
    connection.execute(
        organisation_topics.delete().where(organisation_topics.c.organisation_id == key)
    )
    if topics:
        connection.execute(
            insert(organisation_topics),
            [
                {"organisation_id": key, "topic": topic}
                for topic in dict.fromkeys(topics)
            ],
        )


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
    )
