"""Dispatch papers of a broadcast, to download: labels, lists, slips and packs."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, HTTPException
from pydantic import Field
from starlette.responses import Response

from outreach.dispatch import papers as making
from outreach.model.errors import InputError
from outreach.model.papers import LabelSheet, PaperOptions
from outreach.store import Connection, broadcasts
from outreach.store.broadcasts import Broadcast
from outreach.store.ledger.parcels import Place
from outreach.web import previews
from outreach.web.desk import AtDesk, Desk, Number
from outreach.web.session import Viewer

router = APIRouter()

#: As it is typed: up to a thousand millimetres are no wrong address but a wrong number.
Millimetres = Annotated[float, Field(ge=-1000, le=1000)]


@router.get("/broadcasts/{code}/papers")
def paper(
    desk: AtDesk,
    code: str,
    visit: Viewer,
    paper: str = "labels",
    place: Number = 0,
    sheet: LabelSheet = "l7160",
    start: Number = 1,
    right: Millimetres = 0.0,
    down: Millimetres = 0.0,
    leave_out: bool = False,
    one_sided: bool = False,
) -> Response:
    """One paper, of all parcels or of those for one place, by its number from 1."""
    options = PaperOptions(
        sheet=sheet,
        start=start,
        nudge=(right, down),
        leave_out=leave_out,
        both_sides=not one_sided,
    )
    with desk.store.read() as connection:
        found = _by_code(connection, code)
        chosen = _place(connection, found, place) if place else None
        return _made(desk, connection, found, paper, options, chosen, place)


def _made(
    desk: Desk,
    connection: Connection,
    found: Broadcast,
    paper: str,
    options: PaperOptions,
    chosen: Place | None,
    place: int,
) -> Response:
    made = making.make(connection, desk.settings, found, paper, options, chosen)
    stem = f"{found.code}.{paper}-{place}" if place else f"{found.code}.{paper}"
    return previews.download(made.file, stem)


def _place(connection: Connection, found: Broadcast, number: int) -> Place:
    places = making.places_of(connection, found)
    if not 1 <= number <= len(places):
        raise HTTPException(404)
    return places[number - 1]


def _by_code(connection: Connection, code: str) -> Broadcast:
    try:
        return broadcasts.by_code(connection, code)
    except InputError:
        raise HTTPException(404) from None
