"""The directory that anybody may read, where the office has opened it; and, for staff, in
print.
"""

from __future__ import annotations

import hashlib
from datetime import date
from functools import cache
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, HTTPException, Query, Request
from jinja2 import Environment
from starlette.responses import Response

from outreach.model.layout import PaperSize
from outreach.reports import directory as printing
from outreach.reports.entries import Teller, languages
from outreach.reports.public import Asked, Page, page_of
from outreach.web import previews
from outreach.web.desk import AtDesk, Desk
from outreach.web.pages import native_name, stylesheet, stylesheet_path
from outreach.web.session import Viewer
from outreach.wording.directions import is_right_to_left
from outreach.wording.environment import environment

router = APIRouter()

#: Seconds for which browsers and proxies may keep a page: who withdraws is gone after them.
_KEPT = 300


def _asked(
    country: Annotated[str | None, Query(max_length=2)] = None,
    region: Annotated[str | None, Query(max_length=200)] = None,
    search: Annotated[str, Query(max_length=100)] = "",
    after: Annotated[int | None, Query(ge=0, le=2**53)] = None,
    language: Annotated[str | None, Query(max_length=12)] = None,
) -> Asked:
    return Asked(
        country=country and country.replace("\0", ""),
        region=region and region.replace("\0", ""),  # PostgreSQL takes none
        search=search,
        after=after,
        language=language if language in languages() else None,
    )


Wanted = Annotated[Asked, Depends(_asked)]


@router.get(stylesheet_path("public"))
def style() -> Response:
    """The style sheet, kept for a year: its address changes with its content."""
    headers = {"cache-control": "public, max-age=31536000, immutable"}
    return Response(stylesheet("public"), media_type="text/css", headers=headers)


@router.get("/directory")
def read(request: Request, desk: AtDesk, asked: Wanted) -> Response:
    """Places, or the entries of one, or those that a search finds."""
    return _answer(request, desk, asked, "directory.html", "text/html")


@router.get("/directory.txt")
def read_plain(request: Request, desk: AtDesk, asked: Wanted) -> Response:
    """The same as plain text."""
    return _answer(request, desk, asked, "directory.txt", "text/plain; charset=utf-8")


@router.get("/directory.pdf")
def printed(
    desk: AtDesk,
    visit: Viewer,
    language: str = "en",
    paper: PaperSize | None = None,
) -> Response:
    """The printed directory, for staff."""
    sheet = printing.sheet_of(desk.settings, language, _today(desk), paper)
    with desk.store.read() as connection:
        made = printing.make(connection, desk.store.secret, sheet)
    return previews.download(made.file, f"directory.{language}")


def _answer(
    request: Request, desk: Desk, asked: Asked, template: str, kind: str
) -> Response:
    if not desk.settings.public_directory:
        raise HTTPException(404)
    teller = _teller(asked.language or _preferred(request))
    with desk.store.read() as connection:
        found = page_of(connection, desk.store.secret, teller, asked)
    body = _rendered(template, desk, asked, teller, found)
    tag = f'W/"{hashlib.sha256(body).hexdigest()[:16]}"'
    headers = {
        "cache-control": f"public, max-age={_KEPT}",
        "etag": tag,
        "vary": "accept-language",
    }
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=kind, headers=headers)


def _rendered(
    template: str, desk: Desk, asked: Asked, teller: Teller, page: Page
) -> bytes:
    html = template.endswith(".html")
    text = _templates(html=html).get_template(template)
    return text.render(
        asked=asked,
        page=page,
        said=teller.labels,
        language=teller.language,
        rtl=is_right_to_left(teller.language),
        languages={code: native_name(code) for code in sorted(languages())},
        office=desk.settings.office,
        style=stylesheet_path("public"),
        plain=Asked,
    ).encode("utf-8")


@cache
def _templates(*, html: bool) -> Environment:
    return environment("public", html=html)


@cache
def _teller(language: str) -> Teller:
    return Teller(language)


def _preferred(request: Request) -> str:
    """The first language of the browser's that we have words in; else English."""
    for part in request.headers.get("accept-language", "")[:200].split(","):
        code = part.split(";")[0].strip().lower().split("-")[0]
        if code in languages():
            return code
    return "en"


def _today(desk: Desk) -> date:
    return desk.now.astimezone(ZoneInfo(desk.settings.timezone)).date()
