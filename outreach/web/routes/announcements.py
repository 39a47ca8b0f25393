"""Announcements and drafts: what they say, and what the channels make of them."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import RedirectResponse, Response

from outreach.model.announcement import Announcement
from outreach.model.errors import InputError, Problem
from outreach.model.identity import identified
from outreach.store import announcements, broadcasts, origins, rsvps, users
from outreach.store.announcements import Version
from outreach.web import forms, previews
from outreach.web.desk import AtDesk, Desk, Number
from outreach.web.pages import page
from outreach.web.routes.writing import announced, read_form
from outreach.web.session import Author, AuthorActs, Viewer

router = APIRouter()


@router.get("/announcements/{ref}")
def announcement(request: Request, desk: AtDesk, ref: str, visit: Viewer) -> Response:
    """One announcement: its facts, what can be done with it, where it went."""
    version = _version(desk, ref)
    with desk.store.read() as connection:
        sent = broadcasts.of_announcement(connection, ref)
        coming, not_coming = rsvps.counts(
            connection, announcements.event_refs(connection, version)
        )
        came = origins.came(connection, ref) if version.announcement.origin else []
        by = {v.created_by: users.user_by_id(connection, v.created_by) for v in came}
    return page(
        request,
        "announcement.html",
        version=version,
        broadcasts=sent,
        coming=coming,
        not_coming=not_coming,
        came=came,
        came_by={key: user.name for key, user in by.items()},
        over=desk.now >= version.announcement.last_instant,
        cleaned=_cleaned(version, request.query_params.getlist("cleaned")),
    )


@router.get("/announcements/{ref}/{number}/preview")
def preview(
    request: Request, desk: AtDesk, ref: str, number: Number, visit: Viewer
) -> Response:
    """What every channel makes of a stored version."""
    version = _version(desk, ref, number)
    base = f"/announcements/{ref}/{number}"
    return _preview_page(request, desk, version.announcement, base, version=version)


@router.get("/announcements/{ref}/{number}/{channel}/{variant}/{language}/{file}")
def stored_file(
    request: Request,
    desk: AtDesk,
    ref: str,
    number: Number,
    channel: str,
    variant: str,
    language: str,
    file: Number,
    visit: Viewer,
    picture: bool = False,
    aloud: bool = False,
) -> Response:
    """One file of a stored version's preview, its picture, or it read aloud."""
    found = _version(desk, ref, number).announcement
    return _file(request, desk, found, channel, variant, language, file, picture, aloud)


@router.get("/drafts/{draft}/preview")
def draft_preview(
    request: Request, desk: AtDesk, draft: Number, visit: Author
) -> Response:
    """What every channel makes of a draft of mine; nothing is stored."""
    found, notes = _of_draft(desk, visit.user.id, draft)
    return _preview_page(
        request, desk, found, f"/drafts/{draft}", draft=draft, notes=notes
    )


@router.get("/drafts/{draft}/{channel}/{variant}/{language}/{file}")
def draft_file(
    request: Request,
    desk: AtDesk,
    draft: Number,
    channel: str,
    variant: str,
    language: str,
    file: Number,
    visit: Author,
    picture: bool = False,
    aloud: bool = False,
) -> Response:
    """One file of a draft's preview, its picture, or it read aloud."""
    found, _ = _of_draft(desk, visit.user.id, draft)
    return _file(request, desk, found, channel, variant, language, file, picture, aloud)


@router.post("/drafts/{draft}/announce")
def announce(desk: AtDesk, draft: Number, act: AuthorActs) -> Response:
    """Announce a draft of mine as it is."""
    with desk.store.read() as connection:
        form = announcements.get_draft(connection, act.visit.user.id, draft).form
    return announced(desk, act.visit, read_form(form), draft)


@router.post("/drafts/{draft}/delete")
def delete(desk: AtDesk, draft: Number, act: AuthorActs) -> Response:
    """Drop a draft of mine."""
    with desk.store.write() as connection:
        announcements.delete_draft(connection, act.visit.user.id, draft)
    return RedirectResponse("/", 303)


def _cleaned(version: Version, named: list[str]) -> list[str]:
    """Those of the fields named in an address that the announcement has."""
    known = forms.back(version.announcement.content)
    return [name for name in dict.fromkeys(named) if name in known]


def _version(desk: Desk, ref: str, number: int | None = None) -> Version:
    with desk.store.read() as connection:
        try:
            return announcements.get(connection, ref, number)
        except InputError:
            raise HTTPException(404) from None


def _of_draft(
    desk: Desk, user_id: int, draft: int
) -> tuple[Announcement, tuple[Problem, ...]]:
    with desk.store.read() as connection:
        try:
            form = announcements.get_draft(connection, user_id, draft).form
        except InputError:
            raise HTTPException(404) from None
    reading = read_form(form)
    return reading.announcement, reading.notes


def _preview_page(
    request: Request,
    desk: Desk,
    found: Announcement,
    base: str,
    *,
    version: Version | None = None,
    draft: int | None = None,
    notes: tuple[Problem, ...] = (),
) -> Response:
    language = request.query_params.get("language", found.languages[0])
    if language not in found.languages:
        raise HTTPException(404)
    layout = previews.layout_of(request, found)
    return page(
        request,
        "preview.html",
        announcement=found,
        language=language,
        channels=previews.cells(desk, found, language, layout),
        layout=layout.chosen,
        **previews.choices_of(found),
        base=base,
        version=version,
        draft=draft,
        notes=notes,
    )


def _file(
    request: Request,
    desk: Desk,
    found: Announcement,
    channel: str,
    variant: str,
    language: str,
    number: int,
    picture: bool,
    aloud: bool,
) -> Response:
    layout = previews.layout_of(request, found)
    made = previews.rendition(desk, found, channel, variant, language, layout)
    file = previews.file_of(made, number)
    if picture:
        return previews.picture_of(file)
    if aloud:
        file = previews.read_aloud(made, channel, language)
    name = str(identified(found).id)
    stem = previews.stem(name, channel, variant, language, layout)
    return previews.download(file, stem)
