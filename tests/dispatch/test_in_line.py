"""Nobody waits for what does not concern them: another gateway, or another broadcast."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import update

from outreach import registry
from outreach.dispatch.embedded import fan_out_next
from outreach.model.contracts import GatewayError, Outgoing, Receipt
from outreach.model.states import State
from outreach.schedule.ticker import tick
from outreach.store import tables
from tests.dispatch.conftest import Bench
from tests.fakes.plugins import RecordingGateway


class Post(RecordingGateway):
    """What carries paper."""

    name = "post"


def fanned_out(bench: Bench) -> None:
    tick(bench.store, bench.settings, bench.now)
    while fan_out_next(bench.worker):
        pass


@pytest.mark.parametrize(
    "gateways",
    [
        pytest.param({"recorder", "post"}, id="the gateway before it is down"),
        pytest.param({"post"}, id="this worker lacks the gateway before it"),
    ],
)
def test_one_gateway_keeps_no_other_from_its_deliveries(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, gateways: set[str]
) -> None:
    known = {**registry.plugins().gateways, "post": Post}
    plugins = replace(registry.plugins(), gateways=known)
    monkeypatch.setattr(registry, "plugins", lambda: plugins)
    monkeypatch.setattr(
        registry,
        "routes",
        lambda channel, settings: (
            ("post",) if channel.name == "paper" else ("recorder",)
        ),
    )
    post = Post()
    both = {"recorder": bench.gateway, "post": post}
    bench.terms = {"gateways": {name: both[name] for name in gateways}}
    bench.announce()
    for n in range(4):
        bench.organisation(f"+25472200000{n}")
        bench.organisation(f"Box {n}", channel="paper")
    sent = bench.approved(channels=("text", "paper"))
    texts = [f"{sent.code}-{n}" for n in range(0, 8, 2)]
    bench.gateway.failures = [GatewayError("no line", unwritten=texts)] * 2
    bench.run()
    assert post.calls == [f"{sent.code}-{n}" for n in range(1, 8, 2)]
    assert bench.tally(sent) == {State.QUEUED: 4, State.ACCEPTED: 4}


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        pytest.param({}, "held", id="hours without any of it going out"),
        pytest.param({"expires_at": 1}, "done", id="the event is over: nothing to decide"),
    ],
)  # fmt: skip
def test_after_a_standstill_a_person_decides_where_there_is_something_to_decide(
    bench: Bench, changes: dict[str, Any], state: str
) -> None:
    bench.announce()
    bench.phones(1)
    sent = bench.approved()
    fanned_out(bench)
    with bench.store.write() as connection:
        connection.execute(update(tables.broadcasts).values(progress_at=1, **changes))
    bench.run()
    assert bench.state(sent) == state


def test_who_waits_behind_another_broadcast_does_not_stand_still(bench: Bench) -> None:
    hand_over = bench.gateway.send

    def send(window: Sequence[Outgoing]) -> Sequence[Receipt]:
        bench.later(minutes=30)
        return hand_over(window)

    bench.gateway.capabilities = replace(bench.gateway.capabilities, window=2)  # type: ignore[misc]
    bench.gateway.send = send  # type: ignore[method-assign]
    bench.announce()
    bench.phones(30)
    first, second = bench.approved(), bench.approved()
    fanned_out(bench)
    bench.run()
    assert (bench.state(first), bench.state(second)) == ("done", "done")
    assert bench.tally(second) == {State.ACCEPTED: 30}
