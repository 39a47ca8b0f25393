"""What every engine must hold to, over each: call to send, lose nothing, send nothing twice."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from outreach import registry
from outreach.dispatch import stopping
from outreach.dispatch.embedded import EmbeddedEngine
from outreach.dispatch.engine import engine_of
from outreach.dispatch.fanning import fan_out_step
from outreach.dispatch.worker import Worker, running
from outreach.model.audience import AudienceRule
from outreach.model.contracts import Outgoing, Receipt
from outreach.model.states import State
from outreach.schedule.ticker import tick
from outreach.settings import read_settings
from outreach.store import Store, audiences, broadcasts, opened, users
from outreach.store.broadcasts import Broadcast
from outreach.store.ledger import lease
from outreach.store.ledger.chunk import Chunk, DueChunk
from tests.dispatch.conftest import Bench
from tests.fakes.plugins import RecordingGateway, fake_plugins

#: Real time: engines wait for it. The samples' event is far ahead of it.
START = datetime.now(UTC)
EVENT = (START + timedelta(days=60)).strftime("%Y-%m-%dT12:00")
PATIENCE = 60


class Shared(RecordingGateway):
    """One provider behind the gateways of several workers."""

    def __init__(self, seconds: float = 0) -> None:
        super().__init__()
        self._one_at_a_time = threading.Lock()
        self.seconds = seconds

    def send(self, window: Sequence[Outgoing]) -> Sequence[Receipt]:
        time.sleep(self.seconds)
        with self._one_at_a_time:
            return super().send(window)


@pytest.fixture
def bench(
    database: dict[str, str], monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> Iterator[Bench]:
    monkeypatch.setattr(registry, "plugins", fake_plugins)
    settings = read_settings({**database, "OUTREACH_OUT": f"{tmp_path}/out"})
    with opened(settings) as store:
        with store.write() as connection:
            author = users.add_user(connection, "ann", "Ann", "author", None, START)
            other = users.add_user(connection, "bob", "Bob", "approver", None, START)
        made = Bench(
            settings=settings,
            store=store,
            author=author.acting_from("test"),
            approver=other.acting_from("test"),
            gateway=Shared(),
            now=START,
        )
        made.announce(starts_at=EVENT, ends_at=None)
        yield made


def worker_of(bench: Bench, store: Store, name: str) -> Worker:
    return Worker(
        name=name,
        store=store,
        gateways={"recorder": bench.gateway},
        clock=lambda: datetime.now(UTC),
        engine=engine_of(store),
        lease=3,
    )


@contextmanager
def at_work(bench: Bench, number: int = 1) -> Iterator[None]:
    """So many workers on PostgreSQL, each as a machine of its own; on SQLite one."""
    with ExitStack() as stack:
        for n in range(1 if bench.store.exclusive else number):
            store = bench.store
            if not store.exclusive:
                store = stack.enter_context(opened(bench.settings))
            stack.enter_context(running(worker_of(bench, store, f"w{n}")))
        yield


def until(bench: Bench, broadcast: Broadcast, *states: str) -> str:
    for _ in range(PATIENCE * 20):
        state = bench.state(broadcast)
        if state in states:
            return state
        time.sleep(0.05)
    pytest.fail(f"it is {bench.state(broadcast)}: {bench.tally(broadcast)}")


def test_everything_goes_out_once(bench: Bench) -> None:
    bench.phones(1200)
    sent = bench.approved()
    tick(bench.store, bench.settings, bench.now)
    with at_work(bench, 3):
        until(bench, sent, "done")
    assert bench.tally(sent) == {State.ACCEPTED: 1200}
    assert sorted(bench.gateway.calls) == sorted(
        f"{sent.code}-{n}" for n in range(1200)
    )


def fanned_out(bench: Bench, phones: int = 10) -> tuple[Broadcast, Worker]:
    """A broadcast whose deliveries are there, and the worker that made them."""
    bench.phones(phones)
    sent = bench.approved()
    tick(bench.store, bench.settings, bench.now)
    worker = worker_of(bench, bench.store, "w")
    while fan_out_step(worker, sent.id):
        pass
    return sent, worker


def test_a_chunk_that_is_enqueued_twice_is_sent_once(bench: Bench) -> None:
    sent, worker = fanned_out(bench)
    due = [DueChunk(chunk=Chunk(sent.id, 0), lane=1)]
    for _ in range(3):
        with bench.store.write() as connection:
            worker.engine.enqueue(connection, due)
    with at_work(bench, 2):
        until(bench, sent, "done")
    assert len(bench.gateway.calls) == 10


def test_what_a_rolled_back_transaction_enqueued_is_no_work(bench: Bench) -> None:
    sent, worker = fanned_out(bench)
    due = [DueChunk(chunk=Chunk(999, 0), lane=1)]
    with pytest.raises(ZeroDivisionError), bench.store.write() as connection:
        worker.engine.enqueue(connection, due)
        raise ZeroDivisionError
    with at_work(bench):
        until(bench, sent, "done")
    assert len(bench.gateway.calls) == 10


def test_a_dead_worker_s_chunk_is_taken_over_when_its_lease_has_run_out(
    bench: Bench,
) -> None:
    sent, _ = fanned_out(bench)
    with bench.store.write() as connection:
        assert lease.lease_next(connection, "dead", int(time.time()), 2)
    with at_work(bench):
        until(bench, sent, "done")
    assert len(bench.gateway.calls) == 10


def test_the_sweep_brings_back_what_no_job_carries(bench: Bench) -> None:
    if bench.store.exclusive:
        pytest.skip("the embedded engine's queue is the ledger: nothing can be lost")
    bench.phones(10)
    sent = bench.approved()
    tick(bench.store, bench.settings, bench.now)
    worker = replace(
        worker_of(bench, bench.store, "w"), engine=EmbeddedEngine()
    )  # enqueues nothing
    while fan_out_step(worker, sent.id):
        pass
    real = worker_of(bench, bench.store, "w")
    assert real.engine.sweep(real) == 1
    assert real.engine.sweep(real) == 0
    with at_work(bench):
        until(bench, sent, "done")


def test_a_slow_gateway_keeps_its_chunk(bench: Bench) -> None:
    """Longer than the lease in one call: who took over would send the window twice."""
    bench.gateway.seconds = 4.5  # type: ignore[attr-defined]
    bench.phones(10)
    sent = bench.approved()
    tick(bench.store, bench.settings, bench.now)
    with at_work(bench, 2):
        until(bench, sent, "done")
    assert len(bench.gateway.calls) == 10


def test_a_pause_stops_each_worker_within_its_window(bench: Bench) -> None:
    bench.gateway.seconds = 0.2  # type: ignore[attr-defined]
    bench.phones(1000)
    sent = bench.approved()
    tick(bench.store, bench.settings, bench.now)
    with at_work(bench, 2):
        while len(bench.gateway.calls) < 50:
            time.sleep(0.01)
        with bench.store.write() as connection:
            stopping.pause(connection, sent, bench.approver, bench.now)
        handed_over = len(bench.gateway.calls)
        time.sleep(1.5)
        assert len(bench.gateway.calls) <= handed_over + 2 * 50
        with bench.store.write() as connection:
            paused = broadcasts.by_id(connection, sent.id)
            stopping.resume(
                connection, paused, bench.approver, bench.now, settings=bench.settings
            )
        bench.gateway.seconds = 0  # type: ignore[attr-defined]
        until(bench, sent, "done")
    assert bench.tally(sent) == {State.ACCEPTED: 1000}
    assert len(bench.gateway.calls) == 1000


def test_an_urgent_broadcast_overtakes_a_running_one(bench: Bench) -> None:
    bench.gateway.seconds = 0.1  # type: ignore[attr-defined]
    bench.gateway.capabilities = replace(bench.gateway.capabilities, window=10)
    bench.phones(1000)
    bench.organisation("+254733000000", language="sw")
    with bench.store.write() as connection:
        audiences.put_audience(connection, "few", AudienceRule(languages=("sw",)))
    bench.announce(id="storm", urgency="urgent", starts_at=EVENT, ends_at=None)
    slow = bench.approved()
    tick(bench.store, bench.settings, bench.now)
    with at_work(bench, 2):
        while len(bench.gateway.calls) < 50:
            time.sleep(0.01)
        urgent = bench.approved(ref="storm", audience="few")
        tick(bench.store, bench.settings, bench.now + timedelta(minutes=1))
        until(bench, urgent, "done")
        assert bench.state(slow) in ("running", "fanout")
        bench.gateway.seconds = 0  # type: ignore[attr-defined]
        until(bench, slow, "done")
    assert len(bench.gateway.calls) == 1002


def test_a_cancelled_broadcast_leaves_nothing_queued(bench: Bench) -> None:
    bench.gateway.seconds = 0.1  # type: ignore[attr-defined]
    bench.phones(1200)
    sent = bench.approved()
    tick(bench.store, bench.settings, bench.now)
    with at_work(bench, 2):
        while len(bench.gateway.calls) < 50:
            time.sleep(0.01)
        with bench.store.write() as connection:
            stopping.cancel(connection, sent, bench.approver, bench.now)
        for _ in range(PATIENCE * 20):
            if set(bench.tally(sent)) == {State.ACCEPTED, State.CANCELLED}:
                break
            time.sleep(0.05)
    tally = bench.tally(sent)
    assert set(tally) == {State.ACCEPTED, State.CANCELLED}
    assert tally[State.ACCEPTED] == len(bench.gateway.calls) < 1200
