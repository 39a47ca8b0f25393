"""What the gateways that write files share: checked names, one writer, durable folders."""

from __future__ import annotations

import errno
import fcntl
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from outreach.model.contracts import GatewayError

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,79}")
#: What goes away by itself or by retrying elsewhere; all else needs a person.
_PASSING = {errno.EINTR, errno.EAGAIN, errno.ENOSPC, errno.EDQUOT, errno.EIO}


def checked(*names: str) -> None:
    """Raise GatewayError where an id that becomes a file name could leave its folder."""
    for name in names:
        if not _NAME.fullmatch(name):
            raise GatewayError(
                f"“{name[:40]}” can't be a file name: ids have letters, digits, - and _ only.",
                permanent=True,
            )


@contextmanager
def locked(path: Path, *, make: bool = True) -> Iterator[int]:
    """The file descriptor of ``path``, made if need be, for one writer at a time.

    The lock goes when the process does, however it dies. Raises OSError, which without
    ``make`` is FileNotFoundError where there is no such file.
    """
    how = os.O_RDWR | os.O_CLOEXEC | (os.O_CREAT if make else 0)
    descriptor = os.open(path, how, 0o640)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield descriptor
    finally:
        os.close(descriptor)


def made_folder(folder: Path) -> Path:
    """``folder``, made if need be so that it outlives a power cut. Raises OSError."""
    if not folder.is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        sync_folder(folder.parent)
    return folder


def check_folder(folder: Path) -> None:
    """Raise GatewayError where nothing can be written in ``folder``. Leaves no trace."""
    place = folder
    while not place.exists():
        place = place.parent
    try:
        with tempfile.TemporaryFile(dir=place):
            pass
    except OSError as error:
        raise GatewayError(told(error, folder), permanent=True) from None


def sync_folder(folder: Path) -> None:
    """Make names that were made or changed in ``folder`` outlive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def needs_a_person(error: OSError) -> bool:
    """Whether trying again can't help until somebody has changed something."""
    return error.errno not in _PASSING


def told(error: OSError, path: Path) -> str:
    """The fault as staff are told it."""
    why = error.strerror or type(error).__name__
    return (
        f"Can't write {path}: {why}. Make room or set OUTREACH_OUT to another folder."
    )
