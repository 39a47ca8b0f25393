"""Routes and prices: who sends to which country, and what a segment costs."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from outreach import registry
from outreach.dispatch import route_files
from outreach.dispatch.routing import typed_route
from outreach.model.errors import InputError, Problem
from outreach.model.route import COLUMNS, KINDS
from outreach.store import routes
from outreach.web.desk import AtDesk, Desk, Fields, one
from outreach.web.pages import page, spreadsheet
from outreach.web.session import ApproverActs, Viewer

router = APIRouter()

_KEY = ("channel", "country", "gateway")


@router.get("/routes")
def all_routes(request: Request, desk: AtDesk, visit: Viewer) -> Response:
    """Every route, and a form for one; an address with a route's key fills it in."""
    wanted = tuple(request.query_params.get(name, "") for name in _KEY)
    with desk.store.read() as connection:
        found = {route.key: route for route in routes.all_routes(connection)}
    filled = found[wanted].columns if wanted in found else {}
    return _routes_page(request, desk, {name: [text] for name, text in filled.items()})


@router.get("/routes.csv")
def export(desk: AtDesk, visit: Viewer) -> Response:
    """The routes for a spreadsheet."""
    with desk.store.read() as connection:
        table = route_files.written(routes.all_routes(connection))
    return spreadsheet(table, "routes.csv")


@router.post("/routes")
def put(request: Request, desk: AtDesk, act: ApproverActs) -> Response:
    """Add a route, or replace the one of that channel, country and gateway."""
    typed = {name: one(act.fields, name) for name in COLUMNS}
    try:
        route = typed_route(typed, desk.settings)
    except InputError as error:
        return _routes_page(request, desk, act.fields, error.problems)
    with desk.store.write() as connection:
        routes.put_routes(connection, [route], act.visit.actor, desk.now)
    return RedirectResponse("/routes", 303)


@router.post("/routes/import")
def import_(request: Request, desk: AtDesk, act: ApproverActs) -> Response:
    """Add or replace all routes of a table, or none."""
    try:
        found = route_files.read(one(act.fields, "csv"), desk.settings)
    except InputError as error:
        return _routes_page(request, desk, act.fields, error.problems)
    with desk.store.write() as connection:
        routes.put_routes(connection, found, act.visit.actor, desk.now)
    return RedirectResponse("/routes", 303)


@router.post("/routes/remove")
def remove(desk: AtDesk, act: ApproverActs) -> Response:
    """Remove a route."""
    channel, country, gateway = (one(act.fields, name) for name in _KEY)
    with desk.store.write() as connection:
        key = (channel, country, gateway)
        routes.remove_route(connection, key, act.visit.actor, desk.now)
    return RedirectResponse("/routes", 303)


def _routes_page(
    request: Request,
    desk: Desk,
    fields: Fields,
    problems: tuple[Problem, ...] = (),
) -> Response:
    known = registry.plugins()
    with desk.store.read() as connection:
        found = routes.all_routes(connection)
    return page(
        request,
        "routes.html",
        422 if problems else 200,
        routes=found,
        fields=fields,
        problems=problems,
        channels=[c for c in known.channels.values() if c.freight == "text"],
        gateways=list(known.gateways.values()),
        kinds=KINDS,
        columns=COLUMNS,
    )
