"""After a restore nothing goes out twice by itself: what was under way waits."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from outreach.dispatch.embedded import recover
from outreach.dispatch.when import at
from outreach.model.states import State
from outreach.schedule.ticker import tick
from outreach.store import broadcasts, opened
from outreach.store.backup import back_up
from outreach.store.restore import restore
from tests.dispatch.conftest import NOW, Bench


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
