"""The clock set back by an hour in the middle of a broadcast: nothing twice, and it goes on.

What it does to rates stands in test_rates_and_hours.py, to schedules in tests/schedule.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.exc import OperationalError

from outreach.dispatch.clock import ServerClock
from outreach.dispatch.embedded import fan_out_next
from outreach.dispatch.engine import make_worker
from outreach.dispatch.retry import TEMPORARY
from outreach.dispatch.worker import LEASE
from outreach.model.contracts import Outgoing, Receipt
from outreach.model.states import Outcome, State
from outreach.schedule.ticker import tick
from outreach.store import Store
from outreach.store.ledger import lease
from tests.conftest import only_on
from tests.dispatch.conftest import Bench
from tests.fakes.plugins import RecordingGateway

HOUR = 3600


class SetsBack(RecordingGateway):
    """The clock is set back while its first window is under way."""

    def __init__(self, set_back: Callable[[], None]) -> None:
        super().__init__()
        self._set_back: list[Callable[[], None]] = [set_back]
        self.capabilities = replace(self.capabilities, window=10)

    def send(self, window: Sequence[Outgoing]) -> Sequence[Receipt]:
        if self._set_back:
            self._set_back.pop()()
        return super().send(window)


def test_in_the_middle_of_a_window(bench: Bench) -> None:
    bench.gateway = SetsBack(lambda: bench.later(seconds=-HOUR))
    bench.announce()
    bench.phones(30)
    sent = bench.approved()
    bench.run()
    assert bench.tally(sent) == {State.ACCEPTED: 30}
    assert len(bench.gateway.calls) == 30
    assert bench.state(sent) == "done"


@pytest.mark.parametrize(
    ("answer", "back"),
    [
        pytest.param(Outcome.LATER, TEMPORARY.first * 2, id="refused for now"),
        pytest.param(Outcome.UNKNOWN, 120, id="without an answer"),
    ],
)
def test_what_waits_waits_no_more_than_the_hour_longer(
    bench: Bench, answer: Outcome, back: int
) -> None:
    bench.announce()
    bench.phones(3)
    bench.gateway.script["+254722000000"] = [answer]
    sent = bench.approved()
    bench.run()
    bench.later(seconds=-HOUR)
    bench.run()
    assert bench.tally(sent)[State.ACCEPTED] == 2
    bench.later(seconds=HOUR + back)
    bench.run()
    assert bench.tally(sent) == {State.ACCEPTED: 3}
    assert len(bench.gateway.calls) == 3


def test_a_dead_worker_s_chunk_is_taken_over_no_more_than_the_hour_later(
    bench: Bench,
) -> None:
    bench.announce()
    bench.phones(3)
    sent = bench.approved()
    tick(bench.store, bench.settings, bench.now)
    while fan_out_next(bench.worker):
        pass
    with bench.store.write() as connection:
        assert lease.lease_next(connection, "dead", bench.worker.now, LEASE)
    bench.later(seconds=-HOUR)
    bench.run()
    assert bench.gateway.calls == []
    bench.later(seconds=HOUR + LEASE)
    bench.run()
    assert bench.tally(sent) == {State.ACCEPTED: 3}
    assert len(bench.gateway.calls) == 3


@only_on("postgresql", "a file has no other machines")
@pytest.mark.parametrize("hours", [-1, 1])
def test_a_worker_goes_by_the_server_s_clock_not_by_its_machine_s(
    bench: Bench, hours: int
) -> None:
    """Else it would take over what another is sending, or not keep what it sends."""

    def wrong() -> datetime:
        return datetime.now(UTC) + timedelta(hours=hours)

    worker = make_worker(bench.settings, bench.store, {}, wrong)
    assert abs(worker.instant - datetime.now(UTC).timestamp()) < HOUR / 2


@only_on("postgresql", "a file has no other machines")
def test_the_server_s_clock_goes_on_while_the_server_is_away(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(store: Store) -> None:
        raise OperationalError("", {}, Exception("away"))

    clock = ServerClock(bench.store)
    monkeypatch.setattr("outreach.dispatch.clock.AGAIN", 0)
    monkeypatch.setattr(Store, "read", away)
    first = clock()
    assert first <= clock() < first + timedelta(minutes=1)
