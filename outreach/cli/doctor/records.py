"""The database: readable, current, on time, with nothing stuck in it, and backed up."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from outreach.cli.doctor.finding import Finding, fine, must
from outreach.inbox.tidying import Next, due
from outreach.model.errors import OutreachError
from outreach.settings import Settings
from outreach.store import Connection, checkup, revision
from outreach.store.backup import kept_in
from outreach.store.database import (
    looked_at,
    refuse_half_restored,
    refuse_moved,
    refuse_newer,
)
from outreach.store.engines import database_file
from outreach.store.secret import read_secret

#: Clocks of two machines that keep time differ by less, and entries come in order.
DRIFT = timedelta(seconds=30)
#: A daily backup is younger, also on the day that has 25 hours.
BACKUP_AGE = timedelta(hours=26)
#: Addresses past their time go once a day, while a server runs.
TIDIED = timedelta(days=2)


def findings(settings: Settings, now: datetime) -> Iterator[Finding]:
    """Everything about the database; it is only read."""
    try:
        refuse_half_restored(settings.data_dir)
        refuse_moved(settings)
        with looked_at(settings) as connection:
            if connection is None:
                yield fine("There is no database yet: the first command makes it.")
                return
            yield from _inside(connection, settings, now)
    except OutreachError as error:
        yield must(str(error))
        return
    yield backups(settings, now)


def _inside(
    connection: Connection, settings: Settings, now: datetime
) -> Iterator[Finding]:
    refuse_newer(connection)
    found = revision.current(connection)
    if found is None:
        yield fine("There are no tables yet: the first command makes them.")
        return
    if found != revision.newest():
        yield fine(
            f"The tables are of revision {found}; the next start upgrades them to "
            f"{revision.newest()}. Back up first."
        )
        return
    seconds = int(now.timestamp())
    yield clock(now, checkup.newest_row(connection), checkup.database_clock(connection))
    yield stuck(checkup.stuck_chunks(connection, seconds))
    yield from waiting(checkup.waiting(connection, seconds))
    yield personal(due(connection, settings, read_secret(settings), now), now)


def clock(now: datetime, newest: datetime | None, theirs: datetime | None) -> Finding:
    """This machine's clock against the database server's and the newest entry."""
    if theirs is not None and abs(theirs - now) > DRIFT:
        return must(
            f"This machine's clock says {_said(now)}, the database server's "
            f"{_said(theirs)}: set both by a time server."
        )
    if newest is not None and newest - now > DRIFT:
        return must(
            f"This machine's clock says {_said(now)}, but the newest entry in the log is "
            f"of {_said(newest)}: set the clock before anything is sent."
        )
    return fine(f"The clock says {_said(now)}.")


def stuck(number: int) -> Finding:
    """Chunks that nobody works at."""
    if number == 0:
        return fine("Nothing that is due waits for a worker.")
    return must(
        f"{number:,} chunks of deliveries are due and nobody has touched them for "
        f"{checkup.STUCK // 60} minutes: see that a server runs, and read its log."
    )


def waiting(found: checkup.Waiting) -> Iterator[Finding]:
    """Deliveries that only a person can settle."""
    if found.held:
        yield must(
            f"{found.held:,} deliveries are held: decide with “outreach held” whether "
            "they go out."
        )
    else:
        yield fine("No delivery is held.")
    if found.unknown:
        yield must(
            f"Of {found.unknown:,} deliveries nobody has known for a day whether they "
            "went out: ask the gateway's provider, or those they were for."
        )


def personal(found: Next, now: datetime) -> Finding:
    """What of people's data is past its time (docs/howto/personal-data.md)."""
    last = f"last done {_said(found.last)}" if found.last else "never done yet"
    if not (found.texts or found.deliveries or found.addressees):
        return fine(f"No personal data is past its time; {last}.")
    sentence = (
        f"Past their time are {found.texts:,} texts, the addresses of "
        f"{found.deliveries:,} deliveries and of {found.addressees:,} addressees; {last}"
    )
    if found.last is None or now - found.last <= TIDIED:
        return fine(f"{sentence}. A server takes them out by itself.")
    return must(f"{sentence}. See that a server runs, and read its log.")


def backups(settings: Settings, now: datetime) -> Finding:
    """The age of the newest scheduled backup."""
    if database_file(settings) is None:
        return fine("PostgreSQL is backed up by pg_dump (docs/howto/backup.md).")
    if settings.backup_dir is None:
        return fine("OUTREACH_BACKUP_DIR is not set: no backup is made by itself.")
    kept = kept_in(settings.backup_dir)
    if not kept:
        return must(
            f"There is no backup in {settings.backup_dir}: see that a server runs with "
            "this setting and may write there."
        )
    age = now - kept[-1].made_at
    said = f"The newest backup is {age // timedelta(hours=1)} hours old."
    if age <= BACKUP_AGE:
        return fine(said)
    return must(f"{said} See why in the server's log, or run “outreach backup FILE”.")


def _said(at: datetime) -> str:
    return f"{at:%d %B %Y, %H:%M:%S} UTC"
