"""``outreach leaflet``: how organisations join, answer, stop and ask, on one sheet."""

from __future__ import annotations

from pathlib import Path

import click

from outreach.inbox import leaflet as making
from outreach.model.layout import PAPER_SIZES, PaperSize
from outreach.settings import read_settings
from outreach.store.database import looked_at, refuse_newer


@click.command()
@click.option(
    "--language",
    "languages",
    required=True,
    multiple=True,
    help="Of the leaflet; sw,en: the second on the back.",
)
@click.option(
    "--paper",
    type=click.Choice(PAPER_SIZES),
    help="Of pages; else the office's.",
)
@click.option("--country", help="Where it is handed out: two letters such as KE.")
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), help="Write it here."
)
def leaflet(
    languages: tuple[str, ...],
    paper: PaperSize | None,
    country: str | None,
    out: Path | None,
) -> None:
    """Make the leaflet for organisations: how to join, answer, stop and ask."""
    settings = read_settings()
    languages = tuple(code for given in languages for code in given.split(","))
    with looked_at(settings) as connection:
        if connection is not None:
            refuse_newer(connection)
        made = making.make(connection, settings, languages, paper, country)
    folder = out or settings.out
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{making.stem_of(languages)}.{made.file.name}"
    path.write_bytes(made.file.data)
    click.echo(path)
    for sentence in made.notes:
        click.echo(f"note: {sentence}", err=True)
