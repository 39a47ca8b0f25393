"""Chunks of deliveries, and a delivery as a worker has it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement

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


class Head(NamedTuple):
    """All that decides about the next window: whose the lease is, how the broadcast stands,
    whether something more urgent waits, which gateway is next and until when it is down.
    """

    owner: str | None
    lease_until: int
    state: str
    lane: int
    starts_at: int | None
    expires_at: int
    note: str | None
    overtaken: bool
    gateway: str | None
    until: int | None


class Claimed(NamedTuple):
    """A delivery marked ``sending``. ``attempts`` fences: it counts claims."""

    seq: int
    address: str
    #: The organisation's.
    name: str
    #: The addressee's.
    timezone: str
    bundle_id: int
    #: Of its bundle.
    segments: int
    #: Of its bundle; None: the gateway's own.
    sender: str | None
    channel: str
    gateway: str
    attempts: int
    retries: int
    claimed_at: int


class Settlement(NamedTuple):
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


#: The condition, by the values of an Asking, that nobody knows yet whether a delivery
#: went out.
UNCERTAIN = (
    "(d.state = 1 OR d.state = 8 AND d.gateway = ANY(:gateways)"
    " AND d.claimed_at > :since)"
)


#: The condition that a delivery is one of these. The range makes PostgreSQL take the
#: primary key, and the sum keeps it from looking the numbers up one by one: of a table that
#: was empty a moment ago it thinks that this is dearer than to read the whole broadcast.
THESE = (
    "broadcast_id = :broadcast AND seq BETWEEN :first AND :last"
    " AND seq + 0 = ANY(:seqs)"
)


class LeaseLost(Exception):
    """Another worker has the chunk: stop at once, it settles what is left."""


def within(chunk: Chunk) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """The condition that a delivery is in the chunk: a range of the primary key."""
    return (
        deliveries.c.broadcast_id == chunk.broadcast_id,
        deliveries.c.seq.between(chunk.first, chunk.last),
    )


def these(chunk: Chunk, seqs: Iterable[int]) -> tuple[ColumnElement[bool], ...]:
    """THESE, as a condition of a statement that is built."""
    return (*within(chunk), (deliveries.c.seq + 0).in_(seqs))


def values_of(chunk: Chunk, **more: Any) -> dict[str, Any]:
    """What a plain statement about a chunk and its deliveries is given."""
    return {
        "broadcast": chunk.broadcast_id,
        "no": chunk.no,
        "first": chunk.first,
        "last": chunk.last,
        **more,
    }


def values_of_these(broadcast_id: int, seqs: list[int]) -> dict[str, Any]:
    """What a plain statement about deliveries by their numbers is given."""
    return {
        "broadcast": broadcast_id,
        "first": min(seqs),
        "last": max(seqs),
        "seqs": seqs,
    }
