"""A worker's clock where several machines share one database: the database server's.

Leases, waits and rates compare instants that different machines wrote. One whose clock is
an hour ahead would take over what another is sending, and send it twice.
"""

from __future__ import annotations

import time
from contextlib import suppress
from datetime import datetime, timedelta

from outreach.store import Store, Unavailable
from outreach.store.checkup import database_clock

#: Seconds between looks at the server's clock.
AGAIN = 60


class ServerClock:
    """The server's clock, looked at now and then; in between a counter that nobody sets."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._look()

    def __call__(self) -> datetime:
        """The instant on the server, also while it is away."""
        if _counter() - self._looked_at >= AGAIN:
            with suppress(*Unavailable):
                self._look()
        said, at = self._read
        return said + timedelta(seconds=_counter() - at)

    def _look(self) -> None:
        self._looked_at = _counter()
        with self._store.read() as connection:
            said = database_clock(connection)
        if said is None:
            raise RuntimeError("the database is a file of this machine")
        self._read = said, _counter()


def _counter() -> float:
    """Seconds, also those of a machine that sleeps where the system can tell."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))
