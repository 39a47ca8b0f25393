"""``outreach report``: how far a broadcast is, and the account of it or of a period."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import cast

import click

from outreach.cli.days import DAY
from outreach.cli.handoff import do
from outreach.model.errors import InputError
from outreach.reports import files, scoping
from outreach.reports.account import Account, account_of
from outreach.reports.document import as_pdf
from outreach.reports.headline import headline
from outreach.reports.names import CATEGORIES
from outreach.settings import Settings, read_settings
from outreach.store import missed
from outreach.store.database import looked_at, refuse_newer

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.argument("code", metavar="[ID]", required=False)
@click.option("--from", "first", type=DAY, help="First day, by the office's clock.")
@click.option("--to", "last", type=DAY, help="Last day.")
@click.option("--region", help="Of a period: organisations there alone.")
@click.option("--category", type=click.Choice([*CATEGORIES]), help="Of a period.")
@click.option("--csv", "table", type=_FILE, help="Write the tables here.")
@click.option("--xlsx", "workbook", type=_FILE, help="Write the tables here.")
@click.option("--json", "content", type=_FILE, help="Write the tables here.")
@click.option("--pdf", "pdf", type=_FILE, help="Write the report here.")
@click.option("--missed", "phone", type=_FILE, help="Write here as CSV who was missed.")
def report(
    code: str | None,
    first: date | None,
    last: date | None,
    region: str | None,
    category: str | None,
    **wanted: Path | None,
) -> None:
    """Say how far broadcast ID is; the account of it, of an announcement or of a period.

    Without --csv, --xlsx, --json, --pdf or --missed it is printed.
    """
    _refuse_mixtures(code, first, last, region or category)
    settings = read_settings()
    to = {kind: path for kind, path in wanted.items() if path}
    with looked_at(settings) as connection:
        if connection is None:
            raise InputError(f"There is no broadcast “{(code or '')[:40]}” yet.")
        refuse_newer(connection)
        if code is not None:
            subject = scoping.of_name(connection, code)
        else:
            days = cast(date, first), cast(date, last)
            subject = scoping.of_period(connection, settings, *days, region, category)
        phone = to.pop("phone", None)
        if phone:
            rows = missed.to_phone(connection, subject.scope)
            _put(phone, files.to_phone_as_csv(rows))
        if to or not phone:
            counted = account_of(connection, subject, datetime.now(UTC))
    if to:
        _write(counted, settings, to)
    elif not phone:
        click.echo("\n".join(_told(counted, settings, code)))


def _write(counted: Account, settings: Settings, to: dict[str, Path]) -> None:
    if path := to.get("table"):
        _put(path, files.as_csv(counted, settings.timezone))
    if path := to.get("workbook"):
        path.write_bytes(files.as_xlsx(counted))
    if path := to.get("content"):
        path.write_text(files.as_json(counted), "utf-8")
    if path := to.get("pdf"):
        path.write_bytes(as_pdf(counted, settings).data)
    for path in to.values():
        click.echo(path)


def _put(path: Path, table: str) -> None:
    """With the mark by which spreadsheets know UTF-8."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        file.write(table)


def _told(counted: Account, settings: Settings, code: str | None) -> Iterator[str]:
    """Of a broadcast first how far it is, from whoever has the database open."""
    if code and counted.subject.name == code.strip().upper():
        yield do(settings, "report_broadcast", code=code)
        if not counted.groups:
            return
    else:
        yield counted.subject.title
    yield from headline(counted)


def _refuse_mixtures(
    code: str | None, first: date | None, last: date | None, part: str | None
) -> None:
    if code is None and (first is None or last is None):
        raise click.UsageError("Say the broadcast, or --from and --to.")
    if code is not None and (first or last or part):
        raise click.UsageError(
            "--from, --to, --region and --category are of a period: leave out the ID."
        )
