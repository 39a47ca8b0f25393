"""A worker: one sender of chunks, and the engine that gives it its work."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from threading import Event, Thread
from typing import Protocol

from outreach.dispatch.retry import OVERDUE
from outreach.model.contracts import Fate, Gateway
from outreach.model.quiet import Quiet
from outreach.settings import Settings
from outreach.store import Connection, Store
from outreach.store.ledger.chunk import Asking, DueChunk
from outreach.store.ledger.claim import Terms

#: Seconds a worker may be silent before another takes its chunk over.
LEASE = 120

Clock = Callable[[], datetime]


class Engine(Protocol):
    """What brings chunks to workers. The ledger alone says what was sent: an engine may
    lose a call, or make it twice, and nothing is lost or sent twice (docs/why/engines.md).
    """

    def enqueue(self, connection: Connection, due: Sequence[DueChunk]) -> None:
        """Have these chunks sent when they are due, if the caller's transaction commits."""
        ...

    def run(self, worker: Worker) -> None:
        """Fan out and send, by ``fan_out`` and ``send_chunk``, until ``worker.stop``."""
        ...

    def sweep(self, worker: Worker) -> int:
        """Bring back what is due and nobody works at, as after a crash; how many."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker:
    """One sender of chunks: its name in leases, and what it works with."""

    name: str
    store: Store
    gateways: Mapping[str, Gateway]
    clock: Clock
    engine: Engine
    #: Segments per second, by gateway.
    rates: Mapping[str, float] = field(default_factory=dict)
    quiet: Quiet = field(default_factory=Quiet)
    #: What the papers are made by that go with deliveries; None: none go with any.
    settings: Settings | None = None
    #: The channels that ring at the other end.
    ringing: frozenset[str] = frozenset()
    lease: int = LEASE
    #: Seconds to wait for a sender whose rate is used up.
    rest: Callable[[float], None] = time.sleep
    stop: Event = field(default_factory=Event)
    #: Gateways that failed or were slow here, until they work again.
    struck: set[str] = field(default_factory=set)
    #: When it last noted that a broadcast does not stand still.
    noted: dict[int, int] = field(default_factory=dict)

    @property
    def instant(self) -> float:
        """Seconds since 1970."""
        return self.clock().timestamp()

    @property
    def now(self) -> int:
        """Whole seconds since 1970."""
        return int(self.instant)

    @property
    def asking(self) -> Asking:
        """Which gateways settle what is unknown, and of deliveries claimed since when."""
        names = (
            name
            for name, gateway in self.gateways.items()
            if gateway.capabilities.fate is not Fate.HOLD
        )
        return Asking(gateways=tuple(names), since=self.now - OVERDUE)

    @property
    def terms(self) -> Terms:
        """What its claims keep to."""
        return Terms(
            owner=self.name,
            lease=self.lease,
            windows={n: g.capabilities.window for n, g in self.gateways.items()},
            rates=self.rates,
            quiet=self.quiet,
            ringing=self.ringing,
            secret=self.store.secret,
        )


@contextmanager
def running(worker: Worker) -> Iterator[None]:
    """Let the worker's engine run in a thread until the block ends."""
    thread = Thread(target=worker.engine.run, args=(worker,), name="dispatch")
    thread.start()
    try:
        yield
    finally:
        worker.stop.set()
        thread.join()
