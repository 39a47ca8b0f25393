"""The directory: organisations, how they are reached, and what they agreed to."""

from __future__ import annotations

import secrets

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import RedirectResponse, Response

from outreach.inbox import noting
from outreach.model.enquiry import KINDS, STATES, WAYS
from outreach.model.errors import Problem
from outreach.reports.entries import languages
from outreach.store import consents, directory, enquiries, listing, profiles
from outreach.web.desk import AtDesk, Desk, Fields, Number, one
from outreach.web.pages import page
from outreach.web.session import AuthorActs, Viewer

router = APIRouter()

#: Organisations on a page.
MOST = 50


@router.get("/organisations")
def organisations(
    request: Request, desk: AtDesk, visit: Viewer, after: str = ""
) -> Response:
    """Organisations by name."""
    with desk.store.read() as connection:
        found = directory.page_of_organisations(connection, after, MOST + 1)
        counts = directory.counts(connection)
    return page(
        request,
        "organisations.html",
        organisations=found[:MOST],
        more=found[MOST - 1].name if len(found) > MOST else None,
        counts=counts,
        listed_in=sorted(languages()) if counts["organisations"] else (),
        after=after,
    )


@router.get("/organisations/{key}")
def organisation(
    request: Request, desk: AtDesk, key: Number, visit: Viewer
) -> Response:
    """One organisation with its addressees, what is recorded of their consent, and what it
    asked.
    """
    return organisation_page(request, desk, key)


@router.post("/organisations/{key}/withdraw")
def withdraw(desk: AtDesk, key: Number, act: AuthorActs) -> Response:
    """Take it out of the public directory, or a person or an address of it alone."""
    person, addressee = one(act.fields, "person"), one(act.fields, "addressee")
    with desk.store.write() as connection:
        found = listing.withdraw(
            connection,
            key,
            act.visit.actor,
            desk.now,
            person=person or None,
            addressee=int(addressee[:15]) if addressee.isdecimal() else None,
        )
    if not found:
        raise HTTPException(404)
    return RedirectResponse(f"/organisations/{key}", 303)


def organisation_page(
    request: Request,
    desk: Desk,
    key: int,
    *,
    fields: Fields | None = None,
    problems: tuple[Problem, ...] = (),
) -> Response:
    """The page, with what was typed into its form and what is wrong with that."""
    with desk.store.read() as connection:
        found = directory.get_organisation(connection, key)
        if found is None:
            raise HTTPException(404)
        relay = found.relay_id and profiles.name_of(connection, found.relay_id)
        secret = desk.store.secret
        reached = [
            (one, consents.consent_log(connection, secret, one.channel, one.address))
            for one in found.addressees
        ]
        asked = enquiries.of_organisation(connection, key, MOST)
    return page(
        request,
        "organisation.html",
        422 if problems else 200,
        organisation=found,
        reached=reached,
        relay=relay,
        asked=asked,
        typed=fields or {},
        problems=problems,
        once=secrets.token_hex(16),
        languages=noting.languages(),
        kinds=KINDS,
        ways=WAYS,
        states=STATES,
    )
