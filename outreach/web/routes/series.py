"""Series of editions: started, watched, stopped; what an edition holds."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import RedirectResponse, Response

from outreach import registry
from outreach.model.errors import InputError, Problem
from outreach.schedule import series
from outreach.store import Connection, audiences, editions
from outreach.store.audit import Actor
from outreach.store.editions import Series, StoredEdition
from outreach.web import previews
from outreach.web.desk import AtDesk, Desk, Fields, Number, one
from outreach.web.pages import page
from outreach.web.places import country_code, language_code
from outreach.web.repeating import repeated
from outreach.web.session import AuthorActs, Viewer

router = APIRouter()


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A series with its newest editions, each with the code of its broadcast."""

    series: Series
    words: str
    editions: list[tuple[StoredEdition, str | None]]


@router.get("/series")
def all_series(request: Request, desk: AtDesk, visit: Viewer) -> Response:
    """Every series with its editions, and a form for one more."""
    return _page(request, desk, _defaults())


@router.post("/series")
def start(request: Request, desk: AtDesk, act: AuthorActs) -> Response:
    """Start a series."""
    try:
        _start(desk, act.fields, act.visit.actor)
    except InputError as error:
        return _page(request, desk, act.fields, error.problems)
    return RedirectResponse("/series", 303)


@router.post("/series/stop")
def stop(desk: AtDesk, act: AuthorActs) -> Response:
    """Make no more editions of a series."""
    with desk.store.write() as connection:
        series.stop(connection, one(act.fields, "name"), act.visit.actor, desk.now)
    return RedirectResponse("/series", 303)


@router.get("/editions/{number}")
def edition(request: Request, desk: AtDesk, number: Number, visit: Viewer) -> Response:
    """What an edition holds, and what every channel makes of it."""
    with desk.store.read() as connection:
        found = _edition(connection, number)
        code = editions.broadcast_codes(connection, [found.id]).get(found.id)
        plan = editions.series_by_name(connection, found.series).plan
    layout = previews.layout_of(request, found.edition, plan.layout)
    return page(
        request,
        "edition.html",
        edition=found,
        code=code,
        channels=previews.cells(desk, found.edition, found.language, layout),
        layout=layout.chosen,
        **previews.choices_of(found.edition),
    )


@router.get("/editions/{number}/{channel}/{variant}/{file}")
def file(
    request: Request,
    desk: AtDesk,
    number: Number,
    channel: str,
    variant: str,
    file: Number,
    visit: Viewer,
    picture: bool = False,
) -> Response:
    """One file of an edition's preview, or its picture."""
    with desk.store.read() as connection:
        found = _edition(connection, number)
    layout = previews.layout_of(request, found.edition)
    wanted = (channel, variant, found.language, layout)
    kept = previews.file_of(previews.rendition(desk, found.edition, *wanted), file)
    if picture:
        return previews.picture_of(kept)
    return previews.download(kept, previews.stem(found.name, *wanted))


def _start(desk: Desk, fields: Fields, actor: Actor) -> None:
    when = repeated(fields, desk.settings)
    topics = [t for t in one(fields, "topics").split(",") if t.strip()]
    days = one(fields, "days").strip()
    wanted = series.read_plan(
        {
            "region": one(fields, "region"),
            "country": country_code(one(fields, "country")),
            "language": _language(fields, "language"),
            "second_language": _language(fields, "second_language"),
            "labels": one(fields, "labels"),
            "by_need": one(fields, "by_need") == "yes",
            "paper": one(fields, "paper"),
            "days": int(days) if days.isascii() and days.isdecimal() else days,
            "topics": topics,
            "audience": one(fields, "audience"),
            "channels": fields.get("channels", []),
        }
    )
    with desk.store.write() as connection:
        series.start(
            connection,
            one(fields, "name").strip(),
            wanted,
            when.recurrence,
            actor,
            desk.now,
        )


def _language(fields: Fields, name: str) -> str:
    """A language by its name or code; empty if nothing was typed. Raises InputError."""
    if not one(fields, name).strip():
        return ""
    try:
        return language_code(one(fields, name))
    except InputError as error:
        raise InputError([Problem(name, error.problems[0].message)]) from None


def _page(
    request: Request,
    desk: Desk,
    fields: Fields,
    problems: tuple[Problem, ...] = (),
) -> Response:
    known_channels = registry.plugins().channels
    making = [known_channels[name] for name in series.edition_channels()]
    with desk.store.read() as connection:
        shown = [_shown(connection, one) for one in editions.all_series(connection)]
        known = audiences.all_audiences(connection)
    return page(
        request,
        "series.html",
        422 if problems else 200,
        shown=shown,
        audiences=known,
        channels=making,
        languages=registry.label_languages(),
        fields=fields,
        problems=problems,
    )


def _shown(connection: Connection, found: Series) -> Shown:
    issued = editions.of_series(connection, found.id, 10)
    codes = editions.broadcast_codes(connection, [e.id for e in issued])
    return Shown(
        series=found,
        words=found.recurrence.next_words(found.next_at),
        editions=[(e, codes.get(e.id)) for e in issued],
    )


def _defaults() -> dict[str, list[str]]:
    return {
        "language": ["English"],
        "channels": list(series.edition_channels()),
        "days": ["30"],
        "often": ["week"],
        "from_time": ["09:00"],
    }


def _edition(connection: Connection, number: int) -> StoredEdition:
    try:
        return editions.by_id(connection, number)
    except InputError:
        raise HTTPException(404) from None
