"""Broadcasts: what goes out, who approved it, how far it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType
from typing import TypeAlias

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import RedirectResponse, Response

from outreach.dispatch import (
    approval,
    correcting,
    estimating,
    needs,
    progress,
    stopping,
    when,
)
from outreach.model.delivery_ids import public_id
from outreach.model.errors import InputError, Problem
from outreach.store import (
    Connection,
    audiences,
    broadcasts,
    renditions,
    repeats,
    schedules,
    subjects,
    takeovers,
    users,
)
from outreach.store.broadcasts import Broadcast, BundleChoice
from outreach.store.ledger import count
from outreach.web import previews
from outreach.web.desk import AtDesk, Desk, Number, one
from outreach.web.pages import page
from outreach.web.papers import offered
from outreach.web.parcels import noted_of, parcels_of
from outreach.web.proof import proof_of
from outreach.web.session import Act, ApproverActs, AuthorActs, Viewer, Visit
from outreach.web.ways import otherwise, ways_of
from outreach.wording.dates import instant

router = APIRouter()

#: Deliveries on a page.
MOST = 100
#: Seconds after which the page of a running broadcast looks again.
AGAIN = 10
_MOVING = frozenset({"approved", "fanout", "running"})

Step: TypeAlias = Callable[..., Broadcast]


@router.get("/broadcasts/{code}")
def broadcast(request: Request, desk: AtDesk, code: str, visit: Viewer) -> Response:
    """One broadcast: what, who, when, what exactly; approval; how far it is."""
    return broadcast_page(request, desk, visit, code)


@router.post("/broadcasts/{code}/approve")
def approve(request: Request, desk: AtDesk, code: str, act: ApproverActs) -> Response:
    """Approve it as it is; where something was noted, after reading that."""
    with desk.store.read() as connection:
        found = _by_code(connection, code)
        instead = otherwise(connection, found, ways_of(connection, found))
        noted = noted_of([*parcels_of(connection, desk.settings, found), *instead])
    if one(act.fields, "digest") != found.digest:
        raise InputError("The broadcast is not as you saw it. Look again.")
    if noted and one(act.fields, "read") != "yes":
        unread = Problem(
            "read", "is not ticked. Have it read first, then tick the box."
        )
        return broadcast_page(
            request, desk, act.visit, code, status=422, problems=(unread,)
        )
    with desk.store.write() as connection:
        found = _by_code(connection, code)
        actor = act.visit.actor
        approval.approve(connection, desk.settings, found, actor, desk.now)
    return RedirectResponse(f"/broadcasts/{found.code}", 303)


@router.post("/broadcasts/{code}/cancel")
def cancel(desk: AtDesk, code: str, act: AuthorActs) -> Response:
    """Send nothing more of it."""
    return _step(desk, code, act, stopping.cancel)


@router.post("/broadcasts/{code}/pause")
def pause(desk: AtDesk, code: str, act: AuthorActs) -> Response:
    """Stop handing over for now."""
    return _step(desk, code, act, stopping.pause)


@router.post("/broadcasts/{code}/resume")
def resume(desk: AtDesk, code: str, act: ApproverActs) -> Response:
    """Go on, or let one go that was held for a person."""
    resume = partial(stopping.resume, settings=desk.settings)
    return _step(desk, code, act, resume)


@router.get("/broadcasts/{code}/deliveries")
def deliveries(
    request: Request, desk: AtDesk, code: str, visit: Viewer, after: Number = -1
) -> Response:
    """Every delivery, a hundred a page."""
    with desk.store.read() as connection:
        found = _by_code(connection, code)
        lines = count.page_of_deliveries(connection, found.id, after, MOST + 1)
    return page(
        request,
        "deliveries.html",
        broadcast=found,
        lines=lines[:MOST],
        more=lines[MOST - 1].seq if len(lines) > MOST else None,
        public_id=public_id,
        state_of=lambda state: progress.state_word(state, found),
        after=after,
    )


@router.get("/broadcasts/{code}/{bundle}/{item}/{file}")
def file(
    desk: AtDesk,
    code: str,
    bundle: Number,
    item: Number,
    file: Number,
    visit: Viewer,
    picture: bool = False,
) -> Response:
    """One file exactly as it is stored, or its picture."""
    with desk.store.read() as connection:
        found = _by_code(connection, code)
        chosen = {
            choice.bundle_id for choice in broadcasts.choices(connection, found.id)
        }
        chosen |= {
            t.next_bundle_id for t in takeovers.of_broadcast(connection, found.id)
        }
        if bundle not in chosen:
            raise HTTPException(404)
        items = renditions.get_bundle(connection, bundle)
        name = subjects.of_broadcast(connection, found).name
    if not 0 <= item < len(items):
        raise HTTPException(404)
    kept = previews.file_of(items[item].rendition, file)
    if picture:
        return previews.picture_of(kept, forever=True)
    chosen_item = items[item]
    languages = "-".join(chosen_item.languages)
    stem = f"{name}.{chosen_item.channel}.{chosen_item.variant}.{languages}"
    return previews.download(kept, stem, forever=True)


def _step(desk: Desk, code: str, act: Act, step: Step) -> Response:
    with desk.store.write() as connection:
        found = _by_code(connection, code)
        step(connection, found, act.visit.actor, desk.now)
    return RedirectResponse(f"/broadcasts/{found.code}", 303)


def broadcast_page(
    request: Request,
    desk: Desk,
    visit: Visit,
    code: str,
    *,
    status: int = 200,
    problems: tuple[Problem, ...] = (),
    told: Mapping[str, str] = MappingProxyType({}),
) -> Response:
    """The page of a broadcast; ``told``: what was typed of evidence and could not be kept,
    with what is wrong under ``wrong``.
    """
    with desk.store.read() as connection:
        found = _by_code(connection, code)
        choices = broadcasts.choices(connection, found.id)
        parcels = parcels_of(connection, desk.settings, found)
        ways = ways_of(connection, found)
        instead = otherwise(connection, found, ways)
        estimate = estimating.of_broadcast(connection, found)
        names = {user.id: user.name for user in users.all_users(connection)}
        tally = count.tally(connection, found.id)
        still = "still" in request.query_params or found.state not in _MOVING
        return page(
            request,
            "broadcast.html",
            status,
            broadcast=found,
            subject=subjects.of_broadcast(connection, found),
            audience=audiences.audience_by_id(connection, found.audience_id),
            corrects=_corrects(connection, found),
            by_need=_by_need(connection, desk, found),
            due=when.said(schedules.of_broadcast(connection, found.id)),
            repeats=repeats.repeats_of(connection, found.id),
            parent=_parent(connection, found),
            reminds=_reminds(connection, found),
            parcels=parcels,
            ways=ways,
            otherwise=instead,
            estimate=estimate,
            over=estimate.over(desk.settings.budget),
            needed=approval.needed(connection, desk.settings, found),
            spent=_spent(connection, found),
            left_out=_left_out(choices),
            notes=noted_of([*parcels, *instead]),
            tally=tally,
            papers=offered(connection, found, tally),
            proof=proof_of(connection, found, tally),
            told=told,
            waits=_waits(connection, desk, found),
            standing=_standing(connection, found),
            state_of=lambda state: progress.state_word(state, found),
            author=names.get(found.created_by, "?"),
            approvers=[names[i] for i in broadcasts.approvers(connection, found)],
            missing=approval.missing(connection, desk.settings, found),
            mine=found.created_by == visit.user.id,
            problems=problems,
            refresh=None if still else AGAIN,
            again=AGAIN,
        )


def _by_need(connection: Connection, desk: Desk, found: Broadcast) -> list[str]:
    """What becomes of each organisation, for whoever approves; later the ledger says it."""
    if found.state not in ("waiting", "approved", "held"):
        return []
    return needs.of_broadcast(connection, desk.settings, found)


def _parent(connection: Connection, found: Broadcast) -> Broadcast | None:
    """The broadcast that this one repeats."""
    if found.parent_id is None:
        return None
    return broadcasts.by_id(connection, found.parent_id)


def _reminds(connection: Connection, found: Broadcast) -> Broadcast | None:
    """The broadcast whose stations this one asks."""
    if found.reminds_id is None:
        return None
    return broadcasts.by_id(connection, found.reminds_id)


def _corrects(connection: Connection, found: Broadcast) -> list[str]:
    """Until it starts: what becomes of those who were told what it corrects."""
    begun = found.state not in ("waiting", "approved", "held") or found.fanout_seq
    return [] if begun else correcting.standing(connection, found)


def _standing(connection: Connection, found: Broadcast) -> str | None:
    """How far a stopped broadcast had come: counting a million takes a second."""
    if found.state not in ("paused", "cancelled", "held"):
        return None
    return stopping.standing(connection, found)


def _spent(connection: Connection, found: Broadcast) -> list[str]:
    """What was handed over; counted once it has stopped, for the same reason."""
    if found.state not in ("done", "paused", "cancelled", "held"):
        return []
    return estimating.spent(connection, found).said


def _waits(connection: Connection, desk: Desk, found: Broadcast) -> list[str]:
    def clock(at: int) -> str:
        return instant(at, desk.settings.timezone)

    return progress.waits(connection, found, int(desk.now.timestamp()), clock)


def _left_out(choices: list[BundleChoice]) -> list[tuple[str, str, str]]:
    """(channel, language, reason) of those who get nothing, each once."""
    found = ((c.channel, c.language, c.reason) for c in choices if c.reason)
    return list(dict.fromkeys(found))


def _by_code(connection: Connection, code: str) -> Broadcast:
    try:
        return broadcasts.by_code(connection, code)
    except InputError:
        raise HTTPException(404) from None
