"""The inbox: texts that wait for a person, and who comes to an event."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import RedirectResponse, Response

from outreach.inbox import staff
from outreach.inbox.clerk import Clerk
from outreach.inbox.noting import keep_text
from outreach.model.enquiry import KINDS
from outreach.model.errors import InputError, Problem, Refused
from outreach.store import (
    Connection,
    announcements,
    directory,
    enquiries,
    inbound,
    replies,
    rsvps,
    users,
)
from outreach.store.announcements import Version
from outreach.store.inbound import Kept
from outreach.web.desk import AtDesk, Desk, Number, one
from outreach.web.pages import page, spreadsheet
from outreach.web.session import Act, AuthorActs, Viewer, clerk_at

router = APIRouter()

#: Texts on a page, those that came last, and organisations that a search shows.
MOST, LAST, FOUND = 50, 20, 20


@router.get("/inbox")
def inbox(
    request: Request, desk: AtDesk, visit: Viewer, marked: Number = 1, after: Number = 0
) -> Response:
    """What waits for a person behind a text, named by its mark and id; what came last."""
    with desk.store.read() as connection:
        waiting = inbound.waiting(connection, (marked != 0, after), MOST + 1)
        return page(
            request,
            "inbox.html",
            waiting=waiting[:MOST],
            number=inbound.waiting_count(connection),
            last=waiting[MOST - 1] if len(waiting) > MOST else None,
            after=after,
            newest=inbound.newest(connection, LAST),
            enquiries=enquiries.counts(connection, visit.user.id),
        )


@router.get("/inbox/{key}")
def text(
    request: Request, desk: AtDesk, key: Number, visit: Viewer, organisation: str = ""
) -> Response:
    """One text: what it says, what was done, and what can be done."""
    return _text_page(request, desk, key, wanted=organisation)


@router.post("/inbox/{key}/done")
def done(desk: AtDesk, key: Number, act: AuthorActs) -> Response:
    """Nothing more has to be done."""
    _do(desk, key, act, staff.close)
    return RedirectResponse("/inbox", 303)


@router.post("/inbox/{key}/answer")
def answer(request: Request, desk: AtDesk, key: Number, act: AuthorActs) -> Response:
    """Answer by text."""
    typed = one(act.fields, "answer")
    try:
        _do(desk, key, act, lambda at, kept: staff.write_back(at, kept, typed))
    except InputError as error:
        return _text_page(request, desk, key, typed=typed, problems=error.problems)
    return RedirectResponse(f"/inbox/{key}", 303)


@router.post("/inbox/{key}/stop")
def stop(request: Request, desk: AtDesk, key: Number, act: AuthorActs) -> Response:
    """They want no more texts."""
    try:
        _do(desk, key, act, staff.opt_out)
    except InputError as error:
        return _text_page(request, desk, key, problems=error.problems)
    return RedirectResponse("/inbox", 303)


@router.post("/inbox/{key}/keep")
def keep(request: Request, desk: AtDesk, key: Number, act: AuthorActs) -> Response:
    """Keep it as an enquiry, to be answered."""
    kind = one(act.fields, "kind")
    made: list[int] = []
    try:
        _do(desk, key, act, lambda at, kept: made.append(keep_text(at, kept, kind)))
    except InputError as error:
        return _text_page(request, desk, key, problems=error.problems)
    return RedirectResponse(f"/enquiries/{made[0]}", 303)


@router.post("/inbox/{key}/phone")
def phone(request: Request, desk: AtDesk, key: Number, act: AuthorActs) -> Response:
    """Say whose phone it came from, and whether they want texts."""
    number = one(act.fields, "organisation")
    wants = one(act.fields, "wants") == "yes"

    def own(at: Clerk, kept: Kept) -> None:
        known = number.isascii() and number.isdecimal() and len(number) < 16
        found = (
            directory.get_organisation(at.connection, int(number)) if known else None
        )
        if found is None:
            raise Refused("No organisation is chosen. Look for it by name.")
        staff.own(at, kept, found, wants_texts=wants)

    try:
        _do(desk, key, act, own)
    except InputError as error:
        return _text_page(request, desk, key, problems=error.problems)
    return RedirectResponse(f"/inbox/{key}", 303)


@router.get("/announcements/{ref}/answers")
def answers(request: Request, desk: AtDesk, ref: str, visit: Viewer) -> Response:
    """Who comes to an event."""
    version, found = _answers(desk, ref)
    return page(request, "answers.html", version=version, answers=found)


@router.get("/announcements/{ref}/answers.csv")
def answers_table(desk: AtDesk, ref: str, visit: Viewer) -> Response:
    """Who comes to an event, for a spreadsheet."""
    version, found = _answers(desk, ref)
    table = staff.table_of(found, desk.settings.timezone)
    return spreadsheet(table, f"{version.ref}-answers.csv")


def _answers(desk: Desk, ref: str) -> tuple[Version, list[rsvps.Answer]]:
    with desk.store.read() as connection:
        try:
            version = announcements.get(connection, ref)
        except InputError:
            raise HTTPException(404) from None
        return version, rsvps.answers(
            connection, announcements.event_refs(connection, version)
        )


def _do(desk: Desk, key: int, act: Act, what: Callable[[Clerk, Kept], None]) -> None:
    with desk.store.write() as connection:
        kept = inbound.get(connection, key)
        if kept is None:
            raise HTTPException(404)
        what(clerk_at(desk, connection, act.visit), kept)


def _text_page(
    request: Request,
    desk: Desk,
    key: int,
    *,
    wanted: str = "",
    typed: str = "",
    problems: tuple[Problem, ...] = (),
) -> Response:
    with desk.store.read() as connection:
        kept = inbound.get(connection, key)
        if kept is None:
            raise HTTPException(404)
        part = wanted.strip()[:100].replace("\0", "")
        return page(
            request,
            "text.html",
            422 if problems else 200,
            text=kept,
            owner=_owner(connection, kept),
            said=replies.of_text(connection, key),
            enquiry=enquiries.of_text(connection, key),
            kinds=KINDS,
            found=directory.organisations_named(connection, part, FOUND)
            if part
            else [],
            wanted=wanted,
            typed=typed,
            problems=problems,
            names={user.id: user.name for user in users.all_users(connection)},
        )


def _owner(connection: Connection, kept: Kept) -> directory.Organisation | None:
    if kept.organisation_id is None:
        return None
    return directory.get_organisation(connection, kept.organisation_id)
