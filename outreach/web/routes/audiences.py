"""Audiences: saved rules that select whom a broadcast reaches."""

from __future__ import annotations

import re
from typing import Any

from fastapi import APIRouter, HTTPException, Request
from pydantic import ValidationError
from starlette.responses import RedirectResponse, Response

from outreach import registry
from outreach.model.audience import AudienceRule
from outreach.model.errors import InputError, Problem
from outreach.model.reading import problems_of
from outreach.model.words import clean
from outreach.reports.audience import preview, told
from outreach.store import audiences, reaching
from outreach.store.audit import record
from outreach.store.reaching import Reach
from outreach.web.desk import AtDesk, Desk, Fields, Number, one
from outreach.web.pages import page
from outreach.web.session import AuthorActs, Viewer

router = APIRouter()

_LISTS = (
    *("countries", "regions", "districts"),
    *("topics", "languages", "organisation_languages"),
)
_YES_NO = {"yes": True, "no": False}
LONGEST_NAME = 120


@router.get("/audiences")
def all_audiences(request: Request, desk: AtDesk, visit: Viewer) -> Response:
    """Every audience, how many it reaches, and a form for one more."""
    return _audiences_page(request, desk, {})


@router.post("/audiences")
def add(request: Request, desk: AtDesk, act: AuthorActs) -> Response:
    """Save a rule; one of that name is replaced."""
    try:
        name, rule = _name(one(act.fields, "name")), read_rule(act.fields)
    except InputError as error:
        return _audiences_page(request, desk, act.fields, error.problems)
    with desk.store.write() as connection:
        audiences.put_audience(connection, name, rule)
        kept = rule.model_dump(mode="json", exclude_defaults=True)
        record(connection, act.visit.actor, desk.now, "save audience", name, rule=kept)
    return RedirectResponse("/audiences", 303)


@router.get("/audiences/{key}")
def audience(request: Request, desk: AtDesk, key: Number, visit: Viewer) -> Response:
    """Whom an audience reaches, by channel and language, and whom it can't, and why."""
    with desk.store.read() as connection:
        known = {one.id: one for one in audiences.all_audiences(connection)}
        if key not in known:
            raise HTTPException(404)
        found = preview(connection, known[key], desk.store.secret)
    return page(request, "audience.html", preview=found, said=told(found))


def read_rule(fields: Fields) -> AudienceRule:
    """The rule that was typed. Raises InputError with every problem."""
    value: dict[str, Any] = {name: _items(one(fields, name)) for name in _LISTS}
    for name in ("categories", "channels"):
        value[name] = list(fields.get(name, []))
    for name in ("women_led", "has_internet"):
        value[name] = _YES_NO.get(one(fields, name))
    try:
        return AudienceRule.model_validate(value)
    except ValidationError as error:
        found = problems_of(error, AudienceRule)
        plain = [Problem(p.field.split(".")[0], p.message) for p in found]
        raise InputError(plain) from None


def _items(text: str) -> list[str]:
    return [item.strip() for item in re.split(r"[,;\n]", text) if item.strip()]


def _name(typed: str) -> str:
    try:
        name = clean(typed.strip())[0]
    except ValueError as error:
        raise InputError([Problem("name", str(error))]) from None
    if not name:
        raise InputError([Problem("name", "is empty. Fill it in.")])
    if len(name) > LONGEST_NAME:
        raise InputError(
            [Problem("name", f"is too long. It may have {LONGEST_NAME} characters.")]
        )
    if name in audiences.OURS:
        raise InputError(
            [Problem("name", "belongs to an audience of ours. Choose another.")]
        )
    return name


def _audiences_page(
    request: Request, desk: Desk, fields: Fields, problems: tuple[Problem, ...] = ()
) -> Response:
    channels = list(registry.plugins().channels)
    with desk.store.read() as connection:
        known = [
            (
                audience,
                sum(
                    group.addresses
                    for group in reaching.groups(
                        connection, Reach(rule=audience.rule), channels
                    )
                ),
            )
            for audience in audiences.all_audiences(connection)
        ]
    return page(
        request,
        "audiences.html",
        422 if problems else 200,
        known=known,
        channels=channels,
        fields=fields,
        problems=problems,
    )
