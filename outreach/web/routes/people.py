"""Users and the audit log: for administrators."""

from __future__ import annotations

from datetime import timedelta

from fastapi import APIRouter, Request
from starlette.responses import Response

from outreach.model.errors import InputError, Problem
from outreach.model.words import clean
from outreach.store import users
from outreach.store.audit import entries, record
from outreach.web.desk import AtDesk, Desk, Fields, one
from outreach.web.pages import page
from outreach.web.passwords import hashed
from outreach.web.session import Administrator, AdministratorActs, Visit

router = APIRouter()

LINK_LIFETIME = timedelta(hours=24)


@router.get("/users")
def all_users(request: Request, desk: AtDesk, visit: Administrator) -> Response:
    """Everybody who may sign in, and a form for one more."""
    return _users_page(request, desk, {})


@router.post("/users")
def add(request: Request, desk: AtDesk, act: AdministratorActs) -> Response:
    """Add a user: with a password, or with a link that signs in once."""
    try:
        link = _add(desk, act.visit, act.fields)
    except InputError as error:
        return _users_page(request, desk, act.fields, error.problems)
    base = desk.settings.public_url or str(request.base_url).rstrip("/")
    return _users_page(request, desk, {}, link=f"{base}/sign-in/link/{link}")


@router.get("/log")
def log(request: Request, desk: AtDesk, visit: Administrator) -> Response:
    """The audit log, newest first."""
    with desk.store.read() as connection:
        return page(request, "log.html", entries=entries(connection))


def _add(desk: Desk, visit: Visit, fields: Fields) -> str:
    login, name = _typed(fields, "login"), _typed(fields, "name")
    role = next((r for r in users.ROLES if r == one(fields, "role")), None)
    if role is None:
        raise InputError([Problem("role", "is not chosen. Choose one.")])
    password = one(fields, "password")
    kept = hashed(password) if password else None
    with desk.store.write() as connection:
        user = users.add_user(connection, login, name, role, kept, desk.now)
        record(connection, visit.actor, desk.now, "add user", login, role=role)
        return users.issue_token(connection, "link", user.id, LINK_LIFETIME, desk.now)


def _typed(fields: Fields, name: str) -> str:
    try:
        text = clean(one(fields, name).strip())[0]
    except ValueError as error:
        raise InputError([Problem(name, str(error))]) from None
    if not text:
        raise InputError([Problem(name, "is empty. Fill it in.")])
    return text


def _users_page(
    request: Request,
    desk: Desk,
    fields: Fields,
    problems: tuple[Problem, ...] = (),
    *,
    link: str | None = None,
) -> Response:
    with desk.store.read() as connection:
        known = users.all_users(connection)
    return page(
        request,
        "users.html",
        422 if problems else 200,
        users=known,
        roles=users.ROLES,
        fields=fields,
        problems=problems,
        link=link,
    )
