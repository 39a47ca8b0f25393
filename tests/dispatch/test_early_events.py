"""What a provider tells of a message before its receipt names it: found by its id."""

from __future__ import annotations

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from outreach.dispatch.window import Answers, Window, write
from outreach.model.contracts import Outgoing, Receipt
from outreach.model.news import Event
from outreach.model.states import Outcome, State
from outreach.store import events as store_events
from outreach.store.broadcasts import Broadcast
from outreach.store.ledger.chunk import Claimed, Settlement
from outreach.store.news import store_news
from outreach.store.tables import deliveries, events
from tests.conftest import only_on
from tests.dispatch.conftest import Bench
from tests.dispatch.ledger import put
from tests.fakes.plugins import RecordingGateway


def told(outcome: str, gateway_id: str) -> Event:
    key = f"{gateway_id}:{outcome}"
    return Event(key=key, outcome=Outcome(outcome), gateway_id=gateway_id, code="9")


class Quick(RecordingGateway):
    """Its callbacks come before it answers."""

    def __init__(self, bench: Bench, outcomes: Sequence[str]) -> None:
        super().__init__()
        self.bench, self.outcomes = bench, outcomes

    def send(self, window: Sequence[Outgoing]) -> Sequence[Receipt]:
        receipts = super().send(window)
        for outcome in self.outcomes:
            news = [told(outcome, said.gateway_ids[0]) for said in receipts]
            hear(self.bench, *news, told(outcome, "a stranger's"))
        return receipts


def hear(bench: Bench, *news: Event) -> None:
    with bench.store.write() as connection:
        store_news(connection, "recorder", news, bench.store.secret, bench.now)


@pytest.mark.parametrize(
    ("outcomes", "state", "next_state"),
    [
        pytest.param(["delivered"], State.DELIVERED, State.ACCEPTED, id="it arrived"),
        pytest.param(["accepted", "delivered"], State.DELIVERED, State.ACCEPTED, id="in order"),
        pytest.param(["delivered", "accepted"], State.DELIVERED, State.ACCEPTED, id="out of order"),
        pytest.param(["refused"], State.FAILED, State.ACCEPTED, id="it failed"),
        pytest.param(["opted_out"], State.SUPPRESSED, State.SUPPRESSED, id="an opt-out holds from then on"),
        pytest.param(["later"], State.ACCEPTED, State.ACCEPTED, id="never back to the queue on hearsay"),
    ],
)  # fmt: skip
def test_what_is_told_before_the_receipt_counts_once_that_names_it(
    bench: Bench, outcomes: list[str], state: State, next_state: State
) -> None:
    bench.announce()
    bench.phones(2)
    bench.gateway = Quick(bench, outcomes)
    sent = bench.approved()
    bench.run()
    assert bench.tally(sent) == {state: 2}
    with bench.store.read() as connection:
        strangers = select(events.c.gateway_id).where(~events.c.matched).distinct()
        assert connection.execute(strangers).scalars().all() == ["a stranger's"]
        code = connection.execute(select(deliveries.c.code).distinct()).scalar_one()
    assert code == ("9" if state is not State.ACCEPTED else None)
    bench.gateway = RecordingGateway()
    again = bench.approved()
    bench.run()
    assert bench.tally(again) == {next_state: 2}


def receipt_of(sent: Broadcast, now: int) -> Answers:
    row = Claimed(0, "", "", "UTC", 1, 1, None, "text", "recorder", 1, 0, now)
    taken = Settlement(0, 1, State.ACCEPTED, gateway_ids=("late",))
    return Answers(Window(sent, [row]), [taken])


@only_on("postgresql", "SQLite has one writer")
def test_word_and_receipt_that_are_stored_at_once_see_each_other(bench: Bench) -> None:
    bench.announce()
    bench.phones(1)
    sent = bench.approved()
    bench.run()
    put(bench.store, sent, State.SENDING, 0)
    with ThreadPoolExecutor(1) as pool:
        with bench.store.write() as connection:
            write(connection, bench.worker, receipt_of(sent, bench.worker.now))
            heard = pool.submit(hear, bench, told("delivered", "late"))
            time.sleep(0.5)
        heard.result()
    assert bench.tally(sent) == {State.ACCEPTED: 1}  # of two messages one has arrived
    with bench.store.read() as connection:
        assert connection.execute(select(events.c.matched)).scalars().all() == [True]


@only_on("sqlite", "PostgreSQL plans by what is in the tables")
def test_what_every_window_asks_reads_no_table_from_end_to_end(bench: Bench) -> None:
    asked: list[str] = []
    with bench.store.write() as connection:
        raw = connection.connection.driver_connection
        assert raw is not None
        raw.set_trace_callback(asked.append)
        hear_nothing = told("delivered", "a stranger's")
        store_news(
            connection, "recorder", [hear_nothing], bench.store.secret, bench.now
        )
        asked.clear()
        store_events.catch_up(
            connection, "recorder", ["a", "b"], bench.store.secret, bench.now
        )
        raw.set_trace_callback(None)
        plan = [
            row[3]
            for statement in asked
            for row in raw.execute(f"EXPLAIN QUERY PLAN {statement}")
        ]
    assert len([line for line in plan if "ix_events_early" in line]) == 2
    assert not [line for line in plan if line.startswith("SCAN events")]
