"""Pause, resume and cancel, and what they say."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import pytest
from sqlalchemy import update

from outreach.dispatch import stopping
from outreach.dispatch.embedded import fan_out_next
from outreach.model.contracts import Outgoing, Receipt
from outreach.model.states import State
from outreach.schedule.ticker import tick
from outreach.store import broadcasts, tables
from outreach.store.broadcasts import Broadcast
from tests.dispatch.conftest import Bench
from tests.dispatch.ledger import put


@pytest.fixture
def running(bench: Bench) -> Broadcast:
    """Ten deliveries, none handed over yet."""
    bench.announce()
    bench.phones(10)
    made = bench.approved()
    tick(bench.store, bench.settings, bench.now)
    while fan_out_next(bench.worker):
        pass
    return made


def said(bench: Bench, broadcast: Broadcast, *steps: stopping.Step) -> str:
    for step in steps:
        with bench.store.write() as connection:
            found = broadcasts.by_id(connection, broadcast.id)
            step(connection, found, bench.approver, bench.now)
    with bench.store.read() as connection:
        found = broadcasts.by_id(connection, broadcast.id)
        return stopping.standing(connection, found).removeprefix(f"{found.code} ")


@pytest.mark.parametrize(
    ("states", "steps", "says"),
    [
        pytest.param({}, ["pause"], "is paused: nothing went out, 10 wait.", id="paused before anything went"),
        pytest.param({0: "ACCEPTED", 1: "DELIVERED", 2: "SENDING"}, ["pause"], "is paused: 2 went out, at most 1 is being handed over now, 7 wait.", id="paused on the way"),
        pytest.param({0: "SENDING", 1: "SENDING", 2: "HELD", 3: "UNKNOWN"}, ["pause"], "is paused: nothing went out, at most 2 are being handed over now, 6 wait, 2 may have gone out.", id="uncertain ones are neither"),
        pytest.param({0: "FAILED", 1: "SUPPRESSED", 2: "EXPIRED"}, ["pause"], "is paused: nothing went out, 7 wait, 3 could not go out.", id="failed ones are neither"),
        pytest.param({0: "ACCEPTED"}, ["cancel"], "is cancelled: 1 went out, 9 will not go out.", id="cancelled"),
        pytest.param({0: "ACCEPTED"}, ["pause", "cancel"], "is cancelled: 1 went out, 9 will not go out.", id="cancelled while paused"),
        pytest.param(dict.fromkeys(range(9), "ACCEPTED"), ["pause", "resume"], "goes on: 9 went out, 1 waits.", id="goes on"),
    ],
)  # fmt: skip
def test_each_act_says_how_far_it_had_come(
    bench: Bench,
    running: Broadcast,
    states: dict[int, str],
    steps: list[str],
    says: str,
) -> None:
    for seq, state in states.items():
        put(bench.store, running, State[state], seq)
    acts: dict[str, stopping.Step] = {
        "pause": stopping.pause,
        "resume": partial(stopping.resume, settings=bench.settings),
        "cancel": stopping.cancel,
    }
    assert said(bench, running, *(acts[step] for step in steps)) == says


def test_cancelled_before_it_was_due_nothing_went_out(bench: Bench) -> None:
    bench.announce()
    bench.phones(1)
    assert said(bench, bench.plan(), stopping.cancel) == (
        "is cancelled: nothing went out."
    )


def test_cancelled_while_deliveries_are_added_the_rest_gets_nothing(
    bench: Bench, running: Broadcast
) -> None:
    with bench.store.write() as connection:
        broadcasts.move(connection, running.id, "fanout", "running")
        connection.execute(update(tables.broadcasts).values(fanout_done=False))
        connection.execute(tables.chunks.delete())
    assert said(bench, running, stopping.cancel) == (
        "is cancelled: nothing went out, 10 will not go out,"
        " and the rest of the audience gets nothing."
    )


def test_it_stops_within_the_window_that_the_gateway_has(bench: Bench) -> None:
    bench.announce()
    bench.phones(120)
    made = bench.approved()
    stopped: list[str] = []
    hand_over = bench.gateway.send

    def send(window: Sequence[Outgoing]) -> Sequence[Receipt]:
        stopped.append(said(bench, made, stopping.cancel))
        return hand_over(window)

    bench.gateway.send = send  # type: ignore[method-assign]
    bench.run()
    assert stopped == [
        "is cancelled: nothing went out, at most 50 are being handed over now,"
        " 70 will not go out."
    ]
    assert bench.tally(made) == {State.ACCEPTED: 50, State.CANCELLED: 70}
    assert said(bench, made) == "is cancelled: 50 went out, 70 will not go out."
