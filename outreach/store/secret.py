"""The office's secret key: a file beside the database, made once, mode 0600."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from functools import lru_cache
from pathlib import Path

from sqlalchemy import Connection, select, text

from outreach.model.errors import InputError, Refused
from outreach.settings import Settings
from outreach.store.tables import secret_key


def read_or_make_secret(settings: Settings) -> bytes:
    """OUTREACH_SECRET_KEY, or the key file's content; the file is made if missing.

    Without it no opt-out is recognised any more, so a backup has to carry it.
    """
    if (found := read_secret(settings)) is not None:
        return found
    path = _path(settings)
    _make(path)
    return path.read_bytes().strip()


def read_secret(settings: Settings) -> bytes | None:
    """The key as it is set or kept; None if there is none yet. Makes nothing."""
    if given := settings.values.get("OUTREACH_SECRET_KEY"):
        if len(given) < 32:
            raise InputError(
                "OUTREACH_SECRET_KEY is too short: give 32 characters or more."
            )
        return given.encode()
    path = _path(settings)
    return path.read_bytes().strip() if path.exists() else None


def _path(settings: Settings) -> Path:
    return settings.data_dir / "outreach.key"


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:  # another process was quicker
        return
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_hex(32) + "\n")


def address_hash(secret: bytes, channel: str, address: str) -> str:
    """The keyed hash by which a consent or opt-out knows its address (HMAC-SHA-256)."""
    begun_inner, begun_outer = _begun(secret)
    inner, outer = begun_inner.copy(), begun_outer.copy()
    inner.update(f"{channel}\n{address}".encode())
    outer.update(inner.digest())
    return outer.hexdigest()


@lru_cache(maxsize=4)
def _begun(secret: bytes) -> tuple[hashlib._Hash, hashlib._Hash]:
    """HMAC's two hashes with the key in them (RFC 2104): every address of every window is
    hashed, and beginning anew takes longer than all the rest.
    """
    key = hashlib.sha256(secret).digest() if len(secret) > 64 else secret
    padded = key.ljust(64, b"\0")
    inner, outer = (bytes(byte ^ pad for byte in padded) for pad in (0x36, 0x5C))
    return hashlib.sha256(inner), hashlib.sha256(outer)


class WrongKey(Refused):
    """The key is not the one that the hashes in the database were made with."""


def hold_to_key(connection: Connection, secret: bytes, settings: Settings) -> None:
    """Note whose hashes these are when the database is new. Raises WrongKey.

    With another key no opt-out would be recognised, and people who said STOP be written to.
    """
    wanted = fingerprint(secret)
    found = select(secret_key.c.fingerprint)
    kept = connection.execute(found).scalar()
    if kept is None:
        connection.execute(_NOTE, {"one": 1, "fingerprint": wanted})
        kept = connection.execute(found).scalar_one()
    if not hmac.compare_digest(kept, wanted):
        raise WrongKey(
            "The secret key is not this database's: with it no opt-out would be "
            "recognised. Set OUTREACH_SECRET_KEY to the key that the database was made "
            f"with, or put its outreach.key into {settings.data_dir}."
        )


_NOTE = text(
    "INSERT INTO secret_key (one, fingerprint) VALUES (:one, :fingerprint) "
    "ON CONFLICT DO NOTHING"  # another process was quicker
)


def fingerprint(secret: bytes) -> str:
    """What tells keys apart and gives none away."""
    return hmac.new(secret, b"outreach", hashlib.sha256).hexdigest()
