"""Dispatch papers of a broadcast, to download: labels, lists, slips and packs."""

from __future__ import annotations

import math

from fastapi import APIRouter, HTTPException
from starlette.responses import Response

from outreach.dispatch import papers as making
from outreach.model.errors import InputError, Problem
from outreach.model.papers import LabelSheet, PaperOptions
from outreach.store import Connection, broadcasts
from outreach.store.broadcasts import Broadcast
from outreach.store.ledger.parcels import Place
from outreach.web import previews
from outreach.web.desk import AtDesk, Desk, Number
from outreach.web.session import Viewer

router = APIRouter()


@router.get("/broadcasts/{code}/papers")
def paper(
    desk: AtDesk,
    code: str,
    visit: Viewer,
    paper: str = "labels",
    place: Number = 0,
    sheet: LabelSheet = "l7160",
    start: str = "1",
    right: str = "0",
    down: str = "0",
    leave_out: bool = False,
    one_sided: bool = False,
) -> Response:
    """One paper, of all parcels or of those for one place, by its number from 1."""
    options = PaperOptions(
        sheet=sheet,
        start=int(_typed("start", start)),
        nudge=(_typed("right", right), _typed("down", down)),
        leave_out=leave_out,
        both_sides=not one_sided,
    )
    with desk.store.read() as connection:
        found = _by_code(connection, code)
        chosen = _place(connection, found, place) if place else None
        return _made(desk, connection, found, paper, options, chosen, place)


def _typed(name: str, text: str) -> float:
    """A number as staff type it, with a point or a comma. Raises InputError naming it."""
    try:
        found = float(text.strip().replace(",", ".") or "0")
    except ValueError:
        found = math.nan
    if not math.isfinite(found):
        problem = Problem(name, "is not a number. Write it in digits, such as 1.5.")
        raise InputError([problem])
    return found


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
