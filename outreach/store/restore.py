"""Restoring a backup: checked and upgraded beside the database, then put in its place.

While the files change places a mark stands beside them. Whoever finds it (a power cut
came between) refuses to open the database until the restore was run again.
"""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from outreach.model.errors import Fault, InputError, Refused
from outreach.settings import Settings
from outreach.store import broadcasts, editions, replies, revision, schedules
from outreach.store.archive import KEY, Manifest, Unpacked, unpack
from outreach.store.audit import record
from outreach.store.broadcasts import Broadcast, BroadcastState
from outreach.store.database import (
    Store,
    half_restored,
    locked,
    opened,
    synced,
)
from outreach.store.engines import database_file


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What a restore did."""

    manifest: Manifest
    #: The folder with what was there before; None if there was nothing.
    aside: Path | None
    #: Codes of the broadcasts that were stopped, and of those that wait for approval: they
    #: may have been approved and sent since.
    stopped: Sequence[str]
    waiting: Sequence[str]


def restore(settings: Settings, archive: Path, now: datetime) -> Restored:
    """Put a backup in the database's place. Raises Locked, Refused, InputError or Fault.

    Whatever it raises, the database is as it was. What went out after the backup is not
    known in it, so every broadcast that would go on is stopped for a person to decide.
    """
    target = database_file(settings)
    if target is None:
        raise Refused(
            "The database is on PostgreSQL. Restore it with pg_restore: see "
            "docs/howto/backup.md."
        )
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    with (
        locked(settings),
        tempfile.TemporaryDirectory(
            prefix=".restore-", dir=settings.data_dir, ignore_cleanup_errors=True
        ) as work,
    ):
        try:
            found = unpack(archive, Path(work))
            _check(found, settings)
            stopped, waiting = _brought_up(found, settings, now)
            aside = _swap(found, target, now)
        except (OSError, SQLAlchemyError) as error:
            why = getattr(error, "strerror", None) or str(getattr(error, "orig", error))
            raise Fault(
                f"Nothing was restored: {why}. Make room and try again."
            ) from None
    return Restored(
        manifest=found.manifest, aside=aside, stopped=stopped, waiting=waiting
    )


def _check(found: Unpacked, settings: Settings) -> None:
    made = found.manifest
    given = settings.values.get("OUTREACH_SECRET_KEY")
    if given and given.encode() != found.key:
        raise Refused(
            "OUTREACH_SECRET_KEY is not the key of this backup: no opt-out in it would "
            "be recognised. Set that key, or none."
        )
    if revision.is_newer(made.revision):
        raise Refused(
            f"The backup was made by a newer Outreach ({made.outreach}). Install that "
            "version or a newer one first."
        )
    if (fault := _damage(found.database)) is not None:
        raise InputError(
            f"The database in the backup is damaged ({fault}). Use another one."
        )


def _damage(database: Path) -> str | None:
    try:
        with closing(sqlite3.connect(database)) as connection:
            answer = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
    except sqlite3.DatabaseError as error:
        return str(error)
    return None if answer == "ok" else str(answer)


def _brought_up(
    found: Unpacked, settings: Settings, now: datetime
) -> tuple[list[str], list[str]]:
    """Upgrade the copy to this version and stop its broadcasts; the codes of those that
    were stopped and of those that wait.
    """
    _write_key(found.database.with_name(KEY), found.key)
    place = replace(settings, database_url=f"sqlite:///{found.database}")
    with opened(place) as store:
        return _stop(store, found.manifest, now)


def _write_key(path: Path, key: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(key + b"\n")
        file.flush()
        os.fsync(file.fileno())


def _stop(store: Store, made: Manifest, now: datetime) -> tuple[list[str], list[str]]:
    since = f"Restored from a backup of {made.made_at:%d %B %Y, %H:%M} UTC: "
    with store.write() as connection:
        stopped = _stop_going(connection, since, now)
        waiting = broadcasts.in_state(connection, "waiting")
        why = f"{since}it may have been approved and sent since. Ask before you approve it."
        for one in waiting:
            broadcasts.change(connection, one.id, reason=why)
        for key in editions.due(connection, int(now.timestamp())):
            editions.skip(connection, editions.locked_series(connection, key), now)
        replies.give_up(connection, "Restored from a backup: it may have gone.", now)
        record(
            connection, None, now, "restore", made.made_at.isoformat(), stopped=stopped
        )
    return stopped, [one.code for one in waiting]


def _stop_going(connection: Connection, since: str, now: datetime) -> list[str]:
    """Stop what is under way and what is due; the codes of the broadcasts that this stops."""
    reason = f"{since}what went out since then is not known here. Decide whether it still goes out."
    due = schedules.due(connection, int(now.timestamp()))
    stops: list[tuple[Broadcast, BroadcastState]] = [
        (one, "paused") for one in broadcasts.in_state(connection, "fanout", "running")
    ]
    for one in due:
        if one.kind == "every":
            schedules.skip(connection, one, now)
        found = broadcasts.by_id(connection, one.broadcast_id)
        if found.state == "approved":
            stops.append((found, "held"))
    for broadcast, new in stops:
        broadcasts.move(connection, broadcast.id, new, broadcast.state, reason=reason)
    return [broadcast.code for broadcast, _ in stops]


def _swap(found: Unpacked, target: Path, now: datetime) -> Path | None:
    folder = target.parent
    key = folder / KEY
    there = [
        path
        for path in (
            target,
            *(Path(f"{target}{end}") for end in ("-wal", "-shm", ".moved")),
            key,
        )
        if path.exists()
    ]
    aside = _unused(folder, f"before-restore-{now:%Y%m%dT%H%M%SZ}")
    with _marked(folder), _all_or_nothing(aside) as moved:
        if there:
            aside.mkdir(mode=0o700)
        for path in there:
            moved(path, aside / path.name)
        moved(found.database, target)
        moved(found.database.with_name(KEY), key)
        synced(folder)
    return aside if there else None


def _unused(folder: Path, name: str) -> Path:
    """A clock that was put back must not mix two databases in one folder."""
    names = (name, *(f"{name}-{number}" for number in range(2, 100)))
    return next(path for path in map(folder.joinpath, names) if not path.exists())


@contextmanager
def _marked(folder: Path) -> Iterator[None]:
    """A power cut in the block leaves the mark; an error takes it away again."""
    mark = half_restored(folder)
    cut_off_before = mark.exists()
    mark.touch()
    synced(folder)
    try:
        yield
    except OSError:
        if not cut_off_before:
            mark.unlink()
        raise
    mark.unlink()
    synced(folder)


class _Moves:
    """Renames that can be taken back."""

    def __init__(self) -> None:
        self.done: list[tuple[Path, Path]] = []

    def __call__(self, old: Path, new: Path) -> None:
        old.rename(new)
        self.done.append((old, new))


@contextmanager
def _all_or_nothing(aside: Path) -> Iterator[_Moves]:
    moves = _Moves()
    try:
        yield moves
    except OSError:
        for old, new in reversed(moves.done):
            new.rename(old)
        if aside.exists():
            aside.rmdir()
        raise
