"""``outreach audience``: whom an audience reaches, and whom it can't."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click

from outreach.cli.handoff import Office, act, do
from outreach.reports.audience import preview, told
from outreach.settings import read_settings
from outreach.store import audiences


@click.command()
@click.argument("name")
def audience(name: str) -> None:
    """Count audience NAME by channel and language; say who is not reached, and why."""
    click.echo(do(read_settings(), "preview_audience", name=name))


@act
def preview_audience(office: Office, values: Mapping[str, Any]) -> str:
    """An audience as it is now."""
    with office.store.read() as connection:
        found = audiences.audience(connection, values["name"])
        return "\n".join(told(preview(connection, found, office.store.secret)))
