"""Occurrences fire once, at their local time, and late ones wait for a person."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from outreach.dispatch import approval, stopping
from outreach.dispatch.when import When, at, before, every, next_instant
from outreach.model.errors import InputError
from outreach.model.reading import read
from outreach.model.states import State
from outreach.schedule import firing
from outreach.schedule.ticker import tick, ticking
from outreach.settings import Settings
from outreach.store import Connection, broadcasts
from outreach.store.broadcasts import Broadcast
from tests.dispatch.conftest import CONTENT, NOW, Bench, bench, settings

__all__ = ["bench", "settings"]


@pytest.mark.parametrize(
    ("when", "due"),
    [
        pytest.param(When(), NOW, id="now"),
        pytest.param(
            at("2027-03-02T08:00", "Africa/Nairobi"),
            datetime(2027, 3, 2, 5, 0, tzinfo=UTC),
            id="at the office's wall time",
        ),
        pytest.param(
            at("2027-03-28T02:30", "Europe/Berlin"),
            datetime(2027, 3, 28, 1, 0, tzinfo=UTC),
            id="a time that the clock change skips: the first valid minute",
        ),
        pytest.param(
            at("2027-04-04T02:30", "Australia/Sydney"),
            datetime(2027, 4, 3, 15, 30, tzinfo=UTC),
            id="a time that comes twice: the first",
        ),
        pytest.param(
            before(7, "09:00", read(CONTENT).announcement),
            datetime(2027, 4, 28, 6, 0, tzinfo=UTC),
            id="a week before the event, at the venue's clock",
        ),
    ],
)
def test_when_it_is_due(when: When, due: datetime) -> None:
    instant = next_instant(when, read(CONTENT).announcement, NOW)
    assert datetime.fromtimestamp(instant, UTC) == due


@pytest.mark.parametrize(
    ("make", "says"),
    [
        pytest.param(
            lambda a: at("tomorrow", "UTC"), "not a day and time", id="not a time"
        ),
        pytest.param(
            lambda a: at("2027-02-30T09:00", "UTC"), "does not exist", id="no such day"
        ),
        pytest.param(
            lambda a: at("2027-02-01T09:00", "UTC"), "is over", id="in the past"
        ),
        pytest.param(
            lambda a: at("2027-06-01T09:00", "UTC"), "has ended", id="after the event"
        ),
        pytest.param(
            lambda a: before(-1, "09:00", a), "0 to 365", id="after the start"
        ),
        pytest.param(
            lambda a: before(3, "9 am", a), "not a clock", id="not a clock time"
        ),
        pytest.param(
            lambda a: before(3, "09:00Z", a), "not a clock", id="in a zone of its own"
        ),
        pytest.param(
            lambda a: before(3, "09:00+03:00", a), "not a clock", id="with an offset"
        ),
        pytest.param(lambda a: before(3, "T09", a), "not a clock", id="an hour"),
        pytest.param(lambda a: before(3, "0900", a), "not a clock", id="no colon"),
        pytest.param(lambda a: before(3, "09:00:30", a), "not a clock", id="seconds"),
        pytest.param(
            lambda a: at("2027-03-02T09:00Z", "UTC"), "not a day and", id="at, zoned"
        ),
        pytest.param(
            lambda a: at("0001-01-01T00:00", "Africa/Nairobi"),
            "not in the years",
            id="before any calendar has an instant for it",
        ),
        pytest.param(
            lambda a: every("FREQ=DAILY", "2027-03-02T09:00+03:00", "UTC"),
            "not a day and",
            id="again and again, zoned",
        ),
        pytest.param(
            lambda a: before(90, "09:00", a), "is over", id="that day is past"
        ),
    ],
)
def test_a_time_that_can_not_be_is_refused(make: object, says: str) -> None:
    announcement = read(CONTENT).announcement
    with pytest.raises(InputError, match=says):
        next_instant(make(announcement), announcement, NOW)  # type: ignore[operator]


def test_it_goes_out_when_due_and_not_before(bench: Bench) -> None:
    bench.announce()
    bench.phones(1)
    sent = bench.approved(when=at("2027-03-02T09:00", "UTC"))
    bench.run()
    assert bench.state(sent) == "approved"
    bench.later(hours=24)
    bench.run()
    assert bench.tally(sent) == {State.ACCEPTED: 1}


def test_it_does_not_fire_without_approval_and_does_once_approved(bench: Bench) -> None:
    bench.announce()
    bench.phones(1)
    planned = bench.plan()
    bench.later(hours=30)
    assert tick(bench.store, bench.settings, bench.now) == 0
    with bench.store.write() as connection:
        approval.approve(connection, bench.settings, planned, bench.approver, bench.now)
    assert tick(bench.store, bench.settings, bench.now) == 1
    assert tick(bench.store, bench.settings, bench.now) == 0


def test_later_than_its_grace_it_waits_for_a_person(bench: Bench) -> None:
    bench.announce()
    bench.phones(1)
    sent = bench.approved(when=at("2027-03-01T21:00", "UTC"))
    bench.later(hours=20)
    bench.run()
    assert bench.state(sent) == "held"
    assert bench.gateway.calls == []
    with bench.store.write() as connection:
        held = broadcasts.by_id(connection, sent.id)
        assert "8 hours ago" in str(held.reason)
        stopping.resume(
            connection, held, bench.approver, bench.now, settings=bench.settings
        )
    bench.run()
    assert bench.tally(sent) == {State.ACCEPTED: 1}


@pytest.mark.parametrize(
    ("approved", "down", "says"),
    [
        pytest.param(19, 0, "It was approved 7 hours after it was due.", id="approved late"),
        pytest.param(17, 2, "It was approved 5 hours after it was due.", id="mostly the approval"),
        pytest.param(13, 7, "It was due 8 hours ago, while the server was down.", id="mostly the server"),
        pytest.param(1, 18, "It was due 7 hours ago, while the server was down.", id="approved in time"),
    ],
)  # fmt: skip
def test_it_says_whose_lateness_it_was(
    bench: Bench, approved: int, down: int, says: str
) -> None:
    bench.announce()
    bench.phones(1)
    planned = bench.plan(when=at("2027-03-01T21:00", "UTC"))
    bench.later(hours=approved)
    bench.approve(planned)
    bench.later(hours=down)
    bench.run()
    held = bench.now_is(planned)
    assert (held.state, bench.gateway.calls) == ("held", [])
    assert held.reason == f"{says} Decide whether it still goes out."


@pytest.mark.parametrize(
    "when",
    [
        pytest.param(When(), id="now"),
        pytest.param(every("FREQ=DAILY", "2027-03-01T09:00", "UTC"), id="again and again"),
    ],
)  # fmt: skip
def test_cancelled_while_it_is_set_off_it_cancels_nothing_else(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, when: When
) -> None:
    bench.announce()
    bench.phones(1)
    earlier = bench.approved()
    tick(bench.store, bench.settings, bench.now)
    bench.announce(id="water-day-2", notice="correction", replaces="water-day")
    correction = bench.approved(ref="water-day-2", audience=None, when=when)

    def cancelled(connection: Connection, settings: Settings, found: Broadcast) -> None:
        broadcasts.move(connection, found.id, "cancelled", "approved")

    monkeypatch.setattr(firing.estimating, "dearer", cancelled)
    assert tick(bench.store, bench.settings, bench.now) == 0
    assert bench.state(correction) == "cancelled"
    assert bench.state(earlier) == "paused"


def test_many_tickers_fire_one_occurrence_once(bench: Bench) -> None:
    bench.announce()
    bench.phones(1)
    for _ in range(5):
        bench.approved()
    with ThreadPoolExecutor(8) as pool:
        fired = list(
            pool.map(lambda _: tick(bench.store, bench.settings, bench.now), range(16))
        )
    assert sum(fired) == 5


def test_the_ticker_ticks_by_itself(bench: Bench) -> None:
    bench.announce()
    bench.phones(1)
    sent = bench.approved()
    with ticking(bench.store, bench.settings, lambda: bench.now):
        for _ in range(100):
            if bench.state(sent) == "fanout":
                break
            time.sleep(0.05)
    assert bench.state(sent) == "fanout"


@pytest.mark.parametrize(
    ("notice", "state"),
    [
        pytest.param("new", "held", id="a new notice waits for a person"),
        pytest.param("correction", "done", id="a correction goes"),
        pytest.param("cancellation", "done", id="a cancellation goes"),
    ],
)
def test_who_was_told_something_untrue_is_told_the_truth_however_late(
    bench: Bench, notice: str, state: str
) -> None:
    bench.announce()
    bench.phones(1)
    replaces = None if notice == "new" else "water-day"
    bench.announce(id="water-day-2", notice=notice, replaces=replaces)
    sent = bench.approved(ref="water-day-2", when=at("2027-03-02T09:00", "UTC"))
    assert sent.notice == notice
    bench.later(days=5)
    bench.run()
    assert bench.state(sent) == state


def test_a_late_correction_expires_when_the_event_is_over(bench: Bench) -> None:
    bench.announce()
    bench.phones(1)
    bench.announce(id="water-day-2", notice="correction", replaces="water-day")
    sent = bench.approved(ref="water-day-2", when=at("2027-03-02T09:00", "UTC"))
    bench.later(days=90)
    bench.run()
    assert bench.tally(sent) == {State.EXPIRED: 1}


@pytest.mark.parametrize(
    "when",
    [
        pytest.param(When(), id="now"),
        pytest.param(at("2027-03-01T09:30", "UTC"), id="at a time"),
        pytest.param(before(65, "12:30", read(CONTENT).announcement), id="before the event"),
    ],
)  # fmt: skip
def test_a_clock_that_is_set_back_an_hour_fires_nothing_twice(
    bench: Bench, when: When
) -> None:
    bench.announce()
    bench.phones(1)
    bench.approved(when=when)
    bench.later(hours=1)
    bench.run()
    bench.later(hours=-1)
    for _ in range(5):
        bench.run()
        bench.later(minutes=30)
    assert len(bench.gateway.calls) == 1
