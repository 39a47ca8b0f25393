"""One person's data: what is held on them, to hand over or to erase. For administrators."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from outreach.directory import persons as people
from outreach.model.errors import InputError, Problem
from outreach.store import persons
from outreach.store.persons import Person
from outreach.web.desk import AtDesk, Desk, Fields, one
from outreach.web.pages import page
from outreach.web.session import Act, Administrator, AdministratorActs

router = APIRouter()


@router.get("/person")
def ask(request: Request, visit: Administrator) -> Response:
    """Who is meant?"""
    return _page(request)


@router.post("/person")
def look(request: Request, desk: AtDesk, act: AdministratorActs) -> Response:
    """How much is held on them. Posted, so that no number stands in an address or a log."""
    try:
        return _found_page(request, desk, act.fields)
    except InputError as error:
        return _refused(request, act.fields, error)


@router.post("/person/json")
def as_json(request: Request, desk: AtDesk, act: AdministratorActs) -> Response:
    """Everything, as one file."""
    made = people.as_json(_handed_over(desk, act))
    return _file(made, "application/json", "person.json")


@router.post("/person/text")
def as_text(request: Request, desk: AtDesk, act: AdministratorActs) -> Response:
    """Everything, to read."""
    made = people.as_text(_handed_over(desk, act))
    return _file(made, "text/plain; charset=utf-8", "person.txt")


@router.post("/person/erase")
def erase(request: Request, desk: AtDesk, act: AdministratorActs) -> Response:
    """Take them out, once it is ticked that this can't be undone. Refused in flight."""
    try:
        found = _found(desk, act.fields)
        if one(act.fields, "sure") != "yes":
            said = "is not ticked. Tick it if they are to be erased."
            problem = Problem("sure", said)
            return _found_page(request, desk, act.fields, (problem,))
    except InputError as error:
        return _refused(request, act.fields, error)
    done = people.erase(desk.store, found, desk.settings, act.visit.actor, desk.now)
    return _page(request, done=done)


def _found(desk: Desk, fields: Fields) -> Person:
    with desk.store.read() as connection:
        return people.find(connection, one(fields, "who"), one(fields, "organisation"))


def _handed_over(desk: Desk, act: Act) -> dict[str, object]:
    found = _found(desk, act.fields)
    return people.hand_over(desk.store, found, desk.settings, act.visit.actor, desk.now)


def _found_page(
    request: Request,
    desk: Desk,
    fields: Fields,
    problems: tuple[Problem, ...] = (),
) -> Response:
    found = _found(desk, fields)
    with desk.store.read() as connection:
        kept = persons.held(connection, desk.store.secret, found)
        why = persons.in_flight(connection, kept, desk.now)
    return _page(
        request,
        422 if problems else 200,
        fields=fields,
        problems=problems,
        person=found,
        summed=people.summed(kept),
        why=why,
    )


def _refused(request: Request, fields: Fields, error: InputError) -> Response:
    return _page(request, 422, fields=fields, problems=error.problems)


def _page(request: Request, status: int = 200, **values: Any) -> Response:
    nobody: dict[str, Any] = {"fields": {}, "problems": (), "person": None, "done": ()}
    return page(request, "person.html", status, **{**nobody, **values})


def _file(text: str, media_type: str, name: str) -> Response:
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(text, media_type=media_type, headers=headers)
