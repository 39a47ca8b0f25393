"""The staff pages as one application."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import Response

from outreach.directory import kept
from outreach.directory.kept import Sheets
from outreach.model.contracts import Gateway
from outreach.model.errors import CannotCarry, Fault, InputError, Refused
from outreach.settings import Settings
from outreach.store import Store
from outreach.web.desk import Desk, Renditions, desk_of
from outreach.web.doors import Doors
from outreach.web.limits import SignInLimit
from outreach.web.pages import page
from outreach.web.routes import (
    announcements,
    asked,
    audiences,
    bringing,
    broadcasts,
    callbacks,
    directory,
    enquiries,
    evidence,
    held,
    home,
    inbox,
    leaflet,
    lexicon,
    papers,
    people,
    person,
    prices,
    public,
    reports,
    sending,
    series,
    sheets,
    sign_in,
    watching,
    writing,
)
from outreach.web.session import Forged, NotAllowed, SignedOut

_ROOMS = (
    sign_in,
    home,
    writing,
    sending,
    announcements,
    broadcasts,
    papers,
    evidence,
    asked,
    reports,
    leaflet,
    series,
    held,
    inbox,
    enquiries,
    directory,
    bringing,  # before sheets: its pages lie below /import too
    sheets,
    audiences,
    prices,
    public,
    lexicon,
    people,
    person,
    callbacks,
    watching,
)


def create_app(
    settings: Settings,
    store: Store,
    clock: Callable[[], datetime],
    gateways: Mapping[str, Gateway],
) -> FastAPI:
    """The application over an open store. It starts nothing of its own.

    ``gateways`` are those whose callbacks are heard.
    """
    app = FastAPI(title="Outreach", openapi_url=None, docs_url=None, redoc_url=None)
    app.state.desk = Desk(
        settings=settings,
        store=store,
        clock=clock,
        gateways=gateways,
        sign_ins=SignInLimit(clock),
        renditions=Renditions(),
        sheets=Sheets(kept.folder_of(settings), store, clock),
    )
    for room in _ROOMS:
        app.include_router(room.router)
    _tell_errors(app)
    app.add_middleware(Doors, public_url=settings.public_url)
    app.add_middleware(GZipMiddleware, minimum_size=500)
    return app


def _tell_errors(app: FastAPI) -> None:
    """Each error becomes a page with one plain sentence."""

    def told(status: int) -> Callable[[Request, Exception], Response]:
        def tell(request: Request, error: Exception) -> Response:
            return page(request, "refused.html", status, sentence=str(error))

        return tell

    app.add_exception_handler(Refused, told(409))
    app.add_exception_handler(InputError, told(422))
    app.add_exception_handler(CannotCarry, told(422))
    app.add_exception_handler(Fault, told(500))
    app.add_exception_handler(SignedOut, _signed_out)
    app.add_exception_handler(NotAllowed, _simple("not_allowed.html", 403))
    app.add_exception_handler(Forged, _simple("forged.html", 403))
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _simple("missing.html", 404))


def _simple(template: str, status: int) -> Callable[[Request, Exception], Response]:
    def answer(request: Request, error: Exception) -> Response:
        return page(request, template, status)

    return answer


def _signed_out(request: Request, error: Exception) -> Response:
    reads = request.method == "GET"
    return sign_in.sign_in_page(
        request,
        desk_of(request),
        401,
        fault=None if reads else "ended",
        next_page=str(request.url.path) if reads else "/",
    )


def _http(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    if request.url.path.startswith("/callbacks/"):
        return Response(status_code=status)
    return page(request, "missing.html", status)
