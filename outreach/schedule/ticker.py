"""The ticker: fires what is due, once, however many processes tick.

APScheduler only wakes us; what is due stands in our own table. Its own job stores run a
job twice when two processes share one, and drop what came due while the process was down.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TypeAlias

from apscheduler.schedulers.background import BackgroundScheduler

from outreach.dispatch import watch
from outreach.schedule.firing import fire
from outreach.schedule.series import issue
from outreach.settings import Settings
from outreach.store import Connection, Store, editions, schedules

log = logging.getLogger(__name__)

SECONDS = 1


#: What is done with one thing that is due, in a transaction of its own.
Step: TypeAlias = Callable[[Connection, Settings, int, datetime], bool]


def tick(store: Store, settings: Settings, now: datetime) -> int:
    """Fire every schedule and issue every edition that is due; how many."""
    with store.read() as connection:
        due = schedules.due(connection, int(now.timestamp()))
        series_due = editions.due(connection, int(now.timestamp()))
    steps: list[tuple[Step, int]] = [(fire, schedule.id) for schedule in due]
    steps += [(issue, key) for key in series_due]
    return sum(_done(store, settings, step, key, now) for step, key in steps)


def _done(
    store: Store, settings: Settings, step: Step, key: int, now: datetime
) -> bool:
    try:
        with store.write() as connection:
            return step(connection, settings, key, now)
    except Exception:  # a bulkhead: what is wrong with one must not stop the others
        log.exception("%s %s", step.__name__, key)
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
