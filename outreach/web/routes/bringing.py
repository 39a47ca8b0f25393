"""Files of others: another office's announcements, a calendar's events."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from outreach.directory.events import Known, read_events
from outreach.directory.others import read_announcements
from outreach.dispatch import bringing, renewal
from outreach.model.errors import InputError
from outreach.store.audit import Actor
from outreach.web.desk import AtDesk, Desk, one
from outreach.web.routes.sheets import form
from outreach.web.uploads import AuthorBrings, Brought

router = APIRouter()
_EVENT = ("language", "country", "locality", "kind", "timezone")
_MISSING = "There is no file. Choose one."


@router.post("/import/announcements")
def announcements(request: Request, desk: AtDesk, act: AuthorBrings) -> Response:
    """Look at another office's announcements, or store them, all or none."""
    typed = _typed(act, "office", "prefix")
    try:
        return _announcements(request, desk, act, typed)
    except InputError as error:
        return form(request, desk, str(error), typed=typed)


@router.post("/import/events")
def events(request: Request, desk: AtDesk, act: AuthorBrings) -> Response:
    """Look at the events of a calendar, or store them, all or none."""
    typed = _typed(act, *_EVENT)
    try:
        return _events(request, desk, act, typed)
    except InputError as error:
        return form(request, desk, str(error), typed=typed)


def _announcements(
    request: Request, desk: Desk, act: Brought, typed: Mapping[str, str]
) -> Response:
    came = read_announcements([("file", _file(act))], typed["office"])
    if _only_looks(act):
        with desk.store.read() as connection:
            found = bringing.place(connection, desk.settings, came, typed["prefix"])
        return form(request, desk, typed=typed, looked=[one.said for one in found])
    with desk.store.write() as connection:
        found = bringing.place(connection, desk.settings, came, typed["prefix"])
        bringing.bring(connection, desk.settings, found, act.visit.actor, desk.now)
    return _shown([str(one.announcement.id) for one in found])


def _events(
    request: Request, desk: Desk, act: Brought, typed: Mapping[str, str]
) -> Response:
    known = replace(Known(**typed), timezone=typed["timezone"] or None)
    found = read_events(_file(act), known)
    if _only_looks(act):
        said = [f"{one.id}: {one.texts[one.languages[0]].title}" for one in found]
        return form(request, desk, typed=typed, looked=said)
    actor: Actor = act.visit.actor
    with desk.store.write() as connection:
        for announcement in found:
            renewal.announce(connection, desk.settings, announcement, actor, desk.now)
    return _shown([str(one.id) for one in found])


def _file(act: Brought) -> bytes:
    if not act.file:
        raise InputError(_MISSING)
    return act.file


def _only_looks(act: Brought) -> bool:
    return one(act.fields, "do") == "look"


def _typed(act: Brought, *names: str) -> dict[str, str]:
    return {name: one(act.fields, name).strip() for name in names}


def _shown(refs: list[str]) -> Response:
    """The announcement that came; of several the start page, which lists the newest."""
    path = f"/announcements/{refs[0]}" if len(set(refs)) == 1 else "/"
    return RedirectResponse(path, 303)
