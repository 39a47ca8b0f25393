"""Signing in and out, and what needs no session."""

from __future__ import annotations

from urllib.parse import urlsplit

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from outreach.store import users
from outreach.store.audit import record
from outreach.store.users import User
from outreach.web import session
from outreach.web.desk import AtDesk, Desk, SentFields, one
from outreach.web.pages import page, stylesheet, stylesheet_path
from outreach.web.passwords import matches
from outreach.web.session import ViewerActs, origin_of

router = APIRouter()


@router.get(stylesheet_path())
def style() -> Response:
    """The style sheet, kept for a year: its address changes with its content."""
    headers = {"cache-control": "public, max-age=31536000, immutable"}
    return Response(stylesheet(), media_type="text/css", headers=headers)


@router.post("/sign-in")
def sign_in(request: Request, desk: AtDesk, fields: SentFields) -> Response:
    """Sign in with login and password."""
    login, origin = one(fields, "login")[:200], origin_of(request)
    if not desk.sign_ins.allows(login, origin):
        return sign_in_page(request, desk, 429, fault="often", login=login)
    user = _with_password(desk, login, one(fields, "password"))
    if user is None:
        desk.sign_ins.failed(login, origin)
        with desk.store.write() as connection:
            record(
                connection, None, desk.now, "sign-in refused", login[:100], at=origin
            )
        return sign_in_page(request, desk, 422, fault="wrong", login=login)
    response = RedirectResponse(_local(one(fields, "next")), 303)
    session.begin(desk, user, origin, "password", response)
    return response


@router.get("/sign-in/link/{secret}")
def link(request: Request, secret: str) -> Response:
    """A button: a programme that fetches links from messages must not use it up."""
    return page(request, "sign_in_link.html", secret=secret)


@router.post("/sign-in/link/{secret}")
def redeem(request: Request, desk: AtDesk, secret: str) -> Response:
    """Sign in with a link, once."""
    with desk.store.write() as connection:
        user = users.redeem_link(connection, secret, desk.now)
    if user is None:
        return sign_in_page(request, desk, 422, fault="link")
    response = RedirectResponse("/", 303)
    session.begin(desk, user, origin_of(request), "link", response)
    return response


@router.post("/sign-out")
def sign_out(desk: AtDesk, act: ViewerActs) -> Response:
    """End the session."""
    response = RedirectResponse("/", 303)
    session.end(desk, act.visit, response)
    return response


def sign_in_page(
    request: Request,
    desk: Desk,
    status: int = 200,
    *,
    fault: str | None = None,
    login: str = "",
    next_page: str = "/",
) -> Response:
    """The sign-in page; without any user it says how to make the first."""
    with desk.store.read() as connection:
        empty = not users.all_users(connection)
    return page(
        request,
        "sign_in.html",
        status,
        fault=fault,
        login=login,
        next_page=next_page,
        empty=empty,
    )


def _with_password(desk: Desk, login: str, password: str) -> User | None:
    with desk.store.read() as connection:
        user = users.user_by_login(connection, login)
    stored = user.password if user and user.active else None
    return user if matches(stored, password) else None


def _local(address: str) -> str:
    """A page of ours, whatever a form says."""
    parts = urlsplit(address)
    ours = address.startswith("/") and not address.startswith(("//", "/\\"))
    if not ours or parts.netloc or any(ord(c) < 33 for c in address):
        return "/"
    return address
