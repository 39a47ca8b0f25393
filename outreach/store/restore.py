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

from sqlalchemy.exc import SQLAlchemyError

from outreach.model.errors import Fault, InputError, Refused
from outreach.settings import Settings
from outreach.store import broadcasts, replies, revision, schedules
from outreach.store.archive import KEY, Manifest, Unpacked, unpack
from outreach.store.audit import record
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
    #: Codes of the broadcasts that were stopped.
    stopped: Sequence[str]


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
            stopped = _brought_up(found, settings, now)
            aside = _swap(found, target, now)
        except (OSError, SQLAlchemyError) as error:
            why = getattr(error, "strerror", None) or str(getattr(error, "orig", error))
            raise Fault(
                f"Nothing was restored: {why}. Make room and try again."
            ) from None
    return Restored(manifest=found.manifest, aside=aside, stopped=stopped)


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


def _brought_up(found: Unpacked, settings: Settings, now: datetime) -> list[str]:
    """Upgrade the copy to this version and stop its broadcasts; their codes."""
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


def _stop(store: Store, made: Manifest, now: datetime) -> list[str]:
    reason = (
        f"Restored from a backup of {made.made_at:%d %B %Y, %H:%M} UTC: what went out "
        "since then is not known here. Decide whether it still goes out."
    )
    with store.write() as connection:
        running = broadcasts.in_state(connection, "fanout", "running")
        due = schedules.due(connection, int(now.timestamp()))
        late = [broadcasts.by_id(connection, one.broadcast_id) for one in due]
        for repeated in (one for one in due if one.kind == "every"):
            schedules.skip(connection, repeated, now)
        for one in running:
            broadcasts.move(connection, one.id, "paused", one.state, reason=reason)
        for one in late:
            broadcasts.move(connection, one.id, "held", "approved", reason=reason)
        replies.give_up(connection, "Restored from a backup: it may have gone.", now)
        stopped = [one.code for one in (*running, *late)]
        record(
            connection, None, now, "restore", made.made_at.isoformat(), stopped=stopped
        )
    return stopped


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
