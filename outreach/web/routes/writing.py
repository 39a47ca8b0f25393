"""Writing an announcement: one form, saved, previewed or announced."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import RedirectResponse, Response

from outreach import registry
from outreach.dispatch import renewal
from outreach.model.errors import InputError, Problem
from outreach.model.places import countries
from outreach.model.reading import Reading, read
from outreach.model.words import shown
from outreach.store import announcements
from outreach.web import forms
from outreach.web.desk import AtDesk, Desk, Fields, one
from outreach.web.fields import ROWS
from outreach.web.pages import page
from outreach.web.places import country_code, language_code, zones_of
from outreach.web.session import Author, AuthorTypes, Visit

router = APIRouter()

#: A form that comes back with the Back button must come from the browser's memory.
_KEPT = {"cache-control": "private, no-cache"}
#: What the form carries beside the announcement.
_OWN = ("token", "do", "draft", "add_language")
#: Fields that are none, told at once: more is a program gone wrong.
_MOST_STRANGE = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What the page says about the form."""

    problems: Sequence[Problem] = ()
    notes: Sequence[Problem] = ()
    saved: bool = False
    expired: bool = False


@router.get("/write")
def write(request: Request, desk: AtDesk, visit: Author) -> Response:
    """The form: empty, a draft, or started from an announcement (``from`` and ``as``)."""
    query = request.query_params
    number = _number(query.get("draft", ""))
    if number is not None:
        with desk.store.read() as connection:
            form = announcements.get_draft(connection, visit.user.id, number).form
        said = Said(saved="saved" in query)
        return _form_page(request, desk, dict(form), said, draft=number)
    if ref := query.get("from"):
        return _form_page(request, desk, _started(desk, ref, query.get("as", "")))
    return _form_page(request, desk, _empty(desk))


@router.post("/write")
def written(request: Request, desk: AtDesk, act: AuthorTypes) -> Response:
    """Whatever button was pressed in the form."""
    number = _number(one(act.fields, "draft"))
    form = forms.tidied({k: v for k, v in act.fields.items() if k not in _OWN})
    do, _, what = one(act.fields, "do").partition(":")
    if not act.genuine:
        said = Said(expired=True)
        return _form_page(request, desk, form, said, draft=number, status=403)
    if do == "draft":
        return _save(desk, act.visit, form, number, "/write?draft={}&saved=1")
    if do in ("preview", "announce"):
        return _judge(request, desk, act.visit, form, number, do)
    return _grow(request, desk, act.fields, form, number, do, what)


def read_form(form: Fields) -> Reading:
    """The announcement in a form. Raises InputError with every problem."""
    strange = [
        Problem(shown(name, 60), "is not a known field. Take it out.")
        for name in forms.unknown(form)[:_MOST_STRANGE]
    ]
    try:
        reading = read(_zoned(forms.content(form)))
    except InputError as error:
        raise InputError([*strange, *error.problems]) from None
    if strange:
        raise InputError(strange)
    return reading


def announced(
    desk: Desk, visit: Visit, reading: Reading, draft: int | None
) -> Response:
    """Store the announcement; a draft of it has done its work."""
    with desk.store.write() as connection:
        version, _ = renewal.announce(
            connection, desk.settings, reading.announcement, visit.actor, desk.now
        )
        if draft is not None:
            announcements.delete_draft(connection, visit.user.id, draft)
    cleaned = urlencode([("cleaned", note.field) for note in reading.notes])
    told = f"?{cleaned}" if cleaned else ""
    return RedirectResponse(f"/announcements/{version.ref}{told}", 303)


def _judge(
    request: Request,
    desk: Desk,
    visit: Visit,
    form: dict[str, list[str]],
    draft: int | None,
    do: str,
) -> Response:
    try:
        reading = read_form(form)
        if do == "announce":
            return announced(desk, visit, reading, draft)
    except InputError as error:
        said = Said(problems=error.problems)
        return _form_page(request, desk, form, said, draft=draft, status=422)
    return _save(desk, visit, form, draft, "/drafts/{}/preview")


def _save(
    desk: Desk, visit: Visit, form: Fields, draft: int | None, then: str
) -> Response:
    """Keep the form as it is; a doubled request keeps it once."""
    mine = visit.user.id
    with desk.store.write() as connection:
        if draft is None:
            known = announcements.user_drafts(connection, mine)
            same = (d.id for d in known if d.form.get("once") == form.get("once"))
            draft = next(same, None)
        number = announcements.save_draft(
            connection, mine, form, desk.now, draft, one(form, "id")[:64] or None
        )
    return RedirectResponse(then.format(number), 303)


def _grow(
    request: Request,
    desk: Desk,
    fields: Fields,
    form: dict[str, list[str]],
    draft: int | None,
    do: str,
    what: str,
) -> Response:
    """Add or take out a language or a line; nothing is stored."""
    if do == "add-line" and what in ROWS:
        form = forms.with_row(form, what)
    elif do == "remove-language":
        form = forms.without_language(form, what)
    else:
        try:
            form = forms.with_language(form, language_code(one(fields, "add_language")))
        except InputError as error:
            form["add_language"] = fields.get("add_language", [])
            said = Said(problems=error.problems)
            return _form_page(request, desk, form, said, draft=draft, status=422)
    return _form_page(request, desk, form, draft=draft)


def _form_page(
    request: Request,
    desk: Desk,
    form: dict[str, list[str]],
    said: Said | None = None,
    *,
    draft: int | None = None,
    status: int = 200,
) -> Response:
    said = said or Said()
    form = {"once": [secrets.token_hex(8)], **form}
    problems: dict[str, str] = {}
    for problem in said.problems:
        problems.setdefault(forms.place(problem.field, form), problem.message)
    channels = registry.plugins().channels.values()
    return page(
        request,
        "write.html",
        status,
        headers=_KEPT,
        form=form,
        rows={name: forms.rows(form, name) for name in ROWS},
        languages=forms.chosen_languages(form),
        problems=problems,
        said=said,
        draft=draft,
        zones=zones_of(country_code(one(form, "venue.country"))),
        spoken=sorted({code for channel in channels for code in channel.languages}),
    )


def _empty(desk: Desk) -> dict[str, list[str]]:
    return {
        "kind": ["meeting"],
        "notice": ["new"],
        "urgency": ["normal"],
        "languages": ["en"],
    }


def _started(desk: Desk, ref: str, what: str) -> dict[str, list[str]]:
    """A new version keeps the id; a correction or cancellation names what it replaces."""
    with desk.store.read() as connection:
        try:
            version = announcements.get(connection, ref)
        except InputError:
            raise HTTPException(404) from None
    value: Mapping[str, Any] = version.announcement.content
    if what in ("correction", "cancellation"):
        value = {**value, "id": None, "notice": what, "replaces": version.ref}
    return forms.back(value)


def _zoned(value: dict[str, Any]) -> dict[str, Any]:
    """With the zone of a country that has one only; staff need not know its name."""
    if "timezone" in value:
        return value
    country = str(value["venue"].get("country", ""))
    zones = zones_of(country)
    if len(zones) == 1:
        return {**value, "timezone": zones[0]}
    # Without a country nobody can name its zone: that one problem is told, not two.
    return value if country in countries() else {**value, "timezone": "UTC"}


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else None
