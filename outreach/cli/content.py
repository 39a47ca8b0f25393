"""Commands that need no database: render, validate, schema, channels."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from outreach import registry
from outreach.cli.edition import edition_of
from outreach.cli.sayings import lexicon_of
from outreach.cli.selection import Selection, Wanted, refused_by_name
from outreach.dispatch import layouts
from outreach.model.aloud import CanRehearse
from outreach.model.announcement import Announcement
from outreach.model.announcement import schema as announcement_schema
from outreach.model.edition import Subject
from outreach.model.errors import CannotCarry, InputError
from outreach.model.identity import identified
from outreach.model.layout import PAPER_SIZES, Layout, PaperSize
from outreach.model.lexicon import Saying, in_language
from outreach.model.reading import Reading, read_json
from outreach.model.rendition import Rendition
from outreach.settings import read_settings

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


def read_file(path: Path) -> Announcement:
    """The announcement in a file, with an id; notes go to standard error."""
    reading: Reading = read_json(path.read_bytes())
    for note in reading.notes:
        click.echo(f"note: {note}", err=True)
    return identified(reading.announcement)


@click.command()
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=FILE)
@click.option("--channel", "channels", multiple=True, help="Only this channel.")
@click.option(
    "--language", "languages", multiple=True, help="Only this; en,sw: both on a page."
)
@click.option("--variant", "variants", multiple=True, help="Only this variant.")
@click.option("--labels", help="Language of the labels where the text's own has none.")
@click.option(
    "--paper", type=click.Choice(PAPER_SIZES), help="Of pages; else the office's."
)
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), help="Write files here."
)
@click.option(
    "--aloud", is_flag=True, help="Read scripts aloud too: for staff, not for air."
)
@click.option(
    "--lexicon", type=FILE, help="How names are said, as JSON; else the office's own."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line.")
def render(
    files: tuple[Path, ...],
    channels: tuple[str, ...],
    languages: tuple[str, ...],
    variants: tuple[str, ...],
    labels: str | None,
    paper: PaperSize | None,
    out: Path | None,
    aloud: bool,
    lexicon: Path | None,
    as_json: bool,
) -> None:
    """Render an announcement, or of several files an edition."""
    subject, name = _subject([read_file(path) for path in files])
    selection = Selection(
        channels=channels,
        languages=tuple(tuple(given.split(",")) for given in languages),
        variants=variants,
    )
    layout = Layout(labels=labels, paper=paper)
    sayings = lexicon_of(read_settings(), lexicon)
    made: list[Wanted] = []
    refused: list[Wanted] = []
    for wanted in selection.of(subject):
        try:
            rendition = _render(subject, wanted, layout, sayings, aloud=aloud)
        except CannotCarry as error:
            refused.append(wanted)
            click.echo(f"{wanted}: {error}", err=True)
            continue
        made.append(wanted)
        paths = _write(rendition, f"{name}.{wanted.stem}", out) if out else []
        _report(rendition, wanted, paths, as_json=as_json)
    if not made and not refused:
        kind = "an announcement" if len(files) == 1 else "an edition"
        raise InputError(f"Nothing that was named is made of {kind}.")
    if not made or refused_by_name(selection, made, refused):
        raise click.exceptions.Exit(1)


@click.command()
@click.argument("file", type=FILE)
def validate(file: Path) -> None:
    """Check an announcement, and say what is wrong with it."""
    announcement = read_file(file)
    click.echo(f"{announcement.id}: sound, in {', '.join(announcement.languages)}.")


@click.command()
def schema() -> None:
    """Print the JSON Schema of an announcement."""
    click.echo(json.dumps(announcement_schema(), indent=2, ensure_ascii=False))


@click.command()
def channels() -> None:
    """List the channels and gateways there are, and those that could not be loaded."""
    found = registry.plugins()
    for channel in found.channels.values():
        variants = ", ".join(variant.name for variant in channel.variants)
        click.echo(
            f"channel {channel.name}: {channel.label}. Variants {variants}. ", nl=False
        )
        click.echo(f"Languages {', '.join(sorted(channel.languages))}.")
    for name, gateway in found.gateways.items():
        carries = " and ".join(sorted(gateway.capabilities.freight))
        click.echo(f"gateway {name}: {gateway.label}. Carries {carries}.")
    for broken in found.broken:
        kind = "channel" if broken.group == registry.CHANNELS else "gateway"
        click.echo(
            f"{kind} {broken.name} of {broken.distribution} could not be loaded: {broken.reason}",
            err=True,
        )


def _subject(items: list[Announcement]) -> tuple[Subject, str]:
    if len(items) == 1:
        return items[0], str(items[0].id)
    edition = edition_of(items)
    return edition, f"edition-{edition.number}"


def _render(
    subject: Subject,
    wanted: Wanted,
    layout: Layout,
    sayings: tuple[Saying, ...],
    *,
    aloud: bool,
) -> Rendition:
    channel = registry.channel(wanted.channel)
    replaces = subject.replaces if isinstance(subject, Announcement) else None
    settings = read_settings()
    offered = {
        "replaces": replaces,
        "heard_in": settings.country,
        "lexicon": in_language(sayings, wanted.languages[0]),
    }
    offered |= layouts.offered(layout, settings)
    options = registry.options_of(channel, offered, {})
    made = channel.render(subject, wanted.languages, wanted.variant, options)
    if not aloud or not isinstance(channel, CanRehearse):
        return made
    voice = channel.rehearse(made, wanted.languages[0], options)
    return replace(made, files=(*made.files, voice))


def _write(rendition: Rendition, stem: str, out: Path) -> list[Path]:
    out.mkdir(parents=True, exist_ok=True)
    paths = []
    for file in rendition.files:
        path = out / f"{stem}.{file.name}"
        path.write_bytes(file.data)
        paths.append(path)
    return paths


def _report(
    rendition: Rendition, wanted: Wanted, paths: list[Path], *, as_json: bool
) -> None:
    if as_json:
        click.echo(json.dumps(_object(rendition, wanted, paths), ensure_ascii=False))
        return
    click.echo(f"{wanted}: {_measure(rendition)}")
    for path in paths:
        click.echo(f"  {path}")
    for note in rendition.notes:
        click.echo(f"  note: {note}")
    if not paths and rendition.text:
        click.echo(rendition.text)


def _object(rendition: Rendition, wanted: Wanted, paths: list[Path]) -> dict[str, Any]:
    return {
        "channel": wanted.channel,
        "language": ",".join(wanted.languages),
        "variant": wanted.variant,
        "files": [str(path) for path in paths]
        or [file.name for file in rendition.files],
        "text": rendition.text,
        "measure": rendition.measure.content,
        "notes": list(rendition.notes),
    }


def _measure(rendition: Rendition) -> str:
    m = rendition.measure
    said = (
        m.segments is not None and f"{m.segments} segment{'s' * (m.segments != 1)}",
        m.seconds is not None and f"{m.seconds:.0f} seconds",
        m.pages is not None and f"{m.pages} page{'s' * (m.pages != 1)}",
        m.per_sheet is not None and f"{m.per_sheet} on a sheet",
        m.bytes is not None and f"{m.bytes:,} bytes",
    )
    return ", ".join(part for part in said if part)
