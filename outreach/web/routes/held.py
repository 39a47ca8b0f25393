"""What waits for a person: broadcasts held as a whole, and deliveries of unknown fate."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Request
from starlette.responses import Response

from outreach.dispatch.deciding import Decided, Decision, decide
from outreach.model.delivery_ids import public_id
from outreach.model.errors import InputError, Problem
from outreach.store import Connection, broadcasts
from outreach.store.broadcasts import Broadcast
from outreach.store.ledger import held
from outreach.web.desk import AtDesk, Desk, Fields, one
from outreach.web.pages import page
from outreach.web.session import ApproverActs, Viewer

router = APIRouter()

#: Deliveries shown of a broadcast: where all are listed, and on a page of its own.
FEW = 20
MOST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The deliveries of one broadcast that wait."""

    broadcast: Broadcast
    #: How many wait; ``rows`` may be fewer.
    number: int
    rows: list[held.Waiting]
    #: The seq behind which the next page starts, if there is one.
    more: int | None


@router.get("/held")
def everything(request: Request, desk: AtDesk, visit: Viewer) -> Response:
    """All that waits for a person."""
    return _held_page(request, desk)


@router.get("/held/{code}")
def of_broadcast(
    request: Request, desk: AtDesk, code: str, visit: Viewer, after: int = -1
) -> Response:
    """What waits of one broadcast, two hundred a page."""
    return _held_page(request, desk, code=code, after=after)


@router.post("/held/{code}")
def decides(request: Request, desk: AtDesk, code: str, act: ApproverActs) -> Response:
    """Decide on the ticked deliveries, or on all of the broadcast. Twice acts once."""
    try:
        decision, seqs, seen = _read(act.fields)
    except InputError as error:
        return _held_page(request, desk, code=code, problems=error.problems)
    with desk.store.write() as connection:
        said = decide(
            connection,
            broadcasts.by_code(connection, code),
            decision,
            act.visit.actor,
            desk.now,
            seqs=seqs,
            seen=seen,
        )
    return _held_page(request, desk, said=said)


def _read(fields: Fields) -> tuple[Decision, list[int] | None, int]:
    """The decision, the numbers (None: all), and when the page was seen."""
    decision, seen = one(fields, "decision"), one(fields, "seen")
    ticked = fields.get("delivery", [])
    if decision not in list(Decision):
        raise InputError("What to do is not chosen. Choose one.")
    if not all(text.isascii() and text.isdecimal() for text in (seen, *ticked)):
        raise InputError("The form is incomplete. Look again and tick the deliveries.")
    everything = one(fields, "all") == "yes"
    if not everything and not ticked:
        raise InputError("No delivery is ticked. Tick at least one, or all.")
    return (
        Decision(decision),
        None if everything else [int(n[:18]) for n in ticked],
        int(seen[:18]),
    )


def _held_page(
    request: Request,
    desk: Desk,
    *,
    code: str | None = None,
    after: int = -1,
    said: Decided | None = None,
    problems: tuple[Problem, ...] = (),
) -> Response:
    now = int(desk.now.timestamp())
    with desk.store.read() as connection:
        return page(
            request,
            "held.html",
            422 if problems else 200,
            groups=_groups(connection, now, code, after),
            whole=[] if code else broadcasts.in_state(connection, "held"),
            code=code,
            after=after,
            seen=now,
            said=said,
            problems=problems,
            public_id=public_id,
            over=lambda b: b.state == "cancelled" or now >= b.expires_at,
        )


def _groups(
    connection: Connection, now: int, code: str | None, after: int
) -> list[Group]:
    counts = held.waiting_counts(connection, now)
    if code is not None:
        key = broadcasts.by_code(connection, code).id
        counts = {key: counts[key]} if key in counts else {}
    most = FEW if code is None else MOST
    return [
        _group(connection, now, key, number, after, most)
        for key, number in counts.items()
    ]


def _group(
    connection: Connection, now: int, key: int, number: int, after: int, most: int
) -> Group:
    rows = held.page_of_waiting(connection, key, now, after, most + 1)
    return Group(
        broadcast=broadcasts.by_id(connection, key),
        number=number,
        rows=rows[:most],
        more=rows[most - 1].seq if len(rows) > most else None,
    )
