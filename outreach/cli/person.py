"""``outreach person``: what is held on somebody, handed over or erased."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import click

from outreach.cli.handoff import Office, act, do
from outreach.cli.office import AS
from outreach.cli.signing import signer
from outreach.directory import persons as people
from outreach.settings import read_settings
from outreach.store import persons
from outreach.store.audit import Actor
from outreach.store.persons import Person


@click.group()
def person() -> None:
    """One person's data: everything held on them, and its erasure."""


def _whom(command: Callable[..., Any]) -> Callable[..., Any]:
    named = click.option(
        "--organisation", default="", metavar="NAME", help="Then WHO is a name in it."
    )
    return click.argument("who")(named(AS(command)))


@person.command("export")
@_whom
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(),
    help="Where person.json and person.txt go.",
)
def export(who: str, organisation: str, signs: str | None, out: Path) -> None:
    """Write what is held on WHO, a number or an address, as JSON and as a text to read."""
    values = {"who": who, "organisation": organisation, "signs": signs}
    made = json.loads(do(read_settings(), "export_person", **values))
    out.mkdir(parents=True, exist_ok=True)
    for name, text in made.items():
        path = out / name
        path.touch(mode=0o600)
        path.write_text(text, "utf-8")
        click.echo(path)


@person.command("erase")
@_whom
@click.option("--yes", is_flag=True, help="Don't ask.")
def erase(who: str, organisation: str, signs: str | None, yes: bool) -> None:
    """Take WHO, a number or an address, out of everything; asks first."""
    values = {"who": who, "organisation": organisation, "signs": signs}
    settings = read_settings()
    if not yes:
        click.echo(do(settings, "count_person", **values), err=True)
        if not sys.stdin.isatty():
            raise click.UsageError("To erase, say --yes.")
        click.confirm("Erase this? It can't be undone.", abort=True, err=True)
    click.echo(do(settings, "erase_person", **values))


@act
def export_person(office: Office, values: Mapping[str, Any]) -> str:
    """The two files' contents by name, as JSON."""
    found, actor = _found(office, values)
    made = people.hand_over(office.store, found, office.settings, actor, office.now)
    files = {"person.json": people.as_json(made), "person.txt": people.as_text(made)}
    return json.dumps(files)


@act
def count_person(office: Office, values: Mapping[str, Any]) -> str:
    """What would go."""
    found, _ = _found(office, values)
    with office.store.read() as connection:
        kept = persons.held(connection, office.store.secret, found)
    where = "; ".join(found.organisations.values()) or "none"
    said = people.summed(kept) or "nothing but the opt-out"
    return f"To be erased: {said}. Organisations: {where}."


@act
def erase_person(office: Office, values: Mapping[str, Any]) -> str:
    """Take the person out; what was done."""
    found, actor = _found(office, values)
    done = people.erase(office.store, found, office.settings, actor, office.now)
    return "\n".join(done)


def _found(office: Office, values: Mapping[str, Any]) -> tuple[Person, Actor]:
    with office.store.write() as connection:
        actor = signer(connection, office, values["signs"], "administrator")
        found = people.find(connection, values["who"], values["organisation"])
    return found, actor
