"""Evidence that staff write down, and its files."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import RedirectResponse, Response

from outreach.inbox import recording
from outreach.inbox.recording import Typed
from outreach.model.errors import InputError
from outreach.model.rendition import File
from outreach.store import broadcasts, evidence
from outreach.web import previews
from outreach.web.desk import AtDesk, Fields, Number, one
from outreach.web.proof import file_name
from outreach.web.routes.broadcasts import broadcast_page
from outreach.web.session import Viewer
from outreach.web.uploads import AuthorBrings

router = APIRouter()
_FIELDS = ("station", "grade", "way", "told", "note", "corrects")


@router.post("/broadcasts/{code}/evidence")
def put_down(request: Request, desk: AtDesk, code: str, act: AuthorBrings) -> Response:
    """Write down what came by photo, post or phone."""
    typed = _typed(act.fields, act.file)
    try:
        with desk.store.write() as connection:
            found = broadcasts.by_code(connection, code)
            recording.put_down(connection, found, typed, act.visit.actor, desk.now)
    except InputError as error:
        told = {name: one(act.fields, name) for name in _FIELDS}
        told["wrong"] = str(error)
        return broadcast_page(request, desk, act.visit, code, status=422, told=told)
    return RedirectResponse(f"/broadcasts/{found.code}#proof", 303)


@router.get("/broadcasts/{code}/evidence/{key}")
def file(desk: AtDesk, code: str, key: Number, visit: Viewer) -> Response:
    """The file of one piece of evidence, to keep: never shown as a page of ours."""
    with desk.store.read() as connection:
        try:
            found = broadcasts.by_code(connection, code)
        except InputError:
            raise HTTPException(404) from None
        kept = evidence.file_of(connection, found.id, key)
    if kept is None:
        raise HTTPException(404)
    stem, ending = file_name(found.code, key, kept.media_type)
    named = File(name=ending, media_type=kept.media_type, data=kept.data)
    return previews.download(named, stem)


def _typed(fields: Fields, file: bytes) -> Typed:
    return Typed(
        organisation_id=_number(one(fields, "station")),
        grade=one(fields, "grade"),
        way=one(fields, "way"),
        told=one(fields, "told"),
        note=one(fields, "note").replace("\0", ""),
        corrects=_number(one(fields, "corrects")),
        file=file,
    )


def _number(text: str) -> int | None:
    known = text.isascii() and text.isdecimal() and len(text) < 16
    return int(text) if known else None
