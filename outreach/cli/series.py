"""Commands on series of editions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click

from outreach.cli.flags import layout_flags
from outreach.cli.handoff import Office, act, do
from outreach.cli.office import AS
from outreach.cli.signing import signer
from outreach.dispatch.layouts import said_of
from outreach.dispatch.when import every
from outreach.schedule import series as schedule
from outreach.settings import read_settings
from outreach.store import Connection, audiences, editions
from outreach.store.editions import Series, StoredEdition

#: The newest editions of each series.
SHOWN = 5


@click.group(invoke_without_command=True)
@click.pass_context
def series(context: click.Context) -> None:
    """List the series of editions; add one, or stop one."""
    if context.invoked_subcommand is None:
        click.echo(do(read_settings(), "list_series"))


@series.command()
@click.argument("name")
@click.option("--region", help="As announcements write it.")
@click.option("--country", help="Two capital letters such as KE.")
@click.option("--language", required=True, help="A code such as sw.")
@click.option("--days", type=int, default=30, show_default=True, help="So far ahead.")
@click.option("--topic", "topics", multiple=True, help="On this topic; else on all.")
@click.option("--every", "rule", required=True, help="Such as FREQ=WEEKLY;BYDAY=MO.")
@click.option(
    "--at", "wall_time", required=True, metavar="WALLTIME", help="From then on."
)
@click.option("--audience", default=audiences.EVERYBODY, show_default=True)
@click.option(
    "--channel", "channels", multiple=True, help="On this channel; else on all."
)
@click.option(
    "--by-need",
    is_flag=True,
    help="Each organisation by the channel that it prefers; else by every one.",
)
@layout_flags
@AS
def add(name: str, signs: str | None, **values: Any) -> None:
    """Start series NAME: at each time an edition is made that waits for approval."""
    click.echo(do(read_settings(), "add_series", name=name, signs=signs, **values))


@series.command()
@click.argument("name")
@AS
def stop(name: str, signs: str | None) -> None:
    """Make no more editions of series NAME."""
    click.echo(do(read_settings(), "stop_series", name=name, signs=signs))


@act
def add_series(office: Office, values: Mapping[str, Any]) -> str:
    """Start a series; when its first edition is due."""
    channels = values["channels"] or schedule.edition_channels()
    when = every(values["rule"], values["wall_time"], office.settings.timezone)
    wanted = schedule.read_plan({**values, "channels": channels})
    with office.store.write() as connection:
        actor = signer(connection, office, values["signs"], "author")
        made = schedule.start(
            connection, values["name"], wanted, when.recurrence, actor, office.now
        )
    return _line(made)


@act
def list_series(office: Office, values: Mapping[str, Any]) -> str:
    """Each series in a line, its newest editions below."""
    with office.store.read() as connection:
        found = editions.all_series(connection)
        lines = [line for one in found for line in _lines(connection, one)]
    return "\n".join(lines) or "There is no series yet. Add one with series add."


@act
def stop_series(office: Office, values: Mapping[str, Any]) -> str:
    """Stop a series."""
    with office.store.write() as connection:
        actor = signer(connection, office, values["signs"], "author")
        schedule.stop(connection, values["name"], actor, office.now)
    return f"{values['name']} is stopped."


def _lines(connection: Connection, found: Series) -> list[str]:
    issued = editions.of_series(connection, found.id, SHOWN)
    codes = editions.broadcast_codes(connection, [edition.id for edition in issued])
    return [_line(found), *(_edition_line(e, codes.get(e.id)) for e in issued)]


def _line(found: Series) -> str:
    plan = found.plan
    where = ", ".join(filter(None, (plan.region, plan.country)))
    said = f", {pages}" if (pages := said_of(plan.layout)) else ""
    return (
        f"{found.name}: {where}, in {plan.language}, {plan.days} days ahead, to "
        f"{plan.audience} by {', '.join(plan.channels)}{said}; {found.recurrence.next_words(found.next_at)}."
    )


def _edition_line(edition: StoredEdition, code: str | None) -> str:
    count = len(edition.edition.items)
    told = f"broadcast {code}" if code else f"not planned: {edition.note}"
    items = "announcement" if count == 1 else "announcements"
    return f"  {edition.number}: {count} {items}, {told}"
