"""What gateways tell later: late, twice, out of order, and about nothing of ours."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Literal

import pytest
from sqlalchemy import update

from outreach.model.news import Event
from outreach.model.states import Outcome, State
from outreach.store import consents
from outreach.store.broadcasts import Broadcast
from outreach.store.events import tell
from outreach.store.ledger import held
from outreach.store.ledger.chunk import Settlement
from outreach.store.ledger.settle import settle
from outreach.store.tables import bundles
from tests.dispatch.conftest import Bench
from tests.dispatch.ledger import put
from tests.fakes.plugins import RecordingGateway

OURS = replace(RecordingGateway.capabilities, parts="ours")


@pytest.fixture
def sent(bench: Bench) -> Broadcast:
    bench.announce()
    bench.phones(1)
    sent = bench.approved()
    bench.run()
    return sent


def heard(bench: Bench, *events: Event) -> list[bool]:
    with bench.store.write() as connection:
        return [
            tell(connection, "recorder", event, bench.store.secret, bench.now)
            for event in events
        ]


def event(key: str, outcome: Outcome, delivery: str | None, **more: str) -> Event:
    return Event(key=key, outcome=outcome, delivery=delivery, **more)


@pytest.mark.parametrize(
    ("outcomes", "state"),
    [
        pytest.param(["delivered"], State.DELIVERED, id="delivered"),
        pytest.param(["refused"], State.FAILED, id="failed after it was accepted"),
        pytest.param(["delivered", "accepted"], State.DELIVERED, id="out of order"),
        pytest.param(
            ["delivered", "refused"], State.DELIVERED, id="final states are never left"
        ),
        pytest.param(
            ["unknown", "delivered"], State.DELIVERED, id="the gateway found out"
        ),
        pytest.param(
            ["later"], State.ACCEPTED, id="never back to the queue on hearsay"
        ),
    ],
)
def test_states_only_move_forward(
    bench: Bench, sent: Broadcast, outcomes: list[str], state: State
) -> None:
    for n, outcome in enumerate(outcomes):
        heard(bench, event(str(n), Outcome(outcome), f"{sent.code}-0"))
    assert bench.tally(sent) == {state: 1}


def test_the_same_event_twice_counts_once(bench: Bench, sent: Broadcast) -> None:
    told = event("e1", Outcome.DELIVERED, f"{sent.code}-0")
    assert heard(bench, told, told) == [True, False]


@pytest.mark.parametrize(
    "delivery",
    ["XXXXXX-0", "", "nonsense", "-", "A-99999999999999999999", "A-x", "A-²"],
)
def test_an_event_about_nothing_of_ours_is_kept_and_changes_nothing(
    bench: Bench, sent: Broadcast, delivery: str
) -> None:
    assert heard(bench, event("e1", Outcome.DELIVERED, delivery or None)) == [False]
    assert bench.tally(sent) == {State.ACCEPTED: 1}


def test_the_gateway_s_own_id_finds_the_delivery(bench: Bench, sent: Broadcast) -> None:
    told = event("e1", Outcome.DELIVERED, None, gateway_id=f"gw-{sent.code}-0")
    assert heard(bench, told) == [True]
    assert bench.tally(sent) == {State.DELIVERED: 1}


def test_several_messages_are_delivered_only_when_all_are(
    bench: Bench, sent: Broadcast
) -> None:
    delivery = f"{sent.code}-0"
    heard(bench, event("a", Outcome.ACCEPTED, delivery, gateway_id="second"))
    heard(bench, event("b", Outcome.DELIVERED, delivery, gateway_id=f"gw-{delivery}"))
    assert bench.tally(sent) == {State.ACCEPTED: 1}
    heard(bench, event("c", Outcome.DELIVERED, delivery, gateway_id="second"))
    assert bench.tally(sent) == {State.DELIVERED: 1}


def test_a_failure_beside_a_part_that_went_is_unknown(
    bench: Bench, sent: Broadcast
) -> None:
    delivery = f"{sent.code}-0"
    heard(bench, event("b", Outcome.DELIVERED, delivery, gateway_id="second"))
    heard(bench, event("c", Outcome.REFUSED, delivery, gateway_id=f"gw-{delivery}"))
    assert bench.tally(sent) == {State.UNKNOWN: 1}
    in_two_days = int(bench.now.timestamp()) + 2 * 24 * 3600
    with bench.store.read() as connection:
        assert held.waiting_counts(connection, in_two_days) == {sent.id: 1}


def test_no_word_of_one_part_beside_one_that_arrived_is_unknown(
    bench: Bench, sent: Broadcast
) -> None:
    delivery = f"{sent.code}-0"
    heard(bench, event("a", Outcome.UNKNOWN, delivery, gateway_id="second"))
    heard(bench, event("b", Outcome.DELIVERED, delivery, gateway_id=f"gw-{delivery}"))
    assert bench.tally(sent) == {State.UNKNOWN: 1}


@pytest.mark.parametrize(
    ("ids", "early", "meanwhile", "state"),
    [
        pytest.param(["p1"], {"p1": "delivered"}, State.DELIVERED, State.DELIVERED, id="its one message has arrived"),
        pytest.param(["p1"], {"p1": "refused"}, State.FAILED, State.FAILED, id="its one message failed"),
        pytest.param(["p1", "p2"], {"p1": "delivered"}, State.SENDING, State.ACCEPTED, id="the first of two has arrived"),
        pytest.param(["p1", "p2"], {"p2": "refused"}, State.SENDING, State.UNKNOWN, id="the second of two failed"),
        pytest.param(["p1", "p2"], {"p1": "delivered", "p2": "delivered"}, State.DELIVERED, State.DELIVERED, id="both have arrived"),
        pytest.param(["p1", "p2"], {"p1": "refused", "p2": "refused"}, State.FAILED, State.FAILED, id="both failed"),
        pytest.param(["p1", "p2"], {"p1": "delivered", "p2": "refused"}, State.UNKNOWN, State.UNKNOWN, id="one arrived and one failed"),
        pytest.param(["p1"], {}, State.SENDING, State.ACCEPTED, id="no early word"),
    ],
)  # fmt: skip
def test_word_of_single_messages_before_the_receipt_is_not_lost(
    bench: Bench,
    sent: Broadcast,
    monkeypatch: pytest.MonkeyPatch,
    ids: list[str],
    early: dict[str, str],
    meanwhile: State,
    state: State,
) -> None:
    monkeypatch.setattr(RecordingGateway, "capabilities", OURS)
    put(bench.store, sent, State.SENDING, 0, attempts=1)
    with bench.store.write() as connection:
        connection.exec_driver_sql("DELETE FROM messages")
        connection.execute(update(bundles).values(segments=len(ids)))
    for part, outcome in early.items():
        told = Outcome(outcome)
        heard(bench, event(part, told, f"{sent.code}-0", gateway_id=part, code="9"))
    assert bench.tally(sent) == {meanwhile: 1}
    receipt = Settlement(0, 1, State.ACCEPTED, gateway_ids=tuple(ids))
    for _ in range(2):  # stored twice, it is as stored once
        with bench.store.write() as connection:
            settle(
                connection, sent.id, "recorder", [receipt], int(bench.now.timestamp())
            )
        assert bench.tally(sent) == {state: 1}
    with bench.store.read() as connection:
        (why,) = connection.exec_driver_sql("SELECT code FROM deliveries").one()
    assert why == "9" or "refused" not in early.values()


@pytest.mark.parametrize(
    ("parts", "told", "waits", "state"),
    [
        pytest.param("theirs", ["delivered"], State.HELD, State.DELIVERED, id="the provider cuts: its one message is the whole text"),
        pytest.param("theirs", ["delivered"], State.SENDING, State.DELIVERED, id="and so before its receipt"),
        pytest.param("ours", ["delivered"], State.HELD, State.HELD, id="of the other part nobody told"),
        pytest.param("ours", ["delivered"], State.UNKNOWN, State.UNKNOWN, id="of the other part nobody knows"),
        pytest.param("ours", ["delivered", "accepted"], State.HELD, State.ACCEPTED, id="both parts went"),
        pytest.param("ours", ["delivered", "delivered"], State.HELD, State.DELIVERED, id="both parts arrived"),
    ],
)  # fmt: skip
def test_after_a_crash_a_long_text_is_what_is_told_of_all_its_messages(
    bench: Bench,
    sent: Broadcast,
    monkeypatch: pytest.MonkeyPatch,
    parts: Literal["ours", "theirs"],
    told: list[str],
    waits: State,
    state: State,
) -> None:
    cuts = replace(RecordingGateway.capabilities, parts=parts)
    monkeypatch.setattr(RecordingGateway, "capabilities", cuts)
    put(bench.store, sent, waits, 0)
    with bench.store.write() as connection:
        connection.exec_driver_sql("DELETE FROM messages")
        connection.execute(update(bundles).values(segments=2))
    for n, outcome in enumerate(told):
        heard(
            bench, event(f"{n}", Outcome(outcome), f"{sent.code}-0", gateway_id=f"p{n}")
        )
    assert bench.tally(sent) == {state: 1}


def test_an_opt_out_told_later_counts_for_the_next_broadcast(
    bench: Bench, sent: Broadcast
) -> None:
    heard(bench, event("e1", Outcome.OPTED_OUT, f"{sent.code}-0"))
    with bench.store.read() as connection:
        log = consents.consent_log(
            connection, bench.store.secret, "text", "+254722000000"
        )
    assert [row.given for row in log] == [True, False]
    again = bench.approved()
    bench.run()
    assert bench.tally(again) == {State.SUPPRESSED: 1}


@pytest.mark.parametrize(
    ("waits", "attempts", "outcome", "state"),
    [
        pytest.param(State.SENDING, 1, "delivered", State.DELIVERED, id="before its receipt"),
        pytest.param(State.SENDING, 1, "refused", State.FAILED, id="refused before its receipt"),
        pytest.param(State.HELD, 1, "delivered", State.DELIVERED, id="late word on a held one"),
        pytest.param(State.HELD, 1, "unknown", State.HELD, id="a person has it: unknown is no news"),
        pytest.param(State.UNKNOWN, 1, "accepted", State.ACCEPTED, id="late word on an unknown one"),
        pytest.param(State.UNKNOWN, 1, "refused", State.FAILED, id="an unknown one failed"),
        pytest.param(State.QUEUED, 0, "delivered", State.QUEUED, id="never handed over: spoofed"),
        pytest.param(State.QUEUED, 0, "opted_out", State.QUEUED, id="never handed over: only the opt-out is kept"),
        pytest.param(State.HELD, 0, "delivered", State.HELD, id="held before any try: spoofed"),
        pytest.param(State.QUEUED, 1, "delivered", State.DELIVERED, id="queued again after a later, and it had arrived"),
        pytest.param(State.QUEUED, 1, "accepted", State.ACCEPTED, id="queued again, and it had been taken"),
        pytest.param(State.QUEUED, 1, "refused", State.QUEUED, id="queued again: it is tried anyway"),
        pytest.param(State.ACCEPTED, 1, "opted_out", State.SUPPRESSED, id="the provider found the opt-out later"),
        pytest.param(State.CANCELLED, 1, "delivered", State.CANCELLED, id="final states are never left"),
    ],
)  # fmt: skip
def test_a_word_moves_a_row_only_as_its_teller_can_know(
    bench: Bench,
    sent: Broadcast,
    waits: State,
    attempts: int,
    outcome: str,
    state: State,
) -> None:
    put(bench.store, sent, waits, 0, attempts=attempts)
    heard(bench, event("e1", Outcome(outcome), f"{sent.code}-0"))
    assert bench.tally(sent) == {state: 1}


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        pytest.param("delivered", State.DELIVERED, id="it went out there after all"),
        pytest.param("refused", State.ACCEPTED, id="its failure is past"),
    ],
)
def test_a_gateway_that_another_took_over_from_knows_only_that_it_went(
    bench: Bench, sent: Broadcast, outcome: str, state: State
) -> None:
    put(bench.store, sent, State.ACCEPTED, 0, gateway="second")
    heard(bench, event("e1", Outcome(outcome), f"{sent.code}-0"))
    assert bench.tally(sent) == {state: 1}


def test_of_two_callbacks_at_once_neither_is_lost(
    bench: Bench, sent: Broadcast
) -> None:
    name = f"{sent.code}-0"
    put(bench.store, sent, State.SENDING, 0)
    told = [
        event(str(n), Outcome("delivered" if n == 3 else "accepted"), name)
        for n in range(8)
    ]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda one: heard(bench, one), told)) == [[True]] * 8
    assert bench.tally(sent) == {State.DELIVERED: 1}
