"""Proof that people were reached. Append-only: no statement of ours changes a row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Literal

from sqlalchemy import Connection, insert, select

from outreach.model.airing import Airing, as_json, contradicts, of_json
from outreach.store.rows import inserted_id
from outreach.store.tables import (
    addressees,
    deliveries,
    evidence,
    evidence_files,
    organisations,
)

Grade = Literal["A", "B", "C", "D"]
Kind = Literal["aired", "received"]
Way = Literal["text", "photo", "post", "phone"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One thing that somebody said, or that was shown."""

    id: int = 0
    broadcast_id: int
    organisation_id: int
    #: The organisation's name; what is to be added needs none.
    organisation: str = ""
    grade: Grade
    kind: Kind
    #: Times or copies, as told; None where no number was.
    number: int | None
    airings: tuple[Airing, ...] = ()
    way: Way = "text"
    note: str | None = None
    at: datetime
    inbound_id: int | None = None
    #: Who of the staff wrote it down; None: the inbox by itself.
    user_id: int | None = None
    #: The evidence that this one stands in place of.
    corrects: int | None = None
    #: What kind its file is, and the file's SHA-256; None without one.
    media_type: str | None = None
    sha256: str | None = None

    @property
    def contradicts(self) -> bool:
        """Whether number and times can't both be right."""
        return contradicts(self.number, self.airings)

    @property
    def denies(self) -> bool:
        """Whether it says that nothing was read, or nothing received."""
        return self.number == 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A file of evidence, as it came."""

    media_type: str
    data: bytes = field(repr=False)


#: What a row of it has, in the columns' names.
_COLUMNS = (
    "broadcast_id",
    "organisation_id",
    "grade",
    "kind",
    "number",
    "way",
    "note",
    "at",
    "inbound_id",
    "user_id",
    "corrects",
)


def add(connection: Connection, new: Evidence, file: Kept | None = None) -> int:
    """Append what was told or shown; its id."""
    values = {name: getattr(new, name) for name in _COLUMNS}
    values["airings"] = as_json(new.airings)
    key = inserted_id(connection, insert(evidence).values(values))
    if file:
        digest = sha256(file.data).hexdigest()
        connection.execute(
            insert(evidence_files).values(
                evidence_id=key,
                media_type=file.media_type,
                sha256=digest,
                data=file.data,
            )
        )
    return key


def of_broadcast(connection: Connection, broadcast_id: int) -> list[Evidence]:
    """All evidence of a broadcast, in the order in which it came."""
    e, f = evidence.c, evidence_files.c
    rows = connection.execute(
        select(e.id, *(e[name] for name in _COLUMNS), e.airings, f.media_type, f.sha256)
        .add_columns(organisations.c.name.label("organisation"))
        .join(organisations, organisations.c.id == e.organisation_id)
        .outerjoin(evidence_files, f.evidence_id == e.id)
        .where(e.broadcast_id == broadcast_id)
        .order_by(e.id)
    )
    return [
        Evidence(**{**row._mapping, "airings": of_json(row.airings)}) for row in rows
    ]


def standing(found: Sequence[Evidence]) -> list[Evidence]:
    """What no later evidence stands in place of."""
    corrected = {one.corrects for one in found}
    return [one for one in found if one.id not in corrected]


def file_of(connection: Connection, broadcast_id: int, key: int) -> Kept | None:
    """The file of a broadcast's evidence; None where there is none."""
    f = evidence_files.c
    row = connection.execute(
        select(f.media_type, f.data)
        .join(evidence, evidence.c.id == f.evidence_id)
        .where(f.evidence_id == key, evidence.c.broadcast_id == broadcast_id)
    ).first()
    return Kept(media_type=row.media_type, data=row.data) if row else None


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
