"""A backup's file: a ZIP of the database, the secret key and a manifest.

Without the key no opt-out is recognised, so it travels with the database; the file is
for its owner alone (mode 0600).
"""

from __future__ import annotations

import hashlib
import os
import shutil
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from outreach.model.errors import InputError

MANIFEST, KEY, DATABASE = "manifest.json", "outreach.key", "outreach.db"
#: A key is 64 characters and an end of line; a setting may be somewhat longer.
_MOST_SMALL = 64 * 1024
#: The quickest: a server packs while it sends.
_LEVEL = 1


class Manifest(BaseModel):
    """What a backup says of itself."""

    model_config = ConfigDict(frozen=True)

    format: Literal[1] = 1
    #: The version of Outreach that made it.
    outreach: str
    #: The revision of the tables.
    revision: str
    made_at: datetime
    database_bytes: int
    database_sha256: str
    key_sha256: str
    #: Rows of each table.
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unpacked:
    """A backup that is what its manifest says."""

    manifest: Manifest
    database: Path
    key: bytes


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def pack(part: Path, database: Path, key: bytes, manifest: Manifest) -> None:
    """Write the archive to ``part``, which must not exist, through to the disk."""
    descriptor = os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "w+b") as file:
        with zipfile.ZipFile(
            file, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL
        ) as archive:
            archive.writestr(MANIFEST, manifest.model_dump_json(indent=2))
            archive.writestr(KEY, key)
            archive.write(database, DATABASE)
        file.flush()
        os.fsync(file.fileno())


def unpack(archive: Path, folder: Path) -> Unpacked:
    """Take a backup apart in ``folder``. Raises InputError where it is not whole."""
    try:
        with zipfile.ZipFile(archive) as opened:
            manifest = Manifest.model_validate_json(_small(opened, MANIFEST))
            key = _small(opened, KEY)
            database = folder / DATABASE
            with opened.open(DATABASE) as packed:
                _extract(packed, database, manifest.database_bytes)
    except ValidationError:
        raise _unsound(archive, "its manifest is not one of this version's") from None
    except KeyError as error:
        raise _unsound(archive, str(error.args[0]).rstrip(".")) from None
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise _unsound(archive, str(error).rstrip(".")) from None
    if sha256_of(database) != manifest.database_sha256:
        raise _unsound(archive, "its database has another checksum than was noted")
    if hashlib.sha256(key).hexdigest() != manifest.key_sha256:
        raise _unsound(archive, "its key has another checksum than was noted")
    return Unpacked(manifest=manifest, database=database, key=key)


def _small(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as packed:
        return packed.read(_MOST_SMALL)


def _extract(packed: IO[bytes], target: Path, most: int) -> None:
    """Write no more than was announced: a forged archive must not fill the disk."""
    with target.open("xb") as file:
        target.chmod(0o600)
        while piece := packed.read(1024 * 1024):
            if file.tell() + len(piece) > most:
                raise zipfile.BadZipFile("its database is longer than was noted")
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())


def _unsound(archive: Path, why: str) -> InputError:
    return InputError(
        f"{archive.name} is not a whole backup of Outreach ({why}). Use another one."
    )


def remove(*paths: Path) -> None:
    """Remove files and folders, as far as they are there."""
    for path in paths:
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
