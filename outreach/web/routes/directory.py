"""The directory: organisations, how they are reached, and what they agreed to."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import Response

from outreach.store import consents, directory, profiles
from outreach.web.desk import AtDesk, Number
from outreach.web.pages import page
from outreach.web.session import Viewer

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
        after=after,
    )


@router.get("/organisations/{key}")
def organisation(
    request: Request, desk: AtDesk, key: Number, visit: Viewer
) -> Response:
    """One organisation with its addressees and what is recorded of their consent."""
    with desk.store.read() as connection:
        found = directory.get_organisation(connection, key)
        if found is None:
            raise HTTPException(404)
        relay = found.relay_id and profiles.name_of(connection, found.relay_id)
        reached = [
            (
                addressee,
                consents.consent_log(
                    connection,
                    desk.store.secret,
                    addressee.channel,
                    addressee.address,
                ),
            )
            for addressee in found.addressees
        ]
    return page(
        request, "organisation.html", organisation=found, reached=reached, relay=relay
    )
