"""What is asked most: as page with a plot, and for a spreadsheet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, cast
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from outreach.model.errors import InputError
from outreach.reports import files, plots, scoping
from outreach.reports.asked import BY, PLOTTED, most
from outreach.reports.table import Table
from outreach.store.asked import By, Over
from outreach.web.desk import AtDesk, Desk
from outreach.web.pages import page, spreadsheet
from outreach.web.session import Viewer

router = APIRouter()

#: Rows on the page; the file has all.
MOST = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What is looked at, as it was typed."""

    by: str
    first: str
    last: str

    @property
    def query(self) -> str:
        """The choice as the end of an address."""
        return urlencode({"by": self.by, "first": self.first, "last": self.last})


def _chosen(by: str = "topic", first: str = "", last: str = "") -> Choice:
    return Choice(by=by if by in BY else "topic", first=first, last=last)


Chosen = Annotated[Choice, Depends(_chosen)]


@router.get("/reports/asked")
def asked(request: Request, desk: AtDesk, visit: Viewer, choice: Chosen) -> Response:
    """What is asked most, with its plot; of all time where no days are chosen."""
    table, fault = None, None
    try:
        table = _table(desk, choice)
    except InputError as error:
        fault = str(error)
    plot = table and table.rows and plots.svg(plots.plot_of(table, PLOTTED), "asked")
    return page(
        request,
        "asked.html",
        422 if fault else 200,
        choice=choice,
        table=table,
        rows=table.rows[:MOST] if table else (),
        plot=plot,
        fault=fault,
        by=BY,
    )


@router.get("/reports/asked.csv")
def asked_table(desk: AtDesk, visit: Viewer, choice: Chosen) -> Response:
    """All of it, for a spreadsheet."""
    return spreadsheet(files.table_as_csv(_table(desk, choice)), "asked.csv")


def _table(desk: Desk, choice: Choice) -> Table:
    over = Over()
    if choice.first or choice.last:
        first, last = scoping.days(choice.first, choice.last)
        start, end = scoping.instants(desk.settings, first, last)
        over = Over(start=start, end=end)
    with desk.store.read() as connection:
        return most(connection, cast(By, choice.by), over)
