"""What repeats goes out at each of its times, once, and renders nothing anew."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from outreach.dispatch import stopping
from outreach.dispatch.when import every
from outreach.model.errors import InputError, Refused
from outreach.schedule.ticker import tick
from outreach.store import broadcasts, schedules
from outreach.store.broadcasts import Broadcast
from tests.dispatch.conftest import Bench, bench, settings

__all__ = ["bench", "settings"]

#: The first is on the day after the bench's; the event ends on 5 May.
WEEKLY = every("FREQ=WEEKLY", "2027-03-02T09:00", "UTC")


def ready(bench: Bench, **changes: object) -> Broadcast:
    bench.announce()
    bench.phones(1)
    return bench.approved(**{"when": WEEKLY, **changes})


def all_of(bench: Bench) -> list[tuple[str, str]]:
    with bench.store.read() as connection:
        return [(b.code, b.state) for b in reversed(broadcasts.newest(connection))]


def test_each_time_is_a_broadcast_that_was_approved_with_the_first(
    bench: Bench,
) -> None:
    sent = ready(bench)
    for _ in range(3):
        bench.later(days=1 if bench.now.day == 1 else 7)
        bench.run()
        bench.run()
    code = sent.code
    assert all_of(bench) == [
        (code, "done"),
        (f"{code}-2", "done"),
        (f"{code}-3", "done"),
    ]
    assert bench.gateway.calls == [f"{code}-0", f"{code}-2-0", f"{code}-3-0"]
    with bench.store.read() as connection:
        third = broadcasts.by_code(connection, f"{code}-3")
        assert broadcasts.choices(connection, third.id) == broadcasts.choices(
            connection, sent.id
        )
        assert broadcasts.approvers(connection, third) == [bench.approver.user_id]
        assert third.parent_id == sent.id


def test_it_stops_when_the_event_is_over(bench: Bench) -> None:
    ready(bench, when=every("FREQ=MONTHLY", "2027-03-02T09:00", "UTC"))
    for _ in range(110):
        bench.later(days=1)
        bench.run()
    assert len(bench.gateway.calls) == 3, "2 March, 2 April, 2 May; not 2 June"


def test_after_downtime_only_the_latest_is_made_up_for(bench: Bench) -> None:
    sent = ready(bench)
    bench.later(days=1)
    bench.run()
    bench.later(days=21, hours=2)
    bench.run()
    assert all_of(bench) == [(sent.code, "done"), (f"{sent.code}-2", "done")]
    bench.later(days=7)
    bench.run()
    assert len(bench.gateway.calls) == 3, "and it goes on"


def test_later_than_its_grace_a_repetition_is_held_and_the_next_is_not(
    bench: Bench,
) -> None:
    sent = ready(bench)
    bench.later(days=1)
    bench.run()
    bench.later(days=9)
    bench.run()
    assert all_of(bench)[1] == (f"{sent.code}-2", "held")
    bench.later(days=5)
    bench.run()
    assert all_of(bench)[2] == (f"{sent.code}-3", "done")


def test_times_that_passed_while_it_waited_for_approval_are_left_out(
    bench: Bench,
) -> None:
    bench.announce()
    bench.phones(1)
    planned = bench.plan(when=WEEKLY)
    bench.later(days=10)
    bench.approve(planned)
    bench.run()
    assert bench.state(planned) == "approved"
    assert bench.gateway.calls == []
    bench.later(days=5)
    bench.run()
    assert bench.state(planned) == "done"


@pytest.mark.parametrize("hours", [1, 30], ids=["an hour", "more than a day"])
def test_a_clock_that_is_set_back_fires_nothing_twice(bench: Bench, hours: int) -> None:
    ready(bench)
    bench.later(days=1)
    bench.run()
    bench.later(days=7)
    bench.run()
    bench.later(hours=-hours)
    for _ in range(hours + 1):
        bench.run()
        bench.later(hours=1)
    bench.run()
    assert len(bench.gateway.calls) == 2


def test_an_occurrence_that_has_fired_does_not_fire_again(bench: Bench) -> None:
    sent = ready(bench)
    bench.later(days=1)
    bench.run()
    with bench.store.write() as connection:
        key = schedules.of_broadcast(connection, sent.id).id
        schedules.change(connection, key, next_at=int(bench.now.timestamp()))
    assert tick(bench.store, bench.settings, bench.now) == 0


@pytest.mark.parametrize(
    ("rule", "start", "says"),
    [
        pytest.param("FREQ=WEEKLY", "2027-05-06T09:00", "no time left", id="begins after the event"),
        pytest.param("FREQ=WEEKLY;UNTIL=20270215", "2027-02-01T09:00", "no time left", id="was over before it was planned"),
    ],
)  # fmt: skip
def test_a_rule_without_a_time_before_the_end_is_refused(
    bench: Bench, rule: str, start: str, says: str
) -> None:
    bench.announce()
    bench.phones(1)
    with pytest.raises(InputError, match=says):
        bench.plan(when=every(rule, start, "UTC"))


def test_a_flood_is_refused(bench: Bench) -> None:
    bench.announce(starts_at="2029-05-05T14:30", ends_at="2029-05-05T17:00")
    bench.phones(1)
    with pytest.raises(InputError, match="more than 366 times"):
        bench.plan(when=every("FREQ=DAILY", "2027-03-02T09:00", "UTC"))


def test_it_follows_the_wall_clock_over_a_change(bench: Bench) -> None:
    """Cairo puts its clocks forward on 30 April at midnight: 09:00 is an hour earlier."""
    sent = ready(bench, when=every("FREQ=DAILY", "2027-04-29T09:00", "Africa/Cairo"))
    fired = []
    bench.now = datetime(2027, 4, 29, 0, 0, tzinfo=UTC)
    for _ in range(48):
        if tick(bench.store, bench.settings, bench.now):
            fired.append(f"{bench.now:%dT%H:%M}")
        bench.now += timedelta(hours=1)
    assert bench.state(sent) == "fanout"
    assert fired == ["29T07:00", "30T06:00"]


def test_cancelling_the_first_ends_all_of_it(bench: Bench) -> None:
    sent = ready(bench)
    bench.later(days=1)
    bench.run()
    bench.later(days=8)
    bench.run()
    assert all_of(bench)[1] == (f"{sent.code}-2", "held")
    with bench.store.write() as connection:
        stopping.cancel(connection, bench.now_is(sent), bench.approver, bench.now)
    bench.later(days=6)
    bench.run()
    assert all_of(bench) == [(sent.code, "done"), (f"{sent.code}-2", "cancelled")]
    with bench.store.write() as connection, pytest.raises(Refused, match="has ended"):
        stopping.cancel(connection, bench.now_is(sent), bench.approver, bench.now)


def test_an_approval_of_what_has_changed_meanwhile_is_refused(bench: Bench) -> None:
    bench.announce()
    bench.phones(1)
    seen = bench.plan(when=WEEKLY)
    bench.announce(texts={"en": {"title": "Moved"}})
    with pytest.raises(Refused, match="not as you saw it"):
        bench.approve(seen)
