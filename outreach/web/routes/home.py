"""The first page: what there is, and what waits for me."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from outreach.store import (
    Connection,
    announcements,
    broadcasts,
    editions,
    enquiries,
    inbound,
)
from outreach.store.broadcasts import Broadcast
from outreach.store.ledger import held
from outreach.web.desk import AtDesk
from outreach.web.pages import page
from outreach.web.routes.sign_in import sign_in_page
from outreach.web.session import SignedOut, Visit, visiting

router = APIRouter()

MOST = 50
_visit = visiting("viewer")


@router.get("/")
def home(request: Request, desk: AtDesk) -> Response:
    """The first page, or, signed out, the sign-in page."""
    try:
        visit = _visit(request, desk)
    except SignedOut:
        return sign_in_page(request, desk)
    with desk.store.read() as connection:
        waiting = _waiting(connection, visit)
        running = broadcasts.in_state(
            connection, "held", "paused", "approved", "fanout", "running"
        )
        return page(
            request,
            "home.html",
            announcements=announcements.newest_versions(connection, MOST),
            drafts=announcements.user_drafts(connection, visit.user.id),
            held=sum(
                held.waiting_counts(connection, int(desk.now.timestamp())).values()
            ),
            whole=len(broadcasts.in_state(connection, "held")),
            texts=inbound.waiting_count(connection),
            enquiries=enquiries.counts(connection, visit.user.id),
            waiting=waiting,
            running=running,
            names=editions.names(
                connection, [b.edition_id for b in (*waiting, *running)]
            ),
        )


def _waiting(connection: Connection, visit: Visit) -> list[Broadcast]:
    """Broadcasts that wait: for my approval if I may give it, or mine for another's."""
    mine = visit.user.id
    return [
        broadcast
        for broadcast in broadcasts.in_state(connection, "waiting")
        if visit.may("approver") or broadcast.created_by == mine
    ]
