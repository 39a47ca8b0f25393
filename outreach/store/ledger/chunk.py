"""Chunks of deliveries, and a delivery as a worker has it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, or_

from outreach.model.states import State
from outreach.store.tables import deliveries

CHUNK = 500
#: Addressees per fan-out transaction: on SQLite it keeps the one writer from everybody
#: else, elsewhere from nobody.
STEP = {"sqlite": 2_000, "postgresql": 5_000}


@dataclass(frozen=True, slots=True)
class Chunk:
    """The deliveries ``no * CHUNK`` to ``no * CHUNK + CHUNK - 1`` of a broadcast."""

    broadcast_id: int
    no: int

    @property
    def first(self) -> int:
        """The first seq of the chunk."""
        return self.no * CHUNK

    @property
    def last(self) -> int:
        """The last seq of the chunk."""
        return self.first + CHUNK - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class DueChunk:
    """A chunk that may be sent now."""

    chunk: Chunk
    #: 0 urgent, 1 normal.
    lane: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """A delivery marked ``sending``. ``attempts`` fences: it counts claims."""

    seq: int
    address: str
    #: The organisation's.
    name: str
    bundle_id: int
    channel: str
    gateway: str
    attempts: int
    retries: int
    claimed_at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """What became of one claimed delivery."""

    seq: int
    attempts: int
    state: State
    #: Set where the gateway said "later".
    not_before: int | None = None
    code: str | None = None
    detail: str | None = None
    gateway_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """Which gateways settle what is unknown, since they can be asked or let an id out
    once, and of deliveries claimed since when.
    """

    gateways: tuple[str, ...]
    since: int

    @property
    def uncertain(self) -> ColumnElement[bool]:
        """The condition that nobody knows yet whether a delivery went out."""
        return or_(
            deliveries.c.state == State.SENDING,
            and_(
                deliveries.c.state == State.UNKNOWN,
                deliveries.c.gateway.in_(self.gateways),
                deliveries.c.claimed_at > self.since,
            ),
        )


class LeaseLost(Exception):
    """Another worker has the chunk: stop at once, it settles what is left."""


def within(chunk: Chunk) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """The condition that a delivery is in the chunk: a range of the primary key."""
    return (
        deliveries.c.broadcast_id == chunk.broadcast_id,
        deliveries.c.seq.between(chunk.first, chunk.last),
    )


def claimed(row: Row[Any], claims: int = 0, at: int | None = None) -> Claimed:
    """A row of the ledger as claimed ``claims`` more times, at ``at``."""
    return Claimed(
        seq=row.seq,
        address=row.address,
        name=row.name or "",
        bundle_id=row.bundle_id,
        channel=row.channel,
        gateway=row.gateway,
        attempts=row.attempts + claims,
        retries=row.retries,
        claimed_at=row.claimed_at if at is None else at,
    )
