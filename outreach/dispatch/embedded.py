"""The embedded engine: one thread that fans out and sends, in the one writing process."""

from __future__ import annotations

import logging
import threading
from types import TracebackType

from outreach.dispatch import watch
from outreach.dispatch.send import Worker, send_next
from outreach.store import Store, audiences, broadcasts
from outreach.store.ledger import claim, fanout, settle

log = logging.getLogger(__name__)

#: Seconds to rest when nothing is due.
REST = 0.5


def fan_out_next(worker: Worker) -> bool:
    """Add one step of deliveries to the first broadcast that lacks some; False if none."""
    with worker.store.read() as connection:
        waiting = broadcasts.in_state(connection, "fanout")
    if not waiting:
        return False
    with worker.store.write() as connection:
        broadcast = broadcasts.by_id(connection, waiting[0].id)
        rule = audiences.audience_by_id(connection, broadcast.audience_id).rule
        if not fanout.fan_out_step(connection, broadcast, rule, worker.now):
            broadcasts.move(connection, broadcast.id, "running", "fanout")
    return True


def work_once(worker: Worker) -> bool:
    """One step of fan-out and one chunk; False if there was nothing to do."""
    fanned = fan_out_next(worker)
    sent = send_next(worker)
    if fanned or sent:
        with worker.store.write() as connection:
            settle.close_broadcasts(connection)
    return fanned or sent


def recover(store: Store) -> None:
    """Take over at once what a crash left, where no other process can hold a lease."""
    with store.write() as connection:
        if store.exclusive:
            claim.release_all(connection)
        settle.close_broadcasts(connection)


class EmbeddedEngine:
    """Runs ``work_once`` in a thread from ``__enter__`` to ``__exit__``."""

    def __init__(self, worker: Worker) -> None:
        self._worker = worker
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="dispatch")

    def __enter__(self) -> EmbeddedEngine:
        recover(self._worker.store)
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop.set()
        self._thread.join()
        watch.ended("dispatch")

    def _run(self) -> None:
        while not self._stop.is_set():
            watch.beat("dispatch")
            try:
                busy = work_once(self._worker)
            except (
                Exception
            ):  # a bulkhead: a full disk today must not end dispatch for good
                log.exception("dispatch")
                busy = False
            if not busy:
                self._stop.wait(REST)
