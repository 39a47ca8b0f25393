"""Backing up while the server writes: one snapshot, whole or not at all.

The copy is taken in one step (``pages=-1``): a copy in several steps begins again at
each commit and never ends beside a busy writer. It reads through a connection of its
own that can't write, so it may run in any process, beside the writer's lock.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from outreach.model.errors import Fault, InputError, Refused
from outreach.settings import Settings
from outreach.store.archive import Manifest, pack, remove, sha256_of
from outreach.store.database import synced
from outreach.store.engines import database_file
from outreach.store.secret import read_secret

_PREFIX, _SUFFIX, _MOMENT = "outreach-", ".zip", "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A scheduled backup in its folder."""

    path: Path
    made_at: datetime


def back_up(settings: Settings, target: Path, now: datetime) -> Manifest:
    """Back up to ``target``, which then is whole. Raises Refused, InputError or Fault.

    Every transaction that was committed before the call is in it.
    """
    source, key = _source(settings), _key(settings)
    if target.exists():
        raise _taken(target)
    if not target.parent.is_dir():
        raise InputError(f"There is no folder {target.parent}. Make it first.")
    mark = secrets.token_hex(4)
    copy = target.with_name(f".{target.name}.{mark}.copy.part")
    part = target.with_name(f".{target.name}.{mark}.part")
    try:
        manifest = _copied(source, copy, key, now)
        pack(part, copy, key, manifest)
        _publish(part, target)
        synced(target.parent)
    except (OSError, sqlite3.Error) as error:
        raise Fault(_told(error, target)) from None
    finally:
        remove(copy, copy.with_name(copy.name + "-journal"), part)
    return manifest


def kept_in(folder: Path) -> list[Kept]:
    """The scheduled backups in a folder, oldest first."""
    found = []
    for path in folder.glob(f"{_PREFIX}*{_SUFFIX}"):
        moment = path.name.removeprefix(_PREFIX).removesuffix(_SUFFIX)
        try:
            made_at = datetime.strptime(moment, _MOMENT).replace(tzinfo=UTC)
        except ValueError:  # a file of somebody's own
            continue
        found.append(Kept(path=path, made_at=made_at))
    return sorted(found, key=lambda kept: kept.made_at)


def back_up_into(folder: Path, keep: int, settings: Settings, now: datetime) -> Path:
    """Back up to a new file in ``folder`` and remove all but the newest ``keep``."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    target = folder / f"{_PREFIX}{now.astimezone(UTC):{_MOMENT}}{_SUFFIX}"
    back_up(settings, target, now)
    remove(*(kept.path for kept in kept_in(folder)[:-keep]))
    remove(*folder.glob(f".{_PREFIX}*.part"))  # of one that a power cut ended
    return target


def _source(settings: Settings) -> Path:
    source = database_file(settings)
    if source is None:
        raise Refused(
            "The database is on PostgreSQL. Back it up with pg_dump, and the secret key "
            "with it: see docs/howto/backup.md."
        )
    if not source.exists():
        raise InputError(f"There is no database {source} to back up.")
    return source


def _key(settings: Settings) -> bytes:
    key = read_secret(settings)
    if key is None:
        raise InputError(
            f"There is no secret key in {settings.data_dir}, and without it a backup "
            "recognises no opt-out. Set OUTREACH_SECRET_KEY as the server has it."
        )
    return key


def _copied(source: Path, copy: Path, key: bytes, now: datetime) -> Manifest:
    with (
        closing(
            sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True)
        ) as read,
        closing(_private(copy)) as made,
    ):
        read.execute("PRAGMA busy_timeout=10000")
        read.backup(made, pages=-1)
        # One file, with no log beside it that could be forgotten.
        made.execute("PRAGMA journal_mode=DELETE")
        if (found := made.execute("PRAGMA quick_check(1)").fetchone()[0]) != "ok":
            raise Fault(
                f"The database {source} is damaged ({found}). Restore the newest backup."
            )
        counts, revision = _counts(made), _revision(made)
    return Manifest(
        outreach=version("outreach"),
        revision=revision,
        made_at=now,
        database_bytes=copy.stat().st_size,
        database_sha256=sha256_of(copy),
        key_sha256=hashlib.sha256(key).hexdigest(),
        counts=counts,
    )


def _publish(part: Path, target: Path) -> None:
    """Give it its name, if nobody took that since; sticks can't say so in one step."""
    try:
        os.link(part, target)
    except FileExistsError:
        raise _taken(target) from None
    except OSError:
        part.rename(target)


def _taken(target: Path) -> InputError:
    return InputError(f"{target} is there already. Choose another name.")


def _private(path: Path) -> sqlite3.Connection:
    path.touch(mode=0o600, exist_ok=False)
    return sqlite3.connect(path)


def _counts(connection: sqlite3.Connection) -> dict[str, int]:
    names = connection.execute(
        "SELECT name FROM sqlite_master WHERE type='table' AND name NOT LIKE 'sqlite_%'"
    )
    return {
        name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608  # our own tables' names
        for (name,) in names.fetchall()
    }


def _revision(connection: sqlite3.Connection) -> str:
    return str(
        connection.execute("SELECT version_num FROM alembic_version").fetchone()[0]
    )


def _told(error: Exception, target: Path) -> str:
    why = error.strerror if isinstance(error, OSError) else str(error)
    return (
        f"The backup {target} was not made: {why}. Make room or choose another folder."
    )
