"""The daily backup: due again whenever the newest one is older than the last due time.

Nothing is stored about it but the backups themselves, so a night that the machine was
off is made up for, and a clock that is put back an hour makes no second one.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from outreach.settings import Settings
from outreach.store.backup import back_up_into, kept_in
from outreach.store.engines import database_file

log = logging.getLogger(__name__)

#: Seconds between two looks at the clock.
LOOK = 60
#: How long to leave a folder alone that could not be written.
AFTER_FAILURE = timedelta(hours=1)

Clock = Callable[[], datetime]


def last_due(at: time, timezone: str, now: datetime) -> datetime:
    """When a backup was due last, on the office's clock; in UTC."""
    local = now.astimezone(ZoneInfo(timezone))
    due = datetime.combine(local.date(), at, local.tzinfo)
    if due.astimezone(UTC) > now:
        due = datetime.combine(local.date() - timedelta(days=1), at, local.tzinfo)
    return due.astimezone(UTC)


def back_up_if_due(settings: Settings, now: datetime) -> Path | None:
    """The backup that was made; None if none is due. Raises what backing up raises."""
    folder = settings.backup_dir
    if folder is None:
        return None
    kept = kept_in(folder)
    due = last_due(settings.backup_at, settings.timezone, now)
    if kept and kept[-1].made_at >= due:
        return None
    return back_up_into(folder, settings.backup_keep, settings, now)


@contextmanager
def backing_up(settings: Settings, clock: Clock) -> Iterator[None]:
    """Back up whenever it is due until the block ends; at once if one was missed."""
    if settings.backup_dir is None:
        yield
        return
    if database_file(settings) is None:
        log.warning("OUTREACH_BACKUP_DIR does nothing on PostgreSQL: use pg_dump")
        yield
        return
    stop = threading.Event()
    thread = threading.Thread(target=_run, args=(settings, clock, stop), name="backups")
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _run(settings: Settings, clock: Clock, stop: threading.Event) -> None:
    while True:
        rest: float = LOOK
        try:
            if made := back_up_if_due(settings, clock()):
                log.info("backed up to %s", made)
        except Exception:  # a bulkhead: tomorrow the folder may be there again
            log.exception("no backup was made")
            rest = AFTER_FAILURE.total_seconds()
        if stop.wait(rest):
            return
