"""``outreach import events``."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from outreach.cli.content import FILE
from outreach.cli.handoff import Office, act, do
from outreach.cli.office import AS
from outreach.cli.signing import signer
from outreach.directory.events import MOST_BYTES, Known, read_events
from outreach.dispatch import renewal
from outreach.model.reading import read
from outreach.settings import read_settings


@click.command("events")
@click.argument("file", type=FILE)
@click.option("--language", required=True, help="In which its texts are, such as en.")
@click.option("--country", required=True, help="Where it takes place, such as KE.")
@click.option("--locality", required=True, help="The town or village.")
@click.option("--kind", default="other", show_default=True)
@click.option("--timezone", help="Of the venue; else the calendar's or the country's.")
@click.option("--dry-run", is_flag=True, help="Only say what is wrong; store nothing.")
@AS
def events(file: Path, signs: str | None, *, dry_run: bool, **known: Any) -> None:
    """Store each event of a calendar (.ics) as an announcement; prints their ids."""
    with file.open("rb") as opened:
        data = opened.read(MOST_BYTES + 1)
    found = read_events(data, Known(**known))
    if dry_run:
        click.echo(f"{len(found)} events, nothing wrong.")
        return
    contents = [announcement.content for announcement in found]
    click.echo(do(read_settings(), "import_events", contents=contents, signs=signs))


@act
def import_events(office: Office, values: Mapping[str, Any]) -> str:
    """Store announcements, all or none; their ids, one a line."""
    refs = []
    with office.store.write() as connection:
        actor = signer(connection, office, values["signs"], "author")
        for content in values["contents"]:
            version, _ = renewal.announce(
                connection,
                office.settings,
                read(content).announcement,
                actor,
                office.now,
            )
            refs.append(version.ref)
    return "\n".join(refs)
