"""``outreach import announcements`` and ``outreach export announcements``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from outreach.cli.content import FILE
from outreach.cli.handoff import Office, act, do
from outreach.cli.office import AS
from outreach.cli.signing import signer
from outreach.directory.others import MOST_BYTES, Came, read_announcements
from outreach.dispatch import bringing
from outreach.model.errors import InputError
from outreach.model.reading import read
from outreach.settings import read_settings
from outreach.store import Connection, announcements
from outreach.store.database import looked_at, refuse_newer


@click.command("announcements")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=FILE)
@click.option("--office", metavar="NAME", help="Whose those are that do not say.")
@click.option("--prefix", default="", help="Before the ids that come, such as nbo-.")
@click.option("--dry-run", is_flag=True, help="Only say what is wrong; store nothing.")
@AS
def import_(
    files: tuple[Path, ...],
    office: str | None,
    prefix: str,
    dry_run: bool,
    signs: str | None,
) -> None:
    """Store another office's announcements (our JSON), all or none; prints their ids.

    Nothing goes out by it: each is planned and approved as any other.
    """
    came = read_announcements([(path.name, _read(path)) for path in files], office)
    if dry_run:
        with looked_at(read_settings()) as connection:
            placed = bringing.place(connection, read_settings(), came, prefix)
        for one in placed:
            click.echo(one.said)
        click.echo(f"{len(placed)} announcements, nothing wrong.")
        return
    contents = [[one.place, one.announcement.content] for one in came]
    values = {"contents": contents, "prefix": prefix, "signs": signs}
    said = json.loads(do(read_settings(), "import_announcements", **values))
    for ref in said["refs"]:
        click.echo(ref)
    for sentence in said["sentences"]:
        click.echo(sentence, err=True)


@click.command("announcements")
@click.argument("refs", metavar="REF...", nargs=-1)
@click.option(
    "--since",
    metavar="DAY",
    help="All that changed since that day, such as 2027-03-01.",
)
def export_(refs: tuple[str, ...], since: str | None) -> None:
    """Print announcements as JSON that another office imports, with whose they are."""
    if bool(refs) == bool(since):
        raise click.UsageError("Say which: REF..., or --since DAY.")
    settings = read_settings()
    with looked_at(settings) as connection:
        if connection is None:
            raise InputError("There is no announcement yet.")
        refuse_newer(connection)
        wanted = refs or _changed(connection, since or "")
        found = bringing.given_out(connection, settings, wanted)
    click.echo(json.dumps(found, indent=2, ensure_ascii=False))


def _changed(connection: Connection, since: str) -> list[str]:
    """The ids of what changed since the day, what changed first before the rest."""
    try:
        day = datetime.combine(date.fromisoformat(since), datetime.min.time())
    except ValueError:
        raise InputError("Say the day as 2027-03-01.") from None
    newest = announcements.newest_versions(connection, None)
    found = [v.ref for v in newest if v.created_at.replace(tzinfo=None) >= day]
    return found[::-1]


def _read(path: Path) -> bytes:
    with path.open("rb") as opened:
        return opened.read(MOST_BYTES + 1)


@act
def import_announcements(office: Office, values: Mapping[str, Any]) -> str:
    """Store what other offices announced, all or none; ids and sentences, as JSON."""
    came = [
        Came(place=place, announcement=read(content).announcement)
        for place, content in values["contents"]
    ]
    with office.store.write() as connection:
        actor = signer(connection, office, values["signs"], "author")
        placed = bringing.place(connection, office.settings, came, values["prefix"])
        bringing.bring(connection, office.settings, placed, actor, office.now)
    refs = list(dict.fromkeys(str(one.announcement.id) for one in placed))
    return json.dumps({"refs": refs, "sentences": [one.said for one in placed]})
