"""Sheets of organisations: sent, looked at, put in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import get_args

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import RedirectResponse, Response

from outreach.model.announcement import Kind
from outreach.model.errors import InputError
from outreach.model.rendition import File
from outreach.web import previews
from outreach.web.desk import AtDesk, Desk, one
from outreach.web.pages import page
from outreach.web.session import Author, AuthorActs
from outreach.web.uploads import AuthorBrings

router = APIRouter()
#: Seconds after which a page of work that goes on is asked for again.
_AGAIN = 3


@router.get("/import")
def choose(request: Request, desk: AtDesk, visit: Author) -> Response:
    """A form for a sheet, and the sheets of the last day."""
    return form(request, desk)


@router.post("/import")
def bring(request: Request, desk: AtDesk, act: AuthorBrings) -> Response:
    """Keep a sheet and look at it."""
    try:
        key = desk.sheets.bring(act.file, act.visit.user.login)
    except InputError as error:
        return form(request, desk, str(error))
    return RedirectResponse(f"/import/{key}", 303)


@router.get("/import/{key}")
def look(request: Request, desk: AtDesk, key: str, visit: Author) -> Response:
    """What was found in a sheet, or how far that is."""
    desk.sheets.look(key)
    about = desk.sheets.about(key)
    if about is None:
        raise HTTPException(404)
    refresh = _AGAIN if about["works"] else None
    return page(request, "sheet.html", key=key, about=about, refresh=refresh)


@router.post("/import/{key}")
def put_in(desk: AtDesk, key: str, act: AuthorActs) -> Response:
    """Put it in, whole or in its sound part."""
    only_sound = one(act.fields, "which") == "sound"
    desk.sheets.put_in(key, act.visit.actor, only_sound=only_sound)
    return RedirectResponse(f"/import/{key}", 303)


@router.get("/import/{key}/problems.csv")
def problems(desk: AtDesk, key: str, visit: Author) -> Response:
    """The same sheet with a column of problems."""
    data = desk.sheets.problems(key)
    if data is None:
        raise HTTPException(404)
    made = File(name="problems.csv", media_type="text/csv; charset=utf-8", data=data)
    return previews.download(made, "import")


def form(
    request: Request,
    desk: Desk,
    fault: str | None = None,
    *,
    typed: Mapping[str, str] | None = None,
    looked: Sequence[str] = (),
) -> Response:
    """The page on which files are brought in, with what was typed and what was found."""
    return page(
        request,
        "sheets.html",
        422 if fault else 200,
        sheets=desk.sheets.newest(),
        fault=fault,
        typed=defaultdict(str, typed or {}),
        looked=looked,
        kinds=get_args(Kind),
    )
