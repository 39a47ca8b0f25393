"""``outreach backup`` and ``outreach restore``."""

from __future__ import annotations

from pathlib import Path

import click

from outreach.cli.content import FILE
from outreach.cli.handoff import clock
from outreach.settings import read_settings
from outreach.store.backup import back_up
from outreach.store.restore import Restored
from outreach.store.restore import restore as restored

#: What a person knows the size of an office by, as the manifest names it.
_COUNTED = ("organisations", "announcements", "broadcasts", "deliveries")


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def backup(file: Path) -> None:
    """Back up database and secret key to FILE, also while a server runs."""
    manifest = back_up(read_settings(), file, clock())
    counts = ", ".join(f"{manifest.counts.get(n, 0):,} {n}" for n in _COUNTED)
    click.echo(f"{file}: {counts}; {_megabytes(file.stat().st_size)}.")
    click.echo(
        "It holds phone numbers and the secret key: keep it safe, and not only on this "
        "machine."
    )


@click.command()
@click.argument("file", type=FILE)
def restore(file: Path) -> None:
    """Put a backup in the database's place; the old one is kept aside."""
    done = restored(read_settings(), file, clock())
    for line in _told(done):
        click.echo(line)


def _told(done: Restored) -> list[str]:
    made = done.manifest
    said = [f"Restored the backup of {made.made_at:%d %B %Y, %H:%M} UTC."]
    if done.aside:
        said.append(f"What was there before is in {done.aside}.")
    if done.stopped:
        said.append(
            f"Stopped until somebody decides: {', '.join(done.stopped)}. What they sent "
            "after the backup is not known here; resume or cancel each."
        )
    if done.waiting:
        said.append(
            f"Waiting for approval, but perhaps sent since: {', '.join(done.waiting)}. Ask "
            "before you approve it."
        )
    said.append(
        "Opt-outs that came after the backup are not in it: record them again before "
        "anything is sent."
    )
    return said


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:,.1f} MB"
