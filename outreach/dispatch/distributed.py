"""The distributed engine: Procrastinate carries "send chunk n" to any number of workers.

Jobs are enqueued in the ledger's own transaction. A job is only a call to look at a chunk:
the lease decides whether it is sent, so a job that is lost, doubled or run again after a
crash does no harm, and the sweep brings back what has none.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from threading import Event, Thread

import procrastinate
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException
from procrastinate.jobs import DeleteJobCondition, Job, Status

from outreach.dispatch import watch
from outreach.dispatch.fanning import fan_out_step
from outreach.dispatch.send import send_chunk
from outreach.dispatch.tidying import tidy
from outreach.dispatch.worker import Worker
from outreach.store import Connection, Store, Unavailable, broadcasts, in_a_line
from outreach.store.ledger import lease, queue
from outreach.store.ledger.chunk import Chunk, DueChunk, LeaseLost

log = logging.getLogger(__name__)

QUEUE = "outreach"
FAN_OUT = "fan out"
SEND_CHUNK = "send chunk"
#: Seconds between sweeps, and chunks that one sweep looks at: those before them in the
#: queue are done first anyway.
SWEEP = 2.0
SWEPT = 200
#: Seconds without a heartbeat after which a worker counts as dead.
DEAD = 30
#: Seconds before the next try where the database is away.
AGAIN = 1.0


class DistributedEngine:
    """Two Procrastinate apps on the ledger's own database: one takes jobs, and one only
    adds them, over the connections of our own transactions.
    """

    def __init__(self, store: Store) -> None:
        self._app = procrastinate.App(
            connector=procrastinate.PsycopgConnector(conninfo=store.conninfo)
        )
        self._adding = procrastinate.App(connector=procrastinate.SyncPsycopgConnector())
        self._worker: Worker | None = None
        self._app.task(name=SEND_CHUNK, queue=QUEUE)(self._send)
        self._app.task(name=FAN_OUT, queue=QUEUE)(self._fan_out)
        with store.write() as connection:
            queue.make_queue(connection, self._app.schema_manager.get_schema())
        for name in ("procrastinate.utils", "asyncio"):
            logging.getLogger(name).addFilter(_brief)

    def enqueue(self, connection: Connection, due: Sequence[DueChunk]) -> None:
        """Add a job for each chunk, in the caller's transaction."""
        self._add(connection, [self._job_of(found) for found in due])

    def _job_of(self, due: DueChunk) -> Job:
        call = {"broadcast_id": due.chunk.broadcast_id, "no": due.chunk.no}
        return self._job(SEND_CHUNK, _lock(due.chunk), due.lane, **call)

    def _job(self, name: str, lock: str, lane: int, **call: int) -> Job:
        return self._adding.configure_task(
            name, queue=QUEUE, queueing_lock=lock, priority=-lane, task_kwargs={**call}
        ).job

    def _add(self, connection: Connection, jobs: list[Job]) -> int:
        """Add jobs, but for those whose lock waits already; how many."""
        if not jobs:
            return 0
        raw = connection.connection.driver_connection
        try:
            with connection.begin_nested():
                self._adding.job_manager.batch_defer_jobs(jobs, connection=raw)
        except AlreadyEnqueued:
            if len(jobs) == 1:
                return 0
            return sum(self._add(connection, [job]) for job in jobs)
        return len(jobs)

    def run(self, worker: Worker) -> None:
        """Take jobs, one at a time, until ``worker.stop``; the database may go and come."""
        self._worker = worker
        while not worker.stop.is_set():
            try:
                asyncio.run(self._take_jobs(worker))
            except (ConnectorException, *Unavailable) as error:
                log.warning("the queue waits for the database: %s", _why(error))
            except Exception:  # a bulkhead: a fault today must not end us for good
                log.exception("the queue")
            worker.stop.wait(AGAIN)
        watch.ended("dispatch")

    def sweep(self, worker: Worker) -> int:
        """Enqueue what is due, leased by nobody and in no job; how many."""
        tidy(worker)
        with worker.store.write() as connection:
            return self._sweep_fan_outs(connection) + self._sweep_chunks(
                connection, worker.now
            )

    def _sweep_fan_outs(self, connection: Connection) -> int:
        waiting = broadcasts.in_state(connection, "fanout")
        jobs = [
            self._job(FAN_OUT, f"fan out {b.id}", b.lane, broadcast_id=b.id)
            for b in waiting
        ]
        return self._add(connection, jobs)

    def _sweep_chunks(self, connection: Connection, now: int) -> int:
        due = lease.due_chunks(connection, now, SWEPT)
        known = queue.waiting(connection, [_lock(found.chunk) for found in due])
        lost = [self._job_of(found) for found in due if _lock(found.chunk) not in known]
        return self._add(connection, lost)

    async def _take_jobs(self, worker: Worker) -> None:
        async with self._app.open_async():
            jobs = asyncio.create_task(
                self._app.run_worker_async(
                    queues=[QUEUE],
                    name=worker.name,
                    concurrency=1,
                    fetch_job_polling_interval=1.0,
                    delete_jobs=DeleteJobCondition.ALWAYS,
                    install_signal_handlers=False,
                    update_heartbeat_interval=DEAD / 3,
                    stalled_worker_timeout=DEAD,
                )
            )
            sweeps = asyncio.create_task(self._keep_sweeping(worker))
            stopped = asyncio.create_task(_set(worker.stop))
            tasks = {jobs, sweeps, stopped}
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in tasks:
                task.cancel()
            ends = await asyncio.gather(*tasks, return_exceptions=True)
        for end in ends:
            if isinstance(end, Exception):
                raise end

    async def _keep_sweeping(self, worker: Worker) -> None:
        while True:
            watch.beat("dispatch")
            await asyncio.to_thread(self.sweep, worker)
            await self._forget_dead_jobs()
            await asyncio.sleep(SWEEP)

    async def _forget_dead_jobs(self) -> None:
        """A dead worker's jobs: their chunks' leases run out, and the sweep finds those."""
        manager = self._app.job_manager
        for job in await manager.get_stalled_jobs(seconds_since_heartbeat=DEAD):
            with suppress(ConnectorException):  # another worker was faster
                await manager.finish_job(job, Status.FAILED, delete_job=True)

    def _fan_out(self, broadcast_id: int) -> None:
        worker = self._at_work()
        with _left_to_the_sweep(f"fan-out of broadcast {broadcast_id}"):
            while not worker.stop.is_set() and fan_out_step(worker, broadcast_id):
                watch.beat("dispatch")

    def _send(self, broadcast_id: int, no: int) -> None:
        with _left_to_the_sweep(f"chunk {no} of broadcast {broadcast_id}"):
            self._send_chunk(self._at_work(), Chunk(broadcast_id, no))

    def _send_chunk(self, worker: Worker, chunk: Chunk) -> None:
        with worker.store.write() as connection:
            if not lease.lease(
                connection, chunk, worker.name, worker.now, worker.lease
            ):
                return  # done already, not due, paused, or another worker's
        with _lease_kept(worker, chunk):
            early = send_chunk(worker, chunk)
        if early:  # perhaps for what no job carries yet
            self.sweep(worker)
        else:
            tidy(worker)

    def _at_work(self) -> Worker:
        if self._worker is None:
            raise RuntimeError("the engine does not run")
        return self._worker


def _brief(record: logging.LogRecord) -> bool:
    """Procrastinate tells that the database went away; the traceback says no more."""
    if record.exc_info and isinstance(record.exc_info[1], ConnectorException):
        record.exc_info = None
    return True


@contextmanager
def _left_to_the_sweep(what: str) -> Iterator[None]:
    """Where the database goes away, the sweep brings the work back."""
    try:
        yield
    except Unavailable as error:
        log.warning("%s waits: %s", what, in_a_line(error))


def _why(error: Exception) -> str:
    if isinstance(error, Unavailable):
        return in_a_line(error)
    return str(error.__cause__ or error).strip().partition("\n")[0]


def _lock(chunk: Chunk) -> str:
    return f"chunk {chunk.broadcast_id}/{chunk.no}"


async def _set(event: Event) -> None:
    while not event.is_set():
        await asyncio.sleep(0.1)


@contextmanager
def _lease_kept(worker: Worker, chunk: Chunk) -> Iterator[None]:
    """Renew the lease while a gateway is slow: who takes over too early sends twice."""
    over = Event()

    def keep() -> None:
        while not over.wait(worker.lease / 4):
            try:
                with worker.store.write() as connection:
                    until = worker.now + worker.lease
                    lease.renew(connection, chunk, worker.name, until)
            except LeaseLost:
                return
            except Unavailable:
                log.warning("the database is away while chunk %s is sent", chunk.no)

    keeper = Thread(target=keep, name="lease", daemon=True)
    keeper.start()
    try:
        yield
    finally:
        over.set()
        keeper.join()
