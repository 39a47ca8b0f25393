"""What gateways tell later: late, twice, out of order, and about nothing of ours."""

from __future__ import annotations

import pytest

from outreach.model.contracts import Event
from outreach.model.states import Outcome, State
from outreach.store import directory
from outreach.store.broadcasts import Broadcast
from outreach.store.events import tell
from tests.dispatch.conftest import Bench


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


def test_an_opt_out_told_later_counts_for_the_next_broadcast(
    bench: Bench, sent: Broadcast
) -> None:
    heard(bench, event("e1", Outcome.OPTED_OUT, f"{sent.code}-0"))
    with bench.store.read() as connection:
        log = directory.consent_log(
            connection, bench.store.secret, "text", "+254722000000"
        )
    assert [row.given for row in log] == [True, False]
    again = bench.approved()
    bench.run()
    assert bench.tally(again) == {State.SUPPRESSED: 1}
