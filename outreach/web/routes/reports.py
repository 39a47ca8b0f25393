"""Accounts: of a broadcast, an announcement or a period; as page and as files."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice
from typing import Annotated, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from outreach.model.errors import InputError
from outreach.model.masking import masked as without_numbers
from outreach.model.rendition import File
from outreach.reports import files, plots, scoping
from outreach.reports.account import Account, account_of
from outreach.reports.document import MEANING, as_pdf
from outreach.reports.headline import headline
from outreach.reports.names import CATEGORIES
from outreach.reports.scoping import Subject
from outreach.reports.table import Table
from outreach.reports.tables import tables_of
from outreach.store import Connection, missed
from outreach.store.missed import Missed
from outreach.web import previews
from outreach.web.desk import AtDesk, Desk
from outreach.web.pages import masked, page, spreadsheet
from outreach.web.session import Viewer, Visit

router = APIRouter()

#: People on the page of those to phone; the file has all of them.
MOST = 500
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What a report is wanted of, as it was typed."""

    of: str = ""
    first: str = ""
    last: str = ""
    region: str = ""
    category: str = ""

    @property
    def query(self) -> str:
        """The choice as the end of an address."""
        names = ("of", "first", "last", "region", "category")
        found = {name: getattr(self, name) for name in names}
        return urlencode({name: value for name, value in found.items() if value})

    @property
    def made(self) -> bool:
        """Whether anything was chosen."""
        return bool(self.of or self.first or self.last)


def _chosen(
    of: str = "", first: str = "", last: str = "", region: str = "", category: str = ""
) -> Choice:
    return Choice(
        of=of.strip(),
        first=first,
        last=last,
        region=region.strip(),
        category=category,
    )


Chosen = Annotated[Choice, Depends(_chosen)]


@router.get("/reports")
def report(request: Request, desk: AtDesk, visit: Viewer, choice: Chosen) -> Response:
    """A form, and of what was chosen the account with its plots."""
    account, fault = None, None
    if choice.made:
        try:
            account = _account(desk, choice)
        except InputError as error:
            fault = str(error)
    tables = tables_of(account) if account else []
    return page(
        request,
        "reports.html",
        422 if fault else 200,
        choice=choice,
        account=account,
        fault=fault,
        said=headline(account) if account else [],
        tables=[(table, _plot(table)) for table in tables],
        meaning=MEANING,
        categories=CATEGORIES,
    )


@router.get("/reports/missed")
def to_phone(request: Request, desk: AtDesk, visit: Viewer, choice: Chosen) -> Response:
    """Those who were missed, so that they are phoned."""
    with desk.store.read() as connection:
        subject = _subject(connection, desk, choice)
        found = missed.to_phone(connection, subject.scope)
        some = [_seen(one, visit) for one in islice(found, MOST + 1)]
    return page(
        request,
        "missed.html",
        choice=choice,
        subject=subject,
        people=[files.phone_row(one) for one in some[:MOST]],
        heads=files.PHONE_HEADS,
        more=len(some) > MOST,
    )


@router.get("/reports/missed.csv")
def to_phone_table(desk: AtDesk, visit: Viewer, choice: Chosen) -> Response:
    """All of them, for a spreadsheet."""
    with desk.store.read() as connection:
        subject = _subject(connection, desk, choice)
        found = missed.to_phone(connection, subject.scope)
        table = files.to_phone_as_csv(_seen(one, visit) for one in found)
    return spreadsheet(table, f"{subject.name}-missed.csv")


@router.get("/reports/{kind}")
def file(
    desk: AtDesk,
    visit: Viewer,
    choice: Chosen,
    kind: Literal["csv", "json", "xlsx", "pdf"],
) -> Response:
    """The account as a file."""
    account = _account(desk, choice)
    name = account.subject.name
    if kind == "csv":
        table = files.as_csv(account, desk.settings.timezone)
        return spreadsheet(table, f"{name}-account.csv")
    if kind == "json":
        return Response(files.as_json(account), media_type="application/json")
    if kind == "xlsx":
        made = File(name=kind, media_type=_XLSX, data=files.as_xlsx(account))
        return previews.download(made, f"{name}-account")
    return previews.download(as_pdf(account, desk.settings), f"{name}-account")


def _account(desk: Desk, choice: Choice) -> Account:
    with desk.store.read() as connection:
        return account_of(connection, _subject(connection, desk, choice), desk.now)


def _subject(connection: Connection, desk: Desk, choice: Choice) -> Subject:
    """Raises InputError where it is none."""
    if choice.of:
        return scoping.of_name(connection, choice.of)
    first, last = scoping.days(choice.first, choice.last)
    part = (choice.region or None, choice.category or None)
    return scoping.of_period(connection, desk.settings, first, last, *part)


def _plot(table: Table) -> str | None:
    """Bars of the tables that part organisations, as SVG: every text in it is escaped."""
    if table.name == "organisations":
        columns = range(1, len(table.heads) - 1)
    elif table.name in ("place", "category", "women-led"):
        columns = range(3, 7)
    else:
        return None
    return plots.svg(plots.plot_of(table, columns), f"plot-{table.name}")


def _seen(one: Missed, visit: Visit) -> Missed:
    """Who only looks on sees no number that can be rung."""
    if visit.may("author"):
        return one
    detail = without_numbers(one.detail) if one.detail else None
    return replace(one, address=masked(one.address), detail=detail)
