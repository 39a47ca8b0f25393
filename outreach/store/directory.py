"""Organisations, their addressees, and consent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, text, update

from outreach.model.addresses import kind_of
from outreach.model.audience import AddresseeRecord, Consent, OrganisationRecord
from outreach.model.canonical import digest
from outreach.model.phones import country_of
from outreach.store.rows import in_turn, inserted_id
from outreach.store.secret import address_hash
from outreach.store.tables import (
    addressees,
    consents,
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
    addressees: tuple[Addressee, ...] = ()


def put_organisation(
    connection: Connection, record: OrganisationRecord, secret: bytes, now: datetime
) -> int:
    """Add an organisation, or bring the one of that name and country up to date; its id.

    Addresses are taken as they are: ``outreach.directory`` has normalised them.
    """
    in_turn(connection, "directory")
    where = (
        organisations.c.country == record.country,
        organisations.c.name == record.name,
    )
    values = {
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
    }
    known = connection.execute(select(organisations.c.id).where(*where)).scalar()
    if known is None:
        statement = insert(organisations).values(**values, created_at=now)
        key = inserted_id(connection, statement)
    else:
        key = int(known)
        connection.execute(update(organisations).where(*where).values(values))
    _put_topics(connection, key, record.topics)
    for addressee in record.addressees:
        put_addressee(connection, key, addressee, secret)
    return key


def put_addressee(
    connection: Connection, organisation_id: int, record: AddresseeRecord, secret: bytes
) -> None:
    """Add a way to reach an organisation, or bring it up to date; its consent is logged."""
    wants = {
        "variants": list(record.variants),
        "copies": record.copies,
        "options": record.options,
    }
    values = {
        "language": record.language,
        "timezone": record.timezone,
        "profile": _profile(record.address, wants),
        "consented": record.consent is not None,
        **wants,
    }
    where = (
        addressees.c.organisation_id == organisation_id,
        addressees.c.channel == record.channel,
        addressees.c.address == record.address,
    )
    changed = connection.execute(update(addressees).where(*where).values(values))
    if not changed.rowcount:
        connection.execute(
            insert(addressees).values(
                organisation_id=organisation_id,
                channel=record.channel,
                address=record.address,
                **values,
            )
        )
    if record.consent:
        hashed = address_hash(secret, record.channel, record.address)
        _log_consent(connection, hashed, record.channel, record.consent)


def _profile(address: str, wants: Mapping[str, Any]) -> str:
    """What addressees share who may share a bundle: a phone's country decides its sender,
    and e-mail goes by another gateway than post.
    """
    country = country_of(address)
    also = {"country": country} if country else {}
    if kind_of(address) == "email":
        also = {"by": "email"}
    return digest({**wants, **also})


#: It may be recorded already, or be told twice at once.
_SUPPRESS = text(
    "INSERT INTO suppressions (address_hash, channel, since) "
    "VALUES (:hashed, :channel, :since) ON CONFLICT DO NOTHING"
)


def suppress(
    connection: Connection,
    secret: bytes,
    channel: str,
    address: str,
    how: str,
    now: datetime,
) -> None:
    """Record an opt-out: nothing that is still queued goes to this address."""
    hashed = address_hash(secret, channel, address)
    connection.execute(
        insert(consents).values(
            address_hash=hashed, channel=channel, given=False, at=now, how=how
        )
    )
    connection.execute(
        _SUPPRESS,
        {"hashed": hashed, "channel": channel, "since": now.replace(tzinfo=None)},
    )


def consent_log(
    connection: Connection, secret: bytes, channel: str, address: str
) -> list[Row[Any]]:
    """What is recorded of one address: (given, at, how, by, wording, source), in order."""
    hashed = address_hash(secret, channel, address)
    return list(
        connection.execute(
            select(consents)
            .where(consents.c.address_hash == hashed)
            .order_by(consents.c.id)
        )
    )


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
    return _organisation(row, tuple(_addressee(r) for r in reached))


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


def _log_consent(
    connection: Connection, hashed: str, channel: str, consent: Consent
) -> None:
    values = {
        "address_hash": hashed,
        "channel": channel,
        "given": True,
        "at": consent.instant,
        "how": consent.how,
        "by": consent.by,
        "wording": consent.wording,
        "source": consent.source,
    }
    same = (
        consents.c[name] == value for name, value in values.items() if value is not None
    )
    if not connection.execute(select(consents.c.id).where(*same)).first():
        connection.execute(insert(consents).values(values))


def _organisation(row: Row[Any], reached: tuple[Addressee, ...]) -> Organisation:
    return Organisation(
        id=row.id,
        name=row.name,
        category=row.category,
        country=row.country,
        region=row.region,
        district=row.district,
        has_internet=row.has_internet,
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
    )
