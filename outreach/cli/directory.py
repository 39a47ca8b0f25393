"""``outreach directory``: the organisations and people who agreed to be listed, in print."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from outreach.cli.days import DAY
from outreach.cli.handoff import clock
from outreach.model.errors import InputError
from outreach.model.layout import PAPER_SIZES, PaperSize
from outreach.reports import directory as making
from outreach.settings import read_settings
from outreach.store.database import looked_at, refuse_newer
from outreach.store.secret import read_secret


@click.command()
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True)
@click.option("--language", default="en", show_default=True, help="Of our words in it.")
@click.option("--title", help="Else “Directory of civil society organisations”.")
@click.option("--country", help="Only there: two letters such as KE.")
@click.option("--region", help="Of that country, only this region.")
@click.option(
    "--paper", type=click.Choice(PAPER_SIZES), help="A4 or letter; else the office's."
)
@click.option("--day", type=DAY, help="That stands on it; else today's.")
@click.option(
    "--leave-out", is_flag=True, help="Go on without who has a letter of no font."
)
def directory(
    out: Path,
    language: str,
    title: str | None,
    country: str | None,
    region: str | None,
    paper: PaperSize | None,
    day: date | None,
    leave_out: bool,
) -> None:
    """Print the directory of all who agreed to be listed: by region, with an index."""
    if region is not None and country is None:
        raise click.UsageError("--region needs --country: say where the region is.")
    settings = read_settings()
    today = clock().astimezone(ZoneInfo(settings.timezone)).date()
    sheet = making.sheet_of(
        settings, language, day or today, paper, title, leave_out=leave_out
    )
    secret = read_secret(settings)
    with looked_at(settings) as connection:
        if connection is None or secret is None:
            raise InputError("There is no directory yet.")
        refuse_newer(connection)
        made = making.make(connection, secret, sheet, country, region)
    out.write_bytes(made.file.data)
    click.echo(f"{out}: {made.pages:,} pages")
    for sentence in made.notes:
        click.echo(f"note: {sentence}", err=True)
