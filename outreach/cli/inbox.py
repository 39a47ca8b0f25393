"""``outreach inbox``: texts that wait for a person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click

from outreach.cli.handoff import Office, act, do
from outreach.model.masking import masked
from outreach.model.words import shown
from outreach.settings import read_settings
from outreach.store import inbound
from outreach.store.inbound import Kept
from outreach.wording.dates import instant

#: Texts listed, and characters of each.
MOST, LONGEST = 200, 160


@click.command()
def inbox() -> None:
    """List texts that came back and wait for a person; the page Inbox has what to do."""
    click.echo(do(read_settings(), "list_texts"))


@act
def list_texts(office: Office, values: Mapping[str, Any]) -> str:
    """What waits, those that may be an opt-out first."""
    with office.store.read() as connection:
        number = inbound.waiting_count(connection)
        found = inbound.waiting(connection, most=MOST)
    said = [_line(text, office.settings.timezone) for text in found]
    if number > len(found):
        said.append(f"… and {number - len(found):,} more.")
    return "\n".join(said or ["Nothing waits for a person."])


def _line(text: Kept, zone: str) -> str:
    """A stranger's words: on one line, and nothing in them that a terminal obeys."""
    mark = "  MAY BE AN OPT-OUT" if text.marked else ""
    words = shown(text.text, LONGEST) or "(empty)"
    return (
        f"{text.id}  {masked(text.sender)}  {instant(text.received_at, zone)}{mark}"
        f"  {words}  ({text.note or 'nobody has read it yet'})"
    )
