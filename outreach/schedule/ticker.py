"""The ticker: fires what is due, once, however many processes tick.

APScheduler only wakes us; what is due stands in our own table. Its own job stores run a
job twice when two processes share one, and drop what came due while the process was down.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from apscheduler.schedulers.background import BackgroundScheduler

from outreach.dispatch import watch
from outreach.store import Connection, Store, broadcasts, schedules
from outreach.store.schedules import Schedule

log = logging.getLogger(__name__)

SECONDS = 1


def tick(store: Store, now: datetime) -> int:
    """Fire every schedule that is due; how many."""
    with store.read() as connection:
        due = schedules.due(connection, int(now.timestamp()))
    fired = 0
    for schedule in due:
        with store.write() as connection:
            fired += _fire(connection, schedule, now)
    return fired


def _fire(connection: Connection, schedule: Schedule, now: datetime) -> bool:
    late = int(now.timestamp()) - (schedule.next_at or 0)
    held = late > schedule.grace
    if not schedules.fire(connection, schedule, "held" if held else "fired", now):
        return False
    reason = None
    if held:
        reason = (
            f"It was due {late // 3600} hours ago, while the server was down. "
            "Decide whether it still goes out."
        )
    broadcasts.move(
        connection,
        schedule.broadcast_id,
        "held" if held else "fanout",
        "approved",
        reason=reason,
    )
    return True


@contextmanager
def ticking(store: Store, clock: Callable[[], datetime]) -> Iterator[None]:
    """Tick every second until the block ends."""

    def safely() -> None:
        try:
            tick(store, clock())
            watch.ticked()
        except Exception:  # a bulkhead: the next tick may find the disk free again
            log.exception("tick")

    scheduler = BackgroundScheduler(timezone="UTC")
    scheduler.add_job(
        safely,
        "interval",
        seconds=SECONDS,
        coalesce=True,
        max_instances=1,
        misfire_grace_time=None,
    )
    scheduler.start()
    try:
        yield
    finally:
        scheduler.shutdown(wait=True)
        watch.ended("ticker")
