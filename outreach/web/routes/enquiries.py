"""Enquiries: those that wait, and what staff do with one."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import RedirectResponse, Response

from outreach.inbox import noting, settling, writing
from outreach.inbox.clerk import Clerk
from outreach.inbox.noting import Typed
from outreach.model.enquiry import KINDS, STATES, WAYS
from outreach.model.errors import InputError, Problem, Refused
from outreach.store import Connection, directory, enquiries, enquiry_steps, users
from outreach.store.enquiries import Enquiry
from outreach.web.desk import AtDesk, Desk, Fields, Number, one
from outreach.web.pages import page
from outreach.web.routes.directory import organisation_page
from outreach.web.session import Act, AuthorActs, Viewer, Visit, clerk_at
from outreach.web.topics import offered

router = APIRouter()

#: Enquiries on a page, those done last, and organisations that a search shows.
MOST, LAST, FOUND = 50, 20, 20


@router.get("/enquiries")
def all_enquiries(
    request: Request, desk: AtDesk, visit: Viewer, mine: Number = 0, after: Number = 0
) -> Response:
    """What waits to be answered, the oldest first, and what was done last."""
    whose = visit.user.id if mine else None
    with desk.store.read() as connection:
        waiting = enquiries.waiting(connection, after, MOST + 1, whose)
        return page(
            request,
            "enquiries.html",
            waiting=waiting[:MOST],
            counts=enquiries.counts(connection, visit.user.id),
            last=waiting[MOST - 1].id if len(waiting) > MOST else None,
            after=after,
            mine=mine,
            newest=[] if after or mine else enquiries.newest(connection, LAST),
            names=_names(connection),
            kinds=KINDS,
            states=STATES,
        )


@router.get("/enquiries/{key}")
def enquiry(
    request: Request, desk: AtDesk, key: Number, visit: Viewer, organisation: str = ""
) -> Response:
    """One enquiry: what it says, its history, and what can be done."""
    return _enquiry_page(request, desk, key, visit, wanted=organisation)


@router.post("/enquiries/{key}/assign")
def assign(request: Request, desk: AtDesk, key: Number, act: AuthorActs) -> Response:
    """Give it to somebody."""
    login = one(act.fields, "user")
    return _done(request, desk, key, act, lambda at, it: settling.assign(at, it, login))


@router.post("/enquiries/{key}/answer")
def answer(request: Request, desk: AtDesk, key: Number, act: AuthorActs) -> Response:
    """Answer by text, or first say what that costs."""
    typed, phone = one(act.fields, "answer"), one(act.fields, "phone")
    if one(act.fields, "do") == "count":
        return _counted(request, desk, key, act, typed, phone)
    return _done(
        request, desk, key, act, lambda at, it: settling.answer(at, it, typed, phone)
    )


@router.post("/enquiries/{key}/told")
def told(request: Request, desk: AtDesk, key: Number, act: AuthorActs) -> Response:
    """It was answered by phone, letter or in a meeting."""
    by, words = one(act.fields, "by"), one(act.fields, "told")
    return _done(
        request, desk, key, act, lambda at, it: settling.told(at, it, by, words)
    )


@router.post("/enquiries/{key}/close")
def close(request: Request, desk: AtDesk, key: Number, act: AuthorActs) -> Response:
    """It needs no answer."""
    reason = one(act.fields, "reason")
    return _done(request, desk, key, act, lambda at, it: settling.close(at, it, reason))


@router.post("/enquiries/{key}/reopen")
def reopen(request: Request, desk: AtDesk, key: Number, act: AuthorActs) -> Response:
    """It waits again."""
    return _done(request, desk, key, act, settling.reopen)


@router.post("/enquiries/{key}/sort")
def sort(request: Request, desk: AtDesk, key: Number, act: AuthorActs) -> Response:
    """Say what it is and what it is about."""
    typed = typed_of(act.fields)
    return _done(request, desk, key, act, lambda at, it: noting.sort(at, it, typed))


@router.post("/enquiries/{key}/whose")
def whose(request: Request, desk: AtDesk, key: Number, act: AuthorActs) -> Response:
    """Say which organisation it is of."""
    number = one(act.fields, "organisation")

    def own(at: Clerk, it: Enquiry) -> None:
        known = number.isascii() and number.isdecimal() and len(number) < 16
        found = (
            directory.get_organisation(at.connection, int(number)) if known else None
        )
        if found is None:
            raise Refused("No organisation is chosen. Look for it by name.")
        noting.own(at, it, found)

    return _done(request, desk, key, act, own)


@router.post("/organisations/{key}/enquiries")
def note_down(request: Request, desk: AtDesk, key: Number, act: AuthorActs) -> Response:
    """Keep what an organisation asked by phone, letter or in a meeting."""
    typed = typed_of(act.fields)
    try:
        with desk.store.write() as connection:
            found = directory.get_organisation(connection, key)
            if found is None:
                raise HTTPException(404)
            at = clerk_at(desk, connection, act.visit)
            made = noting.note_down(at, found, typed)
    except InputError as error:
        return organisation_page(
            request, desk, key, fields=act.fields, problems=error.problems
        )
    return RedirectResponse(f"/enquiries/{made}", 303)


def typed_of(fields: Fields) -> Typed:
    """An enquiry as a form has it: topics are ticked, and typed with commas between."""
    more = one(fields, "topics").replace("\n", ",").split(",")
    return Typed(
        kind=one(fields, "kind"),
        language=one(fields, "language"),
        topics=(*fields.get("topic", ()), *more),
        about=one(fields, "about"),
        way=one(fields, "way"),
        words=one(fields, "words"),
        day=one(fields, "day"),
        once=one(fields, "once"),
    )


def _done(
    request: Request,
    desk: Desk,
    key: int,
    act: Act,
    what: Callable[[Clerk, Enquiry], None],
) -> Response:
    """Do it, and show the enquiry; what was typed stays where it can't be done."""
    try:
        with desk.store.write() as connection:
            found = _get(connection, key, lock=True)
            what(clerk_at(desk, connection, act.visit), found)
    except InputError as error:
        return _enquiry_page(
            request, desk, key, act.visit, fields=act.fields, problems=error.problems
        )
    return RedirectResponse(f"/enquiries/{key}", 303)


def _counted(
    request: Request, desk: Desk, key: int, act: Act, typed: str, phone: str
) -> Response:
    with desk.store.read() as connection:
        at = clerk_at(desk, connection, act.visit)
        try:
            to = settling.destination(at, _get(connection, key), phone)
            measure = writing.measured(at, to, typed)
        except InputError as error:
            wrong = error.problems
        else:
            cost = writing.cost(at, to, measure)
            return _enquiry_page(
                request, desk, key, act.visit, fields=act.fields, cost=(measure, cost)
            )
    return _enquiry_page(
        request, desk, key, act.visit, fields=act.fields, problems=wrong
    )


def _get(connection: Connection, key: int, *, lock: bool = False) -> Enquiry:
    found = enquiries.get(connection, key, lock=lock)
    if found is None:
        raise HTTPException(404)
    return found


def _enquiry_page(
    request: Request,
    desk: Desk,
    key: int,
    visit: Visit,
    *,
    wanted: str = "",
    fields: Fields | None = None,
    problems: tuple[Problem, ...] = (),
    cost: object = None,
) -> Response:
    with desk.store.read() as connection:
        found = _get(connection, key)
        at = clerk_at(desk, connection, visit)
        part = wanted.strip()[:100].replace("\0", "")
        works = visit.may("author")
        topics = enquiries.topics_of(connection, [key])[key]
        return page(
            request,
            "enquiry.html",
            422 if problems else 200,
            enquiry=found,
            topics=topics,
            offered=offered(connection, found.announcement_id, found.organisation_id),
            steps=enquiry_steps.steps(connection, key),
            to=settling.destinations(at, found) if works and found.waits else [],
            answering=settling.answering(at) if works else [],
            found=directory.organisations_named(connection, part, FOUND)
            if part and works
            else [],
            wanted=wanted,
            typed=fields or {},
            problems=problems,
            cost=cost,
            names=_names(connection),
            languages=noting.languages(),
            kinds=KINDS,
            ways=WAYS,
            states=STATES,
        )


def _names(connection: Connection) -> dict[int, str]:
    return {user.id: user.name for user in users.all_users(connection)}
