"""Who agreed to be written to, and who withdrew: append-only, and it outlives the address."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, text

from outreach.model.audience import AddresseeRecord
from outreach.store.plain import Plain
from outreach.store.rows import parts
from outreach.store.secret import address_hash
from outreach.store.tables import consents

#: It may be recorded already, or be told twice at once.
_SUPPRESS = text(
    "INSERT INTO suppressions (address_hash, channel, since) "
    "VALUES (:hashed, :channel, :since) ON CONFLICT DO NOTHING"
)
_OPTED_OUT = Plain(
    "SELECT address_hash FROM suppressions WHERE address_hash = ANY(:hashes)"
)


def opted_out(connection: Connection, hashes: Iterable[str]) -> set[str]:
    """Which of the keyed hashes are of addresses that want nothing more."""
    return {one for (one,) in _OPTED_OUT.rows(connection, {"hashes": list(hashes)})}


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


def log_consents(
    connection: Connection, secret: bytes, records: Iterable[AddresseeRecord]
) -> None:
    """Append what addressees agreed to, once."""
    said: list[dict[str, Any]] = [
        {
            "address_hash": address_hash(secret, record.channel, record.address),
            "channel": record.channel,
            "given": True,
            "at": consent.instant,
            "how": consent.how,
            "by": consent.by,
            "wording": consent.wording,
            "source": consent.source,
        }
        for record in records
        if (consent := record.consent)
    ]
    known: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for some in parts({values["address_hash"] for values in said}):
        where = (consents.c.address_hash.in_(some), consents.c.given)
        for row in connection.execute(select(consents).where(*where)):
            known[row.address_hash].append(dict(row._mapping))
    new = []
    for values in said:
        earlier = known[values["address_hash"]]
        if not any(_says(before, values) for before in earlier):
            earlier.append(values)
            new.append(values)
    if new:
        connection.execute(insert(consents), new)


def _says(before: Mapping[str, Any], values: Mapping[str, Any]) -> bool:
    """Whether all that is said now was said before."""
    return all(before[n] == value for n, value in values.items() if value is not None)
