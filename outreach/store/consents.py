"""Who agreed to be written to, and who withdrew: append-only, and it outlives the address."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, text

from outreach.model.audience import AddresseeRecord
from outreach.store.secret import address_hash
from outreach.store.tables import consents

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


def log_consent(connection: Connection, secret: bytes, record: AddresseeRecord) -> None:
    """Append what an addressee agreed to, once."""
    consent = record.consent
    if consent is None:
        return
    values = {
        "address_hash": address_hash(secret, record.channel, record.address),
        "channel": record.channel,
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
