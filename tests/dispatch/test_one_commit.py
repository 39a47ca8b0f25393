"""A window's answers and the next claim share a transaction; each stands for itself."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from outreach.dispatch import send
from outreach.dispatch.embedded import fan_out_next, send_next
from outreach.model.states import State
from outreach.schedule.ticker import tick
from outreach.store.broadcasts import Broadcast
from outreach.store.ledger import claim
from outreach.store.ledger.chunk import LeaseLost
from tests.dispatch.conftest import Bench


@pytest.fixture
def running(bench: Bench) -> Broadcast:
    """Two windows, none handed over yet."""
    bench.announce()
    bench.phones(70)
    made = bench.approved()
    tick(bench.store, bench.settings, bench.now)
    while fan_out_next(bench.worker):
        pass
    return made


def second_claim_fails(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    """The second claim is made and then fails; later ones work."""
    real, calls = claim.claim_window, []

    def failing(*args: Any) -> claim.Claim:
        calls.append(args)
        found = real(*args)
        if len(calls) == 2:
            raise error
        return found

    monkeypatch.setattr(claim, "claim_window", failing)


@pytest.mark.parametrize(
    ("error", "then"),
    [
        pytest.param(RuntimeError("a fault of ours"), {State.ACCEPTED: 50, State.QUEUED: 20}, id="a fault in claiming: the chunk waits"),
        pytest.param(LeaseLost(), {State.ACCEPTED: 50, State.QUEUED: 20}, id="another worker has the chunk by now"),
        pytest.param(OperationalError("", {}, Exception("disk full")), {State.ACCEPTED: 70}, id="the database was away: the claim is made again"),
    ],
)  # fmt: skip
def test_what_stands_against_the_next_claim_costs_no_answers(
    bench: Bench,
    running: Broadcast,
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
    then: dict[State, int],
) -> None:
    second_claim_fails(monkeypatch, error)
    send_next(bench.worker)
    assert bench.tally(running) == then
    assert len(set(bench.gateway.calls)) == len(bench.gateway.calls)


def test_a_worker_that_is_stopped_stores_what_it_was_told_and_claims_no_more(
    bench: Bench, running: Broadcast, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker = bench.worker
    real = send.hand_over

    def stopped(*args: Any) -> Any:
        worker.stop.set()
        return real(*args)

    monkeypatch.setattr(send, "hand_over", stopped)
    send_next(worker)
    assert bench.tally(running) == {State.ACCEPTED: 50, State.QUEUED: 20}
