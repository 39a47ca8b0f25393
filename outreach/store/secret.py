"""The office's secret key: a file beside the database, made once, mode 0600."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from pathlib import Path

from outreach.model.errors import InputError
from outreach.settings import Settings


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
    return hmac.new(
        secret, f"{channel}\n{address}".encode(), hashlib.sha256
    ).hexdigest()
