"""Commands on routes: senders and prices by country."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from outreach.cli.content import FILE
from outreach.cli.handoff import Office, act, do
from outreach.cli.office import AS
from outreach.cli.signing import signer
from outreach.dispatch import route_files
from outreach.dispatch.routing import typed_route
from outreach.model.errors import InputError
from outreach.model.money import shown
from outreach.model.route import KINDS, Route
from outreach.settings import read_settings
from outreach.store import routes as table

CHANNEL = click.option("--channel", default="sms", show_default=True)


@click.group()
def routes() -> None:
    """By which gateway and sender each country is reached, and what a segment costs."""


@routes.command("list")
def list_() -> None:
    """List the routes."""
    click.echo(do(read_settings(), "list_routes"))


@routes.command("set")
@click.argument("country")
@click.argument("gateway")
@CHANNEL
@click.option("--sender", default="", help="Number, name or short code; else its own.")
@click.option("--kind", "sender_kind", default="", type=click.Choice(["", *KINDS]))
@click.option("--answerable", is_flag=True, help="People can answer the sender.")
@click.option("--price", default="", help="Of one segment, in OUTREACH_CURRENCY.")
@click.option("--note", default="")
@AS
def set_(signs: str | None, answerable: bool, **typed: str) -> None:
    """Add the route to COUNTRY (KE, +1 or *) by GATEWAY, or replace it."""
    typed["answerable"] = "yes" if answerable else "no"
    click.echo(do(read_settings(), "set_route", typed=typed, signs=signs))


@routes.command()
@click.argument("country")
@click.argument("gateway")
@CHANNEL
@AS
def remove(country: str, gateway: str, channel: str, signs: str | None) -> None:
    """Remove the route to COUNTRY by GATEWAY."""
    key = [channel, country.upper(), gateway]
    click.echo(do(read_settings(), "remove_route", key=key, signs=signs))


@routes.command("import")
@click.argument("file", type=FILE)
@AS
def import_(file: Path, signs: str | None) -> None:
    """Add or replace the routes of a CSV file: all of them, or none."""
    try:
        text = file.read_text("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError("The file is not UTF-8 text. Save it as UTF-8.") from None
    click.echo(do(read_settings(), "import_routes", text=text, signs=signs))


@routes.command()
@click.argument("file", type=click.Path(path_type=Path), required=False)
def export(file: Path | None) -> None:
    """Write the routes as CSV, into FILE if one is named."""
    text = do(read_settings(), "export_routes")
    if file is None:
        click.echo(text, nl=False)
    else:  # with the mark by which spreadsheets know UTF-8
        file.write_text(text, "utf-8-sig", newline="")


@act
def list_routes(office: Office, values: Mapping[str, Any]) -> str:
    """The routes, one a line."""
    with office.store.read() as connection:
        found = table.all_routes(connection)
    return "\n".join(map(_line, found)) or "There is no route."


@act
def set_route(office: Office, values: Mapping[str, Any]) -> str:
    """Add or replace a route."""
    route = typed_route(values["typed"], office.settings)
    return _put(office, [route], values["signs"])


@act
def remove_route(office: Office, values: Mapping[str, Any]) -> str:
    """Remove a route."""
    channel, country, gateway = values["key"]
    with office.store.write() as connection:
        actor = signer(connection, office, values["signs"], "approver")
        table.remove_route(connection, (channel, country, gateway), actor, office.now)
    return "Removed."


@act
def import_routes(office: Office, values: Mapping[str, Any]) -> str:
    """Add or replace routes; how many were not as they are now."""
    return _put(
        office, route_files.read(values["text"], office.settings), values["signs"]
    )


@act
def export_routes(office: Office, values: Mapping[str, Any]) -> str:
    """The routes as CSV."""
    with office.store.read() as connection:
        return route_files.written(table.all_routes(connection))


def _put(office: Office, found: list[Route], signs: str | None) -> str:
    with office.store.write() as connection:
        actor = signer(connection, office, signs, "approver")
        changed = table.put_routes(connection, found, actor, office.now)
    return f"{changed} added or changed, {len(found) - changed} as before."


def _line(route: Route) -> str:
    kind = (route.sender_kind or "").replace("_", " ")
    sender = " ".join(filter(None, (kind, route.sender))) or "its own sender"
    answer = "can be answered" if route.answerable else "no answers"
    price = "price not known"
    if route.price is not None:
        price = f"{shown(route.price, str(route.currency))} a segment"
    said = f"{route.channel} to {route.place} ({route.country}) by {route.gateway}"
    note = f" ({route.note})" if route.note else ""
    return f"{said}: {sender}, {answer}, {price}{note}"
