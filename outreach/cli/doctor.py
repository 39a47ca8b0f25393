"""``outreach doctor``: what stands in the way, and what to do about it."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import packages_distributions
from pathlib import Path

import click

from outreach import registry
from outreach.model.errors import OutreachError
from outreach.settings import Settings, read_settings

#: SQLite before this can corrupt a WAL file when two connections checkpoint at once; our
#: one writer stays out of its way.
SOUND_SQLITE = (3, 51, 3)
LITTLE_SPACE = 500 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at."""

    sound: bool
    sentence: str


@click.command()
def doctor() -> None:
    """Check this installation; exits 3 if something must be done."""
    settings = read_settings()
    failed = False
    for finding in findings(settings):
        failed |= not finding.sound
        click.echo(f"{'ok  ' if finding.sound else 'DO  '} {finding.sentence}")
    if failed:
        raise click.exceptions.Exit(3)


def findings(settings: Settings) -> Iterator[Finding]:
    """Everything looked at, in order."""
    yield from _own_packages()
    yield from _plugins(settings)
    yield _sqlite()
    yield _space(settings)
    yield _public_url(settings)


def _own_packages() -> Iterator[Finding]:
    owners = packages_distributions()
    for name in ("channels", "templates"):
        others = sorted(set(owners.get(name, [])) - {"outreach"})
        if others:
            yield Finding(
                False,
                f"“{name}” also comes from {', '.join(others)}: install Outreach in an "
                "environment of its own.",
            )
        else:
            yield Finding(True, f"“{name}” is ours alone.")


def _plugins(settings: Settings) -> Iterator[Finding]:
    found = registry.plugins()
    for broken in found.broken:
        yield Finding(
            False,
            f"{broken.name} of {broken.distribution} could not be loaded ({broken.reason}): "
            "mend or uninstall it.",
        )
    for channel in found.channels.values():
        try:
            name = registry.route(channel, settings)
            registry.gateway(name, settings)
        except OutreachError as error:
            yield Finding(False, f"{channel.label}: {error}")
        else:
            yield Finding(True, f"{channel.label} goes out by {name}.")


def _sqlite() -> Finding:
    if sqlite3.sqlite_version_info >= SOUND_SQLITE:
        return Finding(True, f"SQLite {sqlite3.sqlite_version}.")
    return Finding(
        True,
        f"SQLite {sqlite3.sqlite_version} has a known fault with several writers; Outreach "
        "writes with one. Let no other program write to the database file.",
    )


def _space(settings: Settings) -> Finding:
    folder = settings.data_dir
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(Path(folder)).free
    said = f"{free // 2**20:,} MB free for the database."
    return Finding(
        free > LITTLE_SPACE, said if free > LITTLE_SPACE else said + " Make room."
    )


def _public_url(settings: Settings) -> Finding:
    if settings.public_url:
        return Finding(True, f"Providers call back at {settings.public_url}.")
    return Finding(True, "OUTREACH_PUBLIC_URL is not set: no provider can call back.")
