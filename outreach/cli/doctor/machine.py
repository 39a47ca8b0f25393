"""The machine and how it is reached: space, address, quiet hours."""

from __future__ import annotations

import ipaddress
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from outreach.cli.doctor.finding import Finding, fine, must
from outreach.settings import Settings

LITTLE_SPACE = 500 * 1024 * 1024


def findings(settings: Settings) -> Iterator[Finding]:
    """Everything about the machine and its settings."""
    yield space("the database", settings.data_dir)
    yield space("what goes out", settings.out)
    if settings.backup_dir:
        yield space("backups", settings.backup_dir)
    yield public_url(settings.public_url)
    yield quiet_hours(settings)


def space(use: str, folder: Path) -> Finding:
    """Room on the disk that holds, or will hold, a folder."""
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    said = f"{free // 2**20:,} MB free for {use}."
    return fine(said) if free > LITTLE_SPACE else must(f"{said} Make room.")


def public_url(url: str | None) -> Finding:
    """Whether providers can call the address back, and nobody can listen."""
    if url is None:
        return fine("OUTREACH_PUBLIC_URL is not set: no provider can call back.")
    parts = urlsplit(url)
    if parts.scheme != "https" or not parts.hostname:
        return must(
            f"OUTREACH_PUBLIC_URL is {url}: passwords and callbacks would travel "
            "unprotected. Put https before it, and a certificate on the server."
        )
    if _is_here(parts.hostname):
        return must(
            f"OUTREACH_PUBLIC_URL is {url}: providers can't reach that. Give the name by "
            "which the internet reaches this server."
        )
    return fine(f"Providers call back at {url}.")


def quiet_hours(settings: Settings) -> Finding:
    """Whether people are left to sleep."""
    if settings.quiet_hours is None:
        return fine(
            "OUTREACH_QUIET_HOURS is not set: texts go out at any hour of the night."
        )
    start, end = settings.quiet_hours
    return fine(
        f"Nothing goes out from {start:%H:%M} to {end:%H:%M} where people live."
    )


def _is_here(host: str) -> bool:
    """Whether a host is this machine or this network: nobody outside reaches it."""
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        name = host.rstrip(".").lower()
        return "." not in name or name.endswith((".localhost", ".local", ".internal"))
