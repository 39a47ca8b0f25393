"""Who is behind a phone, and what they agreed to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from outreach.model.states import State
from outreach.store.consents import suppress
from outreach.store.secret import address_hash
from outreach.store.tables import (
    addressees,
    broadcasts,
    consents,
    deliveries,
    organisations,
    suppressions,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """An organisation that is reached by a phone."""

    addressee_id: int
    organisation_id: int
    name: str
    channel: str
    language: str
    consented: bool


def owners(connection: Connection, channels: Sequence[str], phone: str) -> list[Owner]:
    """The organisations that are reached by ``phone`` on any of the channels."""
    a, o = addressees.c, organisations.c
    rows = connection.execute(
        select(
            a.id.label("addressee_id"),
            a.organisation_id,
            o.name,
            a.channel,
            a.language,
            a.consented,
        )
        .join(organisations, o.id == a.organisation_id)
        .where(a.channel.in_(channels), a.address == phone)
        .order_by(o.name, a.id)
    )
    return [Owner(**row._mapping) for row in rows]


def opted_out(
    connection: Connection, secret: bytes, channels: Sequence[str], phone: str
) -> bool:
    """Whether the phone wants no more texts."""
    hashes = [address_hash(secret, channel, phone) for channel in channels]
    query = select(suppressions.c.since).where(suppressions.c.address_hash.in_(hashes))
    return connection.execute(query).first() is not None


def withdraw(
    connection: Connection,
    secret: bytes,
    channels: Sequence[str],
    phone: str,
    how: str,
    now: datetime,
) -> None:
    """The phone wants no more texts: what is queued for it does not go out."""
    for channel in channels:
        suppress(connection, secret, channel, phone, how, now)


def agree(
    connection: Connection,
    secret: bytes,
    channels: Sequence[str],
    phone: str,
    wording: str,
    source: str,
    now: datetime,
    by: str | None = None,
) -> None:
    """The phone wants texts, in its owner's own words; an opt-out ends. ``by``: who took
    them down, if somebody did.
    """
    for channel in channels:
        hashed = address_hash(secret, channel, phone)
        connection.execute(
            insert(consents).values(
                address_hash=hashed,
                channel=channel,
                given=True,
                at=now,
                how="text message",
                by=by,
                wording=wording[:2000],
                source=source[:200],
            )
        )
        connection.execute(
            delete(suppressions).where(suppressions.c.address_hash == hashed)
        )
    connection.execute(
        update(addressees)
        .where(addressees.c.channel.in_(channels), addressees.c.address == phone)
        .values(consented=True)
    )


def change_language(
    connection: Connection, channels: Sequence[str], phone: str, language: str
) -> None:
    """Write to the phone in another language from now on."""
    connection.execute(
        update(addressees)
        .where(addressees.c.channel.in_(channels), addressees.c.address == phone)
        .values(language=language)
    )


def on_the_way(connection: Connection, channels: Sequence[str], phone: str) -> bool:
    """Whether a text to the phone is being handed over now. Broadcast by broadcast, since
    no index has the address alone.
    """
    going = connection.execute(
        select(broadcasts.c.id).where(broadcasts.c.state != "done")
    )
    query = select(deliveries.c.seq).where(
        deliveries.c.broadcast_id.in_(list(going.scalars())),
        deliveries.c.channel.in_(channels),
        deliveries.c.address == phone,
        deliveries.c.state == State.SENDING,
    )
    return connection.execute(query).first() is not None
