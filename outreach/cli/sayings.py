"""The office's lexicon for commands that open no database: read beside a server, or a file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import click

from outreach.model.errors import Fault, InputError
from outreach.model.lexicon import Saying, read_saying
from outreach.settings import Settings


def lexicon_of(settings: Settings, file: Path | None) -> tuple[Saying, ...]:
    """The lines of ``file``, else those of the office's database where there is one. What
    was used is told on standard error. Raises InputError where the file can't be read.
    """
    found = _in_file(file) if file else _in_database(settings)
    where = f"the lexicon in {file}" if file else "the office's lexicon"
    if found or file:
        lines = "1 line" if len(found) == 1 else f"{len(found):,} lines"
        click.echo(f"note: names are said by {where}, of {lines}.", err=True)
    return found


def _in_file(path: Path) -> tuple[Saying, ...]:
    try:
        lines = json.loads(path.read_text("utf-8-sig"))
    except (ValueError, RecursionError, OSError):
        raise InputError(f"{path} is not JSON. {_SHAPE}") from None
    if not isinstance(lines, list):
        raise InputError(f"{path} is not a list. {_SHAPE}")
    return tuple(_line(line, path, number) for number, line in enumerate(lines, 1))


_SHAPE = 'Write [{"language": "en", "written": "LRN", "spoken": "L-R-N"}, …].'


def _line(line: object, path: Path, number: int) -> Saying:
    texts = isinstance(line, Mapping) and all(
        value is None or isinstance(value, str) for value in line.values()
    )
    if not isinstance(line, Mapping) or not texts:
        raise InputError(f"{path}, line {number} of the list: is none. {_SHAPE}")
    try:
        return read_saying(line)
    except InputError as error:
        raise InputError(f"{path}, line {number} of the list: {error}") from None


def _in_database(settings: Settings) -> tuple[Saying, ...]:
    _, is_file, path = settings.database_url.partition("sqlite:///")
    if is_file and not Path(path).exists():
        return ()
    from outreach.store import lexicon  # it takes a while to load
    from outreach.store.database import looked_at

    try:
        with looked_at(settings) as connection:
            return lexicon.all_sayings(connection) if connection else ()
    except (Fault, InputError):
        why = "the office's database can't be read: its lexicon is not used."
        click.echo(f"note: {why}", err=True)
        return ()
