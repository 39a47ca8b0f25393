"""A second gateway takes over from one that is down or slow; never what is uncertain."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest
from sqlalchemy import insert, select

from outreach import registry
from outreach.dispatch import stopping, stops, tidying
from outreach.dispatch.embedded import fan_out_next
from outreach.model.contracts import Fate, GatewayError, Outgoing, Receipt
from outreach.model.states import Outcome, State
from outreach.schedule.ticker import tick
from outreach.store.broadcasts import Broadcast
from outreach.store.ledger import held
from outreach.store.tables import bundles
from tests.dispatch.conftest import Bench
from tests.dispatch.ledger import put, states
from tests.fakes.plugins import RecordingGateway, fake_plugins


class Second(RecordingGateway):
    """The gateway that takes over."""

    name = "second"


@pytest.fixture
def second(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> Second:
    found = fake_plugins()
    both = {**found.gateways, "second": Second}
    monkeypatch.setattr(registry, "plugins", lambda: replace(found, gateways=both))
    monkeypatch.setattr(
        registry, "routes", lambda channel, settings: ("recorder", "second")
    )
    made = Second()
    bench.terms = {"gateways": {"recorder": bench.gateway, "second": made}}
    bench.announce()
    bench.phones(3)
    return made


def ids(sent: Broadcast) -> list[str]:
    return [f"{sent.code}-{n}" for n in range(3)]


@pytest.mark.parametrize("permanent", [False, True], ids=["for now", "for good"])
def test_what_surely_did_not_go_goes_the_other_way(
    bench: Bench, second: Second, permanent: bool
) -> None:
    sent = bench.approved()
    bench.gateway.failures = [
        GatewayError("no line", unwritten=ids(sent), permanent=permanent)
    ]
    bench.run()
    assert bench.tally(sent) == {State.ACCEPTED: 3}
    assert (bench.gateway.calls, second.calls) == ([], ids(sent))


def test_what_is_uncertain_stays(bench: Bench, second: Second) -> None:
    sent = bench.approved()
    bench.gateway.failures = [GatewayError("cut off", unwritten=ids(sent)[2:])]
    bench.run()
    assert second.calls == ids(sent)[2:]
    assert bench.tally(sent) == {State.UNKNOWN: 2, State.ACCEPTED: 1}
    bench.later(minutes=2)
    bench.run()  # the first is back, and says that it never got them
    assert bench.tally(sent) == {State.ACCEPTED: 3}
    assert bench.gateway.calls == ids(sent)[:2]


def test_one_that_answers_nothing_is_left_after_a_window(
    bench: Bench, second: Second
) -> None:
    """It takes connections and hangs up: each delivery alone would only be uncertain."""
    window = bench.gateway.capabilities.window
    more = 2 * window
    bench.phones(more)
    for n in range(more):
        bench.gateway.script[f"+2547220{n:05}"] = [Outcome.UNKNOWN]
    sent = bench.approved()
    bench.run()
    assert len(second.calls) == more - window
    assert bench.tally(sent) == {
        State.UNKNOWN: window,
        State.ACCEPTED: more - window,
    }


def test_without_a_second_it_waits_longer_each_time(bench: Bench) -> None:
    bench.announce()
    bench.phones(1)
    sent = bench.approved()
    bench.gateway.failures = [
        GatewayError("no line", unwritten=[f"{sent.code}-0"]) for _ in range(4)
    ]
    tries = []
    for second_of_a_try in range(300):
        bench.run()
        if len(bench.gateway.windows) > len(tries):
            tries.append(second_of_a_try)
        bench.later(seconds=1)
    gaps = [later - earlier for earlier, later in pairwise(tries)]
    assert len(tries) == 4
    assert gaps == sorted(gaps)
    assert gaps[0] >= 24
    assert gaps[-1] >= 2 * gaps[0]


def test_when_the_first_works_again_it_is_used_again(
    bench: Bench, second: Second
) -> None:
    sent = bench.approved()
    bench.gateway.failures = [GatewayError("no line", unwritten=ids(sent))]
    bench.run()
    bench.later(minutes=20)
    again = bench.approved()
    bench.run()
    assert bench.gateway.calls == ids(again)


def test_a_refusal_of_one_delivery_is_no_outage(bench: Bench, second: Second) -> None:
    bench.gateway.script["+254722000000"] = [Outcome.REFUSED]
    bench.gateway.script["+254722000001"] = [Outcome.LATER]
    sent = bench.approved()
    bench.run()
    assert second.calls == []
    assert bench.tally(sent) == {State.FAILED: 1, State.QUEUED: 1, State.ACCEPTED: 1}


def test_after_several_slow_windows_the_rest_goes_the_other_way(
    bench: Bench, second: Second, monkeypatch: pytest.MonkeyPatch
) -> None:
    elapsed = 0.0

    def slowly(window: Sequence[Outgoing]) -> Sequence[Receipt]:
        nonlocal elapsed
        elapsed += stops.SLOW + 1
        return RecordingGateway.send(bench.gateway, window)

    monkeypatch.setattr("outreach.dispatch.window.time.monotonic", lambda: elapsed)
    monkeypatch.setattr(bench.gateway, "send", slowly)
    bench.phones(500)
    sent = bench.approved()
    bench.run()
    assert len(bench.gateway.calls) == stops.SLOW_STRIKES * 50
    assert len(second.calls) == 500 - stops.SLOW_STRIKES * 50
    assert bench.tally(sent) == {State.ACCEPTED: 500}


def slow(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """Eight minutes for a window of two, while somebody looks for what stands still."""
    two = replace(bench.gateway.capabilities, window=2)
    monkeypatch.setattr(bench.gateway, "capabilities", two)

    def slowly(window: Sequence[Outgoing]) -> Sequence[Receipt]:
        bench.later(minutes=8)
        tidying.tidy(bench.worker)
        return RecordingGateway.send(bench.gateway, window)

    monkeypatch.setattr(
        "outreach.dispatch.window.time.monotonic", lambda: bench.now.timestamp()
    )
    monkeypatch.setattr(bench.gateway, "send", slowly)


def torn(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """It takes one of each window, and then the line is lost."""

    def one_of(window: Sequence[Outgoing]) -> Sequence[Receipt]:
        went = RecordingGateway.send(bench.gateway, window[:1])
        rest = [outgoing.id for outgoing in window[1:]]
        raise GatewayError("line lost", receipts=went, unwritten=rest)

    monkeypatch.setattr(bench.gateway, "send", one_of)


@pytest.mark.parametrize("does", [slow, torn])
def test_slow_is_better_than_never(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, does: Callable[..., None]
) -> None:
    """What moves is not held for standing still."""
    does(bench, monkeypatch)
    bench.announce()
    bench.phones(100 if does is slow else 30)
    sent = bench.approved()
    begun = bench.now
    while State.QUEUED in bench.tally(sent) or bench.now == begun:
        bench.run()
        bench.later(minutes=20)
        tidying.tidy(bench.worker)
        assert bench.state(sent) in ("running", "done")
    assert bench.now - begun > timedelta(hours=6)
    assert set(bench.tally(sent)) == {State.ACCEPTED}


@pytest.mark.parametrize(
    ("stays", "doubt"),
    [
        pytest.param([0, 1, 2], [], id="nothing has another way"),
        pytest.param([1], [], id="one has none: what can goes first"),
        pytest.param([], [1], id="one may have gone out: it is no other gateway's"),
    ],
)
def test_what_has_no_other_way_waits_for_a_person_with_the_reason(
    bench: Bench, second: Second, stays: list[int], doubt: list[int]
) -> None:
    """Though the broadcast has alternatives for others."""
    sent = bench.approved()
    tick(bench.store, bench.settings, bench.now)
    while fan_out_next(bench.worker):
        pass
    with bench.store.write() as connection:
        other = {"digest": "another country's", "segments": 1}
        other["contents"] = (
            connection.execute(select(bundles.c.contents)).scalars().first()
        )
        key = connection.execute(insert(bundles).values(other)).inserted_primary_key[0]
    if stays:
        put(bench.store, sent, State.QUEUED, *stays, bundle_id=key)
    if doubt:
        put(bench.store, sent, State.QUEUED, *doubt, in_doubt=True)
    bench.gateway.failures = [
        GatewayError("no credit", unwritten=ids(sent), permanent=True)
    ] * 3
    for _ in range(3):
        bench.run()
        bench.later(minutes=16)
    waits = sorted({*stays, *doubt})
    assert second.calls == [one for n, one in enumerate(ids(sent)) if n not in waits]
    assert bench.state(sent) == "paused"
    assert bench.now_is(sent).reason == "no credit"


def test_a_worker_without_the_gateway_s_settings_leaves_it_to_others(
    bench: Bench,
) -> None:
    bench.announce()
    bench.phones(2)
    sent = bench.approved()
    bench.terms = {"gateways": {"another": Second()}}
    bench.run()
    assert bench.tally(sent) == {State.QUEUED: 2}
    bench.terms = {}
    bench.later(minutes=3)
    bench.run()
    assert bench.tally(sent) == {State.ACCEPTED: 2}


def left_by_a_crash(bench: Bench) -> Broadcast:
    """0 and 1 were being handed over, under ``idempotent``; 2 has not been touched."""
    lets_out_once = replace(bench.gateway.capabilities, fate=Fate.IDEMPOTENT)
    bench.gateway.capabilities = lets_out_once
    sent = bench.approved()
    tick(bench.store, bench.settings, bench.now)
    while fan_out_next(bench.worker):
        pass
    put(bench.store, sent, State.SENDING, 0, 1, attempts=1)
    return sent


def test_what_may_have_gone_out_is_no_other_gateway_s(
    bench: Bench, second: Second
) -> None:
    sent = left_by_a_crash(bench)
    bench.gateway.failures = [GatewayError("no line", unwritten=ids(sent))] * 2
    bench.run()
    assert second.calls == ids(sent)[2:]
    assert bench.tally(sent) == {State.QUEUED: 2, State.ACCEPTED: 1}
    for _ in range(3):
        bench.later(minutes=20)
        bench.run()
    assert bench.gateway.calls == ids(sent)[:2]
    assert second.calls == ids(sent)[2:]
    assert bench.tally(sent) == {State.ACCEPTED: 3}


@pytest.mark.parametrize(
    ("over", "rest"),
    [
        pytest.param(False, State.CANCELLED, id="cancelled"),
        pytest.param(True, State.EXPIRED, id="past its end"),
    ],
)
def test_what_may_have_gone_out_is_held_where_nothing_more_goes(
    bench: Bench, second: Second, over: bool, rest: State
) -> None:
    sent = left_by_a_crash(bench)
    if over:
        bench.later(days=90)
    else:
        with bench.store.write() as connection:
            stopping.cancel(connection, sent, bench.approver, bench.now)
    bench.run()
    assert states(bench.store, sent) == {0: State.HELD, 1: State.HELD, 2: rest}
    assert bench.gateway.calls == second.calls == []
    with bench.store.read() as connection:
        now = int(bench.now.timestamp())
        assert held.waiting_counts(connection, now) == {sent.id: 2}
