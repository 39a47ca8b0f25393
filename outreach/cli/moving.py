"""``outreach migrate-to``."""

from __future__ import annotations

import sys

import click

from outreach.settings import Settings, read_settings
from outreach.store.move import Moved, move


@click.command("migrate-to")
@click.argument("url")
def migrate_to(url: str) -> None:
    """Copy everything into the empty PostgreSQL database at URL, and check that it arrived.

    What is here stays as it is. Run again after it was cut off, it starts over.
    """
    settings = read_settings()
    with click.progressbar(
        length=1, label="Copying", file=sys.stderr, hidden=not sys.stderr.isatty()
    ) as bar:

        def show(done: int, total: int) -> None:
            bar.length = total
            bar.update(done - bar.pos)

        moved = move(settings, url, show)
    for line in _told(moved, settings):
        click.echo(line)


def _told(moved: Moved, settings: Settings) -> list[str]:
    said = [f"{rows:>12,}  {name}" for name, rows in moved.rows.items()]
    if moved.before:
        return [*said, "This office's data is there already; nothing was changed."]
    said.append(
        "Everything arrived: each table's rows and every delivery's state agree."
    )
    said.append(_about_the_key(settings))
    said.append("Set OUTREACH_DATABASE_URL to the new address and start the server.")
    return said


def _about_the_key(settings: Settings) -> str:
    if settings.values.get("OUTREACH_SECRET_KEY"):
        return "Every server and worker there needs the same OUTREACH_SECRET_KEY."
    return (
        "The secret key has to go along: set OUTREACH_SECRET_KEY_FILE on every machine to a "
        f"copy of {settings.data_dir / 'outreach.key'}. Without it no opt-out is recognised, "
        "and the server does not start."
    )
