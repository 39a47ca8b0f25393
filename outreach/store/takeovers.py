"""What takes over from a gateway that is down: the other gateway, and its own bundle."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from decimal import Decimal

from sqlalchemy import Connection, select, text

from outreach.model.money import of_parts, parts_of
from outreach.store.tables import alternatives


@dataclass(frozen=True, slots=True, kw_only=True)
class Takeover:
    """Where a bundle goes while its gateway is down, and as which bundle."""

    gateway: str
    bundle_id: int
    next_gateway: str
    next_bundle_id: int
    #: Of a segment that goes that way; None: not known.
    next_price: Decimal | None = None


#: Kinds of addressees that share a bundle share where it goes.
_ADD_TAKEOVER = text(
    "INSERT INTO alternatives (broadcast_id, gateway, bundle_id, next_gateway,"
    " next_bundle_id, next_price) VALUES (:broadcast, :gateway, :bundle_id,"
    " :next_gateway, :next_bundle_id, :next_price) ON CONFLICT DO NOTHING"
)


def add(connection: Connection, key: int, found: Iterable[Takeover]) -> None:
    """Let gateways take over from each other, each with a bundle of its own."""
    for takeover in found:
        price = parts_of(takeover.next_price)
        values = {"broadcast": key, **asdict(takeover), "next_price": price}
        connection.execute(_ADD_TAKEOVER, values)


def of_broadcast(connection: Connection, key: int) -> list[Takeover]:
    """What takes over from what."""
    t = alternatives.c
    rows = connection.execute(
        select(*(t[field.name] for field in fields(Takeover)))
        .where(t.broadcast_id == key)
        .order_by(t.gateway, t.bundle_id)
    )
    return [
        Takeover(**{**row._mapping, "next_price": of_parts(row.next_price)})
        for row in rows
    ]
