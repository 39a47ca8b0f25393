"""How fast and when: each sender's rate over all workers, quiet hours, rest days."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest

from outreach import registry
from outreach.model.quiet import WENT_ANYWAY, Quiet
from outreach.model.states import State
from outreach.settings import read_settings
from outreach.store import broadcasts
from outreach.store.ledger import throttle
from tests.dispatch.conftest import Bench
from tests.dispatch.test_routing import Carrier, keep, plugins, route

NIGHT = Quiet(hours=(time(21), time(7)))


def seconds_to_send(bench: Bench, segments: int) -> float:
    bench.announce()
    bench.phones(segments)
    bench.approved()
    start = bench.now
    bench.run()
    assert len(bench.gateway.calls) == segments
    return (bench.now - start).total_seconds()


@pytest.mark.parametrize(
    ("rate", "segments", "least", "most"),
    [
        # Two seconds of rate are saved up, and the last window is let through at once.
        pytest.param(10.0, 100, 7, 10, id="ten a second"),
        pytest.param(0.5, 10, 16, 20, id="one in two seconds"),
        pytest.param(1000.0, 100, 0, 1, id="faster than the window"),
    ],
)
def test_a_sender_keeps_its_rate(
    bench: Bench, rate: float, segments: int, least: float, most: float
) -> None:
    bench.terms = {"rates": {"recorder": rate}}
    assert least <= seconds_to_send(bench, segments) <= most


def test_each_sender_keeps_a_rate_of_its_own(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Kenya's short code does not wait for Uganda's, though they take turns."""
    monkeypatch.setattr(registry, "plugins", plugins)
    values = {**bench.settings.values, "OUTREACH_ROUTES": "text=carrier"}
    bench.settings = read_settings(values)
    bench.terms = {"rates": {"carrier": 1.0}, "gateways": {"carrier": Carrier()}}
    keep(bench, [route("KE", sender="22141"), route("UG", sender="33333")])
    bench.announce()
    for number in range(20):
        start = "+25472200" if number % 2 else "+25677200"
        bench.organisation(f"{start}{number:04d}")
    bench.approved()
    start_at = bench.now
    bench.run()
    sent = bench.terms["gateways"]["carrier"].sent
    assert sorted({sender for _, sender, _ in sent}) == ["22141", "33333"]
    assert len(sent) == 20
    assert 6 <= (bench.now - start_at).total_seconds() <= 10


def test_windows_are_no_larger_than_a_second_s_worth(bench: Bench) -> None:
    bench.terms = {"rates": {"recorder": 7.0}}
    seconds_to_send(bench, 30)
    assert max(bench.gateway.windows) == 7


def test_copies_and_segments_count(bench: Bench) -> None:
    """A bundle of two messages in three copies is six segments."""
    bench.terms = {"rates": {"recorder": 6.0}}
    bench.announce()
    for n in range(10):
        bench.organisation(f"+25472200000{n}", variants=("short", "full"), copies=3)
    bench.approved()
    bench.run()
    assert set(bench.gateway.windows) == {1}


@pytest.mark.parametrize(
    ("now", "free"),
    [
        pytest.param(1000.0, True, id="a new sender is free"),
        pytest.param(1000.5, False, id="within what the last window used"),
        pytest.param(1008.0, True, id="when that is over"),
        pytest.param(900.0, True, id="a clock set back does not stop it for long"),
    ],
)
def test_the_rate_is_in_the_database(bench: Bench, now: float, free: bool) -> None:
    with bench.store.write() as connection:
        if now != 1000.0:
            assert throttle.take(connection, "s", 100, 10, 1000.0) is None
        until = throttle.take(connection, "s", 100, 10, now)
    assert (until is None) is free
    if until is not None:
        assert until == pytest.approx(1008.0)


def test_many_workers_together_keep_one_rate(bench: Bench) -> None:
    """Ten workers that look every 50 ms: what they took in 20 s, and the saved two."""
    taken = 0
    for step in range(400):
        with bench.store.write() as connection:
            for _ in range(10):
                got = throttle.take(connection, "s", 5, 10, 1000 + step * 0.05)
                taken += 5 if got is None else 0
    assert 200 <= taken <= 10 * (20 + 2) + 5


@pytest.mark.parametrize(
    ("at", "channel", "waits_until"),
    [
        pytest.param(
            datetime(2027, 3, 1, 20, tzinfo=UTC),
            "text",
            datetime(2027, 3, 2, 4, tzinfo=UTC),
            id="23:00 in Nairobi: until 07:00 there",
        ),
        pytest.param(
            datetime(2027, 3, 1, 9, tzinfo=UTC), "text", None, id="noon in Nairobi"
        ),
        pytest.param(
            datetime(2027, 3, 1, 20, tzinfo=UTC), "paper", None, id="paper wakes nobody"
        ),
    ],
)
def test_quiet_hours_are_the_addressee_s_own(
    bench: Bench, at: datetime, channel: str, waits_until: datetime | None
) -> None:
    bench.terms = {"quiet": NIGHT, "ringing": frozenset({"text"})}
    bench.now = at
    bench.announce()
    bench.organisation("+254722000001", channel=channel)
    sent = bench.approved(channels=(channel,))
    bench.run()
    if waits_until is None:
        assert bench.tally(sent) == {State.ACCEPTED: 1}
        return
    assert bench.tally(sent) == {State.QUEUED: 1}
    bench.now = waits_until - timedelta(seconds=1)
    bench.run()
    assert bench.tally(sent) == {State.QUEUED: 1}
    bench.now = waits_until
    bench.run()
    assert bench.tally(sent) == {State.ACCEPTED: 1}


def test_who_sleeps_keeps_nobody_else_waiting(bench: Bench) -> None:
    bench.terms = {"quiet": NIGHT, "ringing": frozenset({"text"})}
    bench.now = datetime(2027, 3, 1, 20, tzinfo=UTC)
    bench.announce()
    bench.phones(3)
    bench.organisation("+50937000001", timezone="America/Port-au-Prince")
    sent = bench.approved()
    bench.run()
    assert bench.gateway.calls == [f"{sent.code}-3"]


def test_a_night_is_no_standstill(bench: Bench) -> None:
    """A weekend of rest days is longer than the hours after which a person must decide."""
    bench.terms = {
        "quiet": Quiet(rest_days=frozenset({4, 5, 6})),
        "ringing": frozenset({"text"}),
    }
    bench.now = datetime(2027, 3, 5, 9, tzinfo=UTC)
    bench.announce()
    bench.phones(1)
    sent = bench.approved()
    for _ in range(80):
        bench.run()
        bench.later(hours=1)
    assert bench.tally(sent) == {State.ACCEPTED: 1}


@pytest.mark.parametrize(
    ("urgency", "starts_at", "goes"),
    [
        pytest.param(
            "urgent", "2027-03-02T06:00", True, id="before the quiet time ends"
        ),
        pytest.param(
            "urgent", "2027-03-02T09:00", False, id="it can wait till morning"
        ),
        pytest.param("normal", "2027-03-02T06:00", False, id="not urgent"),
    ],
)
def test_an_urgent_notice_that_can_not_wait_goes_and_says_so(
    bench: Bench, urgency: str, starts_at: str, goes: bool
) -> None:
    bench.terms = {"quiet": NIGHT, "ringing": frozenset({"text"})}
    bench.now = datetime(2027, 3, 1, 20, tzinfo=UTC)
    bench.announce(urgency=urgency, starts_at=starts_at, ends_at="2027-03-02T12:00")
    bench.phones(1)
    sent = bench.approved()
    bench.run()
    assert bench.tally(sent) == {State.ACCEPTED if goes else State.QUEUED: 1}
    with bench.store.read() as connection:
        note = broadcasts.by_id(connection, sent.id).note
    assert note == (WENT_ANYWAY if goes else None)
