"""Dispatch papers of a broadcast, to download: labels, lists, slips and packs."""

from __future__ import annotations

import math

from fastapi import APIRouter, HTTPException
from starlette.responses import Response

from outreach.dispatch import papers as making
from outreach.dispatch.packs import PACK, together
from outreach.dispatch.places import Place, places_of, stems
from outreach.model.errors import InputError, Problem
from outreach.model.papers import LabelSheet, PaperOptions
from outreach.store import Connection, broadcasts
from outreach.store.broadcasts import Broadcast
from outreach.web import previews
from outreach.web.desk import AtDesk, Desk
from outreach.web.papers import chosen, without_phones
from outreach.web.session import Viewer, Visit

router = APIRouter()


@router.get("/broadcasts/{code}/papers")
def paper(
    desk: AtDesk,
    code: str,
    visit: Viewer,
    paper: str = "labels",
    place: str = "",
    sheet: LabelSheet = "l7160",
    start: str = "1",
    right: str = "0",
    down: str = "0",
    leave_out: bool = False,
    one_sided: bool = False,
) -> Response:
    """One paper, of all parcels or of those for one place, by its key. Of packs, all places
    are a ZIP of one for each.
    """
    options = PaperOptions(
        sheet=sheet,
        start=int(_typed("start", start)),
        nudge=(_typed("right", right), _typed("down", down)),
        leave_out=leave_out,
        both_sides=not one_sided,
    )
    with desk.store.read() as connection:
        found = _by_code(connection, code)
        places = _places(connection, found, visit)
        return _made(desk, connection, found, paper, options, places, place)


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
    places: list[Place],
    key: str,
) -> Response:
    if paper == PACK and not key and len(places) > 1:
        packed = together(connection, desk.settings, found, options, places)
        return previews.download(packed, f"{found.code}.packs")
    of = _of(places, key)
    if paper == PACK and not of and places:
        [of] = places
    made = making.make(connection, desk.settings, found, paper, options, of)
    return previews.download(made.file, f"{found.code}.{paper}{_stem(places, key)}")


def _places(connection: Connection, found: Broadcast, visit: Visit) -> list[Place]:
    places = places_of(connection, found).each
    return [p if visit.may("author") else without_phones(p) for p in places]


def _of(places: list[Place], key: str) -> Place | None:
    """The place that is asked for; None: all of them."""
    found = chosen(places, key)
    if key and not found:
        raise HTTPException(404)
    return found


def _stem(places: list[Place], key: str) -> str:
    """What the place that is asked for adds to a file's name."""
    named = zip(places, stems(places), strict=True)
    return next((f"-{stem}" for place, stem in named if place.key == key), "")


def _by_code(connection: Connection, code: str) -> Broadcast:
    try:
        return broadcasts.by_code(connection, code)
    except InputError:
        raise HTTPException(404) from None
