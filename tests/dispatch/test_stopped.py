"""What was stopped: nothing of it is sent, and still nothing of it stays undecided."""

from __future__ import annotations

from dataclasses import replace

import pytest

from outreach.dispatch import stopping
from outreach.dispatch.embedded import fan_out_next
from outreach.dispatch.tidying import OVER
from outreach.model.contracts import Fate
from outreach.model.states import Outcome, State
from outreach.schedule.ticker import tick
from outreach.store import broadcasts
from outreach.store.broadcasts import Broadcast, BroadcastState
from outreach.store.ledger import fanout
from tests.dispatch.conftest import Bench
from tests.dispatch.ledger import states


def prepared(bench: Bench, steps: int = 9) -> Broadcast:
    """Three deliveries at most, made in steps of two; nothing has gone out."""
    bench.announce()
    bench.phones(3)
    made = bench.approved()
    tick(bench.store, bench.settings, bench.now)
    for _ in range(steps):
        fan_out_next(bench.worker)
    return made


def stop(bench: Bench, made: Broadcast, state: BroadcastState = "paused") -> None:
    with bench.store.write() as connection:
        broadcasts.move(connection, made.id, state, "fanout", "running")


@pytest.mark.parametrize(
    ("state", "steps", "number"),
    [
        pytest.param("paused", 9, 3, id="paused"),
        pytest.param("held", 9, 3, id="held"),
        pytest.param("paused", 1, 2, id="paused in the middle of fan-out"),
    ],
)
def test_what_is_queued_past_the_end_expires_though_nobody_resumes(
    bench: Bench,
    monkeypatch: pytest.MonkeyPatch,
    state: BroadcastState,
    steps: int,
    number: int,
) -> None:
    monkeypatch.setattr(fanout, "STEP", dict.fromkeys(fanout.STEP, 2))
    made = prepared(bench, steps)
    stop(bench, made, state)
    bench.run()
    assert bench.tally(made) == {State.QUEUED: number}, "before the end it waits"
    bench.later(days=90)
    bench.run()
    assert bench.tally(made) == {State.EXPIRED: number}
    assert (bench.state(made), bench.now_is(made).reason) == ("done", OVER)
    assert bench.gateway.windows == []


@pytest.mark.parametrize(
    ("fate", "answers", "settled"),
    [
        pytest.param(Fate.QUERY, [Outcome.ACCEPTED] * 3, State.ACCEPTED, id="it is asked"),
        pytest.param(Fate.QUERY, [Outcome.UNKNOWN] * 3 + [Outcome.ACCEPTED] * 3, State.ACCEPTED, id="it is asked again"),
        pytest.param(Fate.QUERY, [Outcome.LATER] * 3, State.QUEUED, id="it never got them: they wait"),
        pytest.param(Fate.HOLD, [], State.HELD, id="nobody can say"),
        pytest.param(Fate.IDEMPOTENT, [], State.QUEUED, id="they may go again, once it goes on"),
    ],
)  # fmt: skip
def test_what_a_fault_left_is_settled_while_it_is_paused(
    bench: Bench, fate: Fate, answers: list[Outcome], settled: State
) -> None:
    bench.gateway.capabilities = replace(bench.gateway.capabilities, fate=fate)
    made = prepared(bench)
    bench.gateway.failures = [ZeroDivisionError("a bug")]
    bench.run()
    assert bench.tally(made) == {State.SENDING: 3}
    stop(bench, made)
    bench.gateway.answers = list(answers)
    for _ in range(3):
        bench.later(minutes=2)
        bench.run()
    assert set(states(bench.store, made).values()) == {settled}
    assert len(bench.gateway.windows) == 1, "nothing is sent anew"
    assert bench.state(made) == "paused"
    with bench.store.write() as connection:
        stopping.resume(
            connection,
            bench.now_is(made),
            bench.approver,
            bench.now,
            settings=bench.settings,
        )
    bench.run()
    assert bench.state(made) == "done"
