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
from outreach.schedule.firing import fire
from outreach.settings import Settings
from outreach.store import Store, schedules

log = logging.getLogger(__name__)

SECONDS = 1


def tick(store: Store, settings: Settings, now: datetime) -> int:
    """Fire every schedule that is due; how many."""
    with store.read() as connection:
        due = schedules.due(connection, int(now.timestamp()))
    return sum(_fired(store, settings, schedule.id, now) for schedule in due)


def _fired(store: Store, settings: Settings, key: int, now: datetime) -> bool:
    try:
        with store.write() as connection:
            return fire(connection, settings, key, now)
    except Exception:  # a bulkhead: what is wrong with one must not stop the others
        log.exception("schedule %s", key)
        return False


@contextmanager
def ticking(
    store: Store, settings: Settings, clock: Callable[[], datetime]
) -> Iterator[None]:
    """Tick every second until the block ends."""

    def safely() -> None:
        try:
            tick(store, settings, clock())
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
