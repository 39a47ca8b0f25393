"""Proof that people were reached. Append-only: no statement of ours changes a row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import Connection, insert, select

from outreach.store.tables import addressees, deliveries, evidence, organisations

Grade = Literal["A", "B", "C", "D"]
Kind = Literal["aired", "received"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One thing that somebody said, or that was shown."""

    organisation: str
    grade: Grade
    kind: Kind
    #: Times or copies, as told; None where no number was.
    number: int | None
    at: datetime


def add(
    connection: Connection,
    *,
    broadcast_id: int,
    organisation_id: int,
    grade: Grade,
    kind: Kind,
    number: int | None,
    at: datetime,
    inbound_id: int | None = None,
) -> None:
    """Append what was said of a broadcast, by whom."""
    connection.execute(
        insert(evidence).values(
            broadcast_id=broadcast_id,
            organisation_id=organisation_id,
            grade=grade,
            kind=kind,
            number=number,
            at=at,
            inbound_id=inbound_id,
        )
    )


def of_broadcast(connection: Connection, broadcast_id: int) -> list[Evidence]:
    """All evidence of a broadcast, in the order in which it came."""
    e = evidence.c
    rows = connection.execute(
        select(
            organisations.c.name.label("organisation"), e.grade, e.kind, e.number, e.at
        )
        .join(organisations, organisations.c.id == e.organisation_id)
        .where(e.broadcast_id == broadcast_id)
        .order_by(e.id)
    )
    return [Evidence(**row._mapping) for row in rows]


def sent_to(
    connection: Connection, broadcast_id: int, organisation_ids: Sequence[int]
) -> list[int]:
    """Those of the organisations to which a broadcast has a delivery, by any channel."""
    a, d = addressees.c, deliveries.c
    rows = connection.execute(
        select(a.organisation_id)
        .join(
            deliveries,
            (d.broadcast_id == broadcast_id)
            & (d.channel == a.channel)
            & (d.address == a.address),
        )
        .where(a.organisation_id.in_(organisation_ids))
        .distinct()
    )
    return sorted(rows.scalars())
