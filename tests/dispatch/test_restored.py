"""After a restore nothing goes out twice by itself: what was under way waits."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from outreach import registry
from outreach.dispatch.embedded import recover
from outreach.dispatch.when import at, every
from outreach.model.recurrence import recurrence
from outreach.model.states import State
from outreach.schedule import series
from outreach.schedule.ticker import tick
from outreach.store import broadcasts, editions, opened
from outreach.store.backup import back_up
from outreach.store.restore import Restored, restore
from tests.dispatch.conftest import NOW, Bench
from tests.fakes.plugins import fake_plugins, with_editions


@pytest.fixture
def database(on_sqlite: dict[str, str]) -> dict[str, str]:
    """A restore exchanges the file."""
    return on_sqlite


def test_what_was_under_way_at_the_backup_is_stopped_by_a_restore(
    bench: Bench, tmp_path: Path
) -> None:
    bench.announce()
    bench.phones(60)
    running = bench.approved()
    tick(bench.store, bench.settings, bench.now)
    due = bench.approved(when=at("2027-03-01T10:00", "UTC"))
    later = bench.approved(when=at("2027-04-01T10:00", "UTC"))
    back_up(bench.settings, tmp_path / "b.zip", bench.now)
    bench.run()
    assert bench.tally(running) == {State.ACCEPTED: 60}
    sent = list(bench.gateway.calls)
    bench.store.close()

    # A new machine: the old one still holds its lock here.
    new = type(bench.settings)(
        database_url=f"sqlite:///{tmp_path}/new/outreach.db", routes={}, values={}
    )
    bench.now = NOW + timedelta(hours=2)
    done = restore(new, tmp_path / "b.zip", bench.now)
    assert done.stopped == [running.code, due.code]
    with opened(new) as store:
        bench.store = store
        recover(store)
        bench.run()
        assert bench.gateway.calls == sent
        states = {
            b.code: b.state for b in (running, due, later) for b in [again(bench, b.id)]
        }
        assert states == {
            running.code: "paused",
            due.code: "held",
            later.code: "approved",
        }
        assert "is not known here" in (again(bench, running.id).reason or "")


def again(bench: Bench, key: int) -> broadcasts.Broadcast:
    with bench.store.read() as connection:
        return broadcasts.by_id(connection, key)


def restored(bench: Bench, tmp_path: Path, *, days: int) -> Restored:
    """Back the office up as it is; restored so many days later on a new machine, it goes
    on there.
    """
    back_up(bench.settings, tmp_path / "b.zip", bench.now)
    bench.store.close()
    bench.settings = type(bench.settings)(
        database_url=f"sqlite:///{tmp_path}/new/outreach.db", routes={}, values={}
    )
    bench.later(days=days)
    return restore(bench.settings, tmp_path / "b.zip", bench.now)


def test_one_that_waits_is_named_for_it_may_have_been_sent_since(
    bench: Bench, tmp_path: Path
) -> None:
    bench.announce()
    bench.phones(1)
    waits = bench.plan()
    done = restored(bench, tmp_path, days=1)
    assert (done.stopped, done.waiting) == ([], [waits.code])
    with opened(bench.settings) as bench.store:
        found = again(bench, waits.id)
        assert found.state == "waiting"
        assert "may have been approved and sent since" in str(found.reason)


def test_one_that_repeats_goes_on_and_is_not_said_to_be_stopped(
    bench: Bench, tmp_path: Path
) -> None:
    bench.announce()
    bench.phones(1)
    weekly = bench.approved(when=every("FREQ=WEEKLY", "2027-03-02T09:00", "UTC"))
    bench.later(days=1)
    bench.run()
    assert bench.state(weekly) == "done"
    done = restored(bench, tmp_path, days=8)
    assert done.stopped == []
    with opened(bench.settings) as bench.store:
        sent = list(bench.gateway.calls)
        bench.run()
        assert bench.gateway.calls == sent
        bench.later(days=6)
        bench.run()
        assert len(bench.gateway.calls) == len(sent) + 1


def test_an_edition_that_was_due_since_is_left_out(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry, "plugins", lambda: with_editions(fake_plugins()))
    rule = recurrence("FREQ=WEEKLY;BYDAY=MO", datetime(2027, 3, 8, 9, 0), "UTC")  # noqa: DTZ001
    wanted = series.read_plan(
        {
            "region": "Kisumu County",
            "language": "en",
            "days": 30,
            "audience": "everybody",
            "channels": ["paper"],
        }
    )
    with bench.store.write() as connection:
        series.start(connection, "Weekly", wanted, rule, bench.author, bench.now)
    restored(bench, tmp_path, days=8)
    with opened(bench.settings) as store, store.read() as connection:
        (found,) = editions.all_series(connection)
    assert found.next_at == datetime(2027, 3, 15, 9, 0, tzinfo=UTC).timestamp()
