"""The embedded engine: one thread that fans out and sends, in the one writing process.

Its queue is the ledger itself, so it needs nothing beside SQLite.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence

from outreach.dispatch import watch
from outreach.dispatch.fanning import fan_out_step
from outreach.dispatch.send import send_chunk
from outreach.dispatch.tidying import tidy
from outreach.dispatch.worker import Worker
from outreach.store import Connection, Store, Unavailable, in_a_line
from outreach.store.ledger import fanout, lease, settle
from outreach.store.ledger.chunk import DueChunk

log = logging.getLogger(__name__)

#: Seconds to rest when nothing is due.
REST = 0.5
#: Seconds before the next try where the disk is full or the file is locked.
AGAIN = 5.0


class EmbeddedEngine:
    """Works through the ledger in the order of its chunks."""

    def enqueue(self, connection: Connection, due: Sequence[DueChunk]) -> None:
        """Nothing to do: the chunks are in the ledger."""

    def run(self, worker: Worker) -> None:
        """Take over what a crash left, then work until ``worker.stop``."""
        recovered = False
        while not worker.stop.is_set():
            watch.beat("dispatch")
            wait = REST
            try:
                if not recovered:
                    recover(worker.store)
                    recovered = True
                if work_once(worker):
                    wait = 0
            except Unavailable as error:
                log.warning("dispatch waits: %s", in_a_line(error))
                wait = AGAIN
            except (
                Exception
            ):  # a bulkhead: a fault today must not end dispatch for good
                log.exception("dispatch")
            worker.stop.wait(wait)
        watch.ended("dispatch")

    def sweep(self, worker: Worker) -> int:
        """Nothing to bring back: a chunk whose lease has run out is found as any other."""
        tidy(worker)
        return 0


def work_once(worker: Worker) -> bool:
    """One step of fan-out and one chunk; False if there was nothing to do."""
    worker.engine.sweep(worker)
    fanned = fan_out_next(worker)
    return send_next(worker) or fanned


def send_next(worker: Worker) -> bool:
    """Lease the next chunk that is due and send it; False if none is."""
    with worker.store.write() as connection:
        chunk = lease.lease_next(connection, worker.name, worker.now, worker.lease)
    if chunk is None:
        return False
    send_chunk(worker, chunk)
    return True


def recover(store: Store) -> None:
    """Take over at once what a crash left, where no other process can hold a lease."""
    with store.write() as connection:
        if store.exclusive:
            lease.release_all(connection)
        settle.close_broadcasts(connection)


def fan_out_next(worker: Worker) -> bool:
    """One step of the first broadcast that lacks deliveries; False if none does."""
    with worker.store.read() as connection:
        waiting = fanout.first_waiting(connection)
    if waiting is not None:
        fan_out_step(worker, waiting)
    return waiting is not None
