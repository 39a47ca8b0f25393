"""Commands on the office's lexicon."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click

from outreach.cli.handoff import Office, act, do
from outreach.cli.office import AS
from outreach.cli.signing import signer
from outreach.model.lexicon import Saying, read_saying
from outreach.settings import read_settings
from outreach.store import lexicon as table


@click.group()
def lexicon() -> None:
    """How scripts say names and short forms."""


@lexicon.command("list")
def list_() -> None:
    """List the lines."""
    click.echo(do(read_settings(), "list_sayings"))


@lexicon.command("set")
@click.argument("language")
@click.argument("written")
@click.option("--spoken", default="", help="Said in its place; else as it is written.")
@click.option("--respelling", default="", help="How it sounds: ki-SOO-moo.")
@AS
def set_(signs: str | None, **typed: str) -> None:
    """Add how WRITTEN is said in LANGUAGE, or replace it."""
    click.echo(do(read_settings(), "set_saying", typed=typed, signs=signs))


@lexicon.command()
@click.argument("language")
@click.argument("written")
@AS
def remove(language: str, written: str, signs: str | None) -> None:
    """Remove the line of WRITTEN in LANGUAGE."""
    key = [language, written]
    click.echo(do(read_settings(), "remove_saying", key=key, signs=signs))


@act
def list_sayings(office: Office, values: Mapping[str, Any]) -> str:
    """The lines of the lexicon."""
    with office.store.read() as connection:
        found = table.all_sayings(connection)
    return "\n".join(map(_line, found)) or "The lexicon has no line."


@act
def set_saying(office: Office, values: Mapping[str, Any]) -> str:
    """Add or replace a line."""
    line = read_saying(values["typed"])
    with office.store.write() as connection:
        actor = signer(connection, office, values["signs"], "author")
        table.put_saying(connection, line, actor, office.now)
    return _line(line)


@act
def remove_saying(office: Office, values: Mapping[str, Any]) -> str:
    """Remove a line."""
    language, written = values["key"]
    with office.store.write() as connection:
        actor = signer(connection, office, values["signs"], "author")
        table.remove_saying(connection, language, written, actor, office.now)
    return "Removed."


def _line(line: Saying) -> str:
    said = f"said “{line.spoken}”" if line.spoken else "said as written"
    sounds = f", sounds like {line.respelling}" if line.respelling else ""
    return f"{line.language} “{line.written}”: {said}{sounds}"
