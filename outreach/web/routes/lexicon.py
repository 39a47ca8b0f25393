"""The office's lexicon: how scripts say names and short forms."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from outreach.model.errors import InputError, Problem
from outreach.model.lexicon import read_saying
from outreach.store import lexicon
from outreach.web.desk import AtDesk, Desk, Fields, one
from outreach.web.pages import page
from outreach.web.session import AuthorActs, Viewer

router = APIRouter()

_FIELDS = ("language", "written", "spoken", "respelling")


@router.get("/lexicon")
def all_of_it(request: Request, desk: AtDesk, visit: Viewer) -> Response:
    """Every line, and a form for one; an address with a line's key fills it in."""
    wanted = tuple(request.query_params.get(name, "") for name in _FIELDS[:2])
    with desk.store.read() as connection:
        found = {
            (line.language, line.written): line
            for line in lexicon.all_sayings(connection)
        }
    line = found.get((wanted[0], wanted[1]))
    filled = line.model_dump(exclude_none=True) if line else {}
    return _page(request, desk, {name: [text] for name, text in filled.items()})


@router.post("/lexicon")
def put(request: Request, desk: AtDesk, act: AuthorActs) -> Response:
    """Add a line, or replace that of the same language and written form."""
    try:
        line = read_saying({name: one(act.fields, name) for name in _FIELDS})
        with desk.store.write() as connection:
            lexicon.put_saying(connection, line, act.visit.actor, desk.now)
    except InputError as error:
        return _page(request, desk, act.fields, error.problems)
    return RedirectResponse("/lexicon", 303)


@router.post("/lexicon/remove")
def remove(desk: AtDesk, act: AuthorActs) -> Response:
    """Remove a line."""
    language, written = (one(act.fields, name) for name in _FIELDS[:2])
    with desk.store.write() as connection:
        lexicon.remove_saying(connection, language, written, act.visit.actor, desk.now)
    return RedirectResponse("/lexicon", 303)


def _page(
    request: Request, desk: Desk, fields: Fields, problems: tuple[Problem, ...] = ()
) -> Response:
    with desk.store.read() as connection:
        lines = lexicon.all_sayings(connection)
    return page(
        request,
        "lexicon.html",
        422 if problems else 200,
        lines=lines,
        fields=fields,
        problems=problems,
    )
