"""``outreach import`` and ``outreach export``."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from outreach.cli import offices
from outreach.cli.calendars import events
from outreach.cli.content import FILE
from outreach.cli.handoff import Office, act, do
from outreach.directory import importing
from outreach.directory.exporting import export
from outreach.directory.opening import is_json
from outreach.directory.records import (
    phones_in,
    read_organisations,
    store_organisations,
)
from outreach.model.errors import Fault, InputError
from outreach.settings import read_settings
from outreach.store.audit import record
from outreach.store.database import looked_at, refuse_newer
from outreach.store.exporting import records
from outreach.store.secret import read_secret

NEW_FILE = click.Path(dir_okay=False, path_type=Path)


@click.group("import")
def import_() -> None:
    """Import the directory, events of a calendar, or another office's announcements."""


import_.add_command(events)
import_.add_command(offices.import_)


@import_.command("organisations")
@click.argument("file", type=FILE)
@click.option("--dry-run", is_flag=True, help="Only say what is wrong; store nothing.")
@click.option(
    "--only-sound", is_flag=True, help="Of a sheet: leave out rows with problems."
)
@click.option(
    "--errors",
    type=NEW_FILE,
    metavar="FILE.csv",
    help="Of a sheet: write it here with its problems in a column.",
)
def organisations(
    file: Path, dry_run: bool, only_sound: bool, errors: Path | None
) -> None:
    """Import organisations and how they are reached: CSV, .xlsx or JSON."""
    if is_json(file):
        if only_sound or errors:
            raise click.UsageError("--only-sound and --errors are for CSV and .xlsx.")
        _import_json(file, dry_run=dry_run)
    else:
        _import_sheet(file, errors, dry_run=dry_run, only_sound=only_sound)


def _import_json(file: Path, *, dry_run: bool) -> None:
    try:
        text = file.read_text("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError("The file is not UTF-8 text. Save it as UTF-8.") from None
    found = read_organisations(text)  # told before a database is made or locked
    if dry_run:
        for number, phone in phones_in(found):
            click.echo(f"organisation {number}: {phone}")
        click.echo(f"{len(found)} organisations, nothing wrong.")
        return
    click.echo(do(read_settings(), "import_organisations", text=text))


def _import_sheet(
    file: Path, errors: Path | None, *, dry_run: bool, only_sound: bool
) -> None:
    with _bar("Reading") as progress:
        found = importing.check(file, errors, progress)
    for note in found.notes:
        click.echo(note, err=True)
    if found.more_notes:
        click.echo(f"And {found.more_notes:,} more such rows.", err=True)
    if found.faulty and (dry_run or not only_sound):
        raise found.error
    for problem in found.error.problems if found.faulty else ():
        click.echo(problem, err=True)
    if dry_run:
        click.echo(f"{found.sound:,} rows, nothing wrong.")
        return
    path = str(file.resolve())
    click.echo(do(read_settings(), "import_sheet", path=path, only_sound=only_sound))
    if found.faulty:
        click.echo(f"{found.faulty:,} rows with problems left out.")


@click.group("export")
def export_() -> None:
    """Take the directory out, or announcements for another office."""


export_.add_command(offices.export_)


@export_.command("organisations")
@click.argument("file", type=NEW_FILE)
def export_organisations(file: Path) -> None:
    """Write all organisations to FILE, which ends with .csv, .xlsx or .json."""
    settings = read_settings()
    secret = read_secret(settings)
    with looked_at(settings) as connection:
        if connection is None or secret is None:
            raise InputError("There is no directory yet.")
        refuse_newer(connection)
        file.touch(mode=0o600)  # people's phones and addresses
        number = export(records(connection, secret), file)
    click.echo(f"{number:,} organisations exported.")


@contextmanager
def _bar(label: str) -> Iterator[importing.Progress]:
    """A progress bar on a terminal; nothing when piped."""
    with click.progressbar(
        length=1, label=label, file=sys.stderr, hidden=not sys.stderr.isatty()
    ) as bar:

        def show(done: int, total: int) -> None:
            bar.length = max(total, 1)
            bar.update(done - bar.pos)

        yield show


@act
def import_organisations(office: Office, values: Mapping[str, Any]) -> str:
    """Import organisations; how many."""
    records = read_organisations(values["text"])
    with office.store.write() as connection:
        number = store_organisations(
            connection, records, office.store.secret, office.now
        )
        record(connection, None, office.now, "import organisations", number)
    return f"{number} organisations imported."


@act
def import_sheet(office: Office, values: Mapping[str, Any]) -> str:
    """Import a sheet of organisations; how many of its rows."""
    path = Path(values["path"])
    if not path.is_file():
        raise Fault(f"The server can't read {path}. Put the file where it can.")
    with _bar("Storing") as progress:
        number = importing.store(
            office.store,
            path,
            office.now,
            only_sound=values["only_sound"],
            progress=progress,
        )
    with office.store.write() as connection:
        record(connection, None, office.now, "import organisations", number)
    return f"{number:,} rows imported."
