"""What the rest of a broadcast waits for, each reason in its own words."""

from __future__ import annotations

import pytest

from outreach.dispatch import progress
from outreach.dispatch.embedded import fan_out_next
from outreach.model.states import State
from outreach.schedule.ticker import tick
from outreach.store import broadcasts
from outreach.store.broadcasts import BroadcastState
from outreach.store.ledger.outage import Outage, strike
from tests.dispatch.conftest import NOW, Bench
from tests.dispatch.ledger import put

SECOND = int(NOW.timestamp())


@pytest.mark.parametrize(
    ("state", "says"),
    [
        pytest.param("running", [
            "1 queued for recorder, which is left alone until +60: No line.",
            "1 put off for quiet hours or a rest day where the addressee is, the first until +900.",
            "2 tried again after the gateway said “later”, the first not before +30.",
        ], id="three reasons"),
        pytest.param("cancelled", [], id="nothing waits any more"),
    ],
)  # fmt: skip
def test_what_is_queued_says_why(
    bench: Bench, state: BroadcastState, says: list[str]
) -> None:
    bench.announce()
    bench.phones(5)
    made = bench.approved()
    tick(bench.store, bench.settings, bench.now)
    while fan_out_next(bench.worker):
        pass
    put(bench.store, made, State.QUEUED, 1, not_before=SECOND + 900)
    put(bench.store, made, State.QUEUED, 2, not_before=SECOND + 30, retries=1)
    put(bench.store, made, State.QUEUED, 3, not_before=SECOND + 90, retries=2)
    put(bench.store, made, State.ACCEPTED, 4)
    down = Outage(gateway="recorder", strikes=1, until=SECOND + 60, reason="No line.")
    with bench.store.write() as connection:
        strike(connection, down)
        broadcasts.move(connection, made.id, state, "running")
    with bench.store.read() as connection:
        found = broadcasts.by_id(connection, made.id)
        said = progress.waits(connection, found, SECOND, lambda at: f"+{at - SECOND}")
    assert said == says
