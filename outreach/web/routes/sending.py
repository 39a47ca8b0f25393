"""Sending: choose who, how and when; see what each gets; ask for approval."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import RedirectResponse, Response

from outreach import registry
from outreach.dispatch import approval, estimating, plan
from outreach.dispatch.request import default_audience, has_earlier
from outreach.model.errors import InputError, Problem, Refused
from outreach.model.estimate import Estimate
from outreach.model.layout import LAYOUT
from outreach.store import announcements, audiences, broadcasts
from outreach.store.announcements import Version
from outreach.store.rows import in_turn
from outreach.web import previews, sending
from outreach.web.desk import AtDesk, Desk, Fields, gathered, one
from outreach.web.pages import page
from outreach.web.session import Author, AuthorActs, Visit

router = APIRouter()

#: What the second form carries over from the first.
_CHOICES = (
    "audience",
    "channels",
    "when",
    "day",
    "time",
    "days_before",
    "clock",
    "often",
    "from_day",
    "from_time",
    "until",
    "fallback",
    "by_need",
    *LAYOUT,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """Who would get what, under the code that the broadcast will have."""

    rows: list[sending.Row]
    #: What becomes of those who were told an earlier version.
    corrects: list[str]
    #: What becomes of each organisation, where it goes by need.
    by_need: list[str]
    estimate: Estimate
    #: Why it needs a second approver, and how many people must approve it.
    over: str | None
    needed: int
    code: str
    proof: str


@router.get("/announcements/{ref}/send")
def choose(request: Request, desk: AtDesk, ref: str, visit: Author) -> Response:
    """The choices, and once they are made, who would get what."""
    version = _newest(desk, ref)
    fields = gathered(request.query_params.multi_items())
    if "audience" not in fields:
        return _send_page(request, desk, version, _defaults(version))
    try:
        shown = _look(desk, visit, version, fields)
    except InputError as error:
        return _send_page(request, desk, version, fields, problems=error.problems)
    return _send_page(request, desk, version, fields, shown=shown)


@router.post("/announcements/{ref}/send")
def ask(request: Request, desk: AtDesk, ref: str, act: AuthorActs) -> Response:
    """Plan the broadcast; it waits for approval. A doubled request plans it once."""
    version, fields, visit = _newest(desk, ref), act.fields, act.visit
    code = one(fields, "code")
    if one(fields, "proof") != visit.signature("broadcast", ref, code):
        raise InputError("The form is incomplete. Go back and look at who gets what.")
    if one(fields, "version") != str(version.number):
        raise Refused("The announcement has changed since you looked. Look again.")
    try:
        _plan(desk, visit, version, fields, code)
    except Refused:
        raise
    except InputError as error:
        return _send_page(request, desk, version, fields, problems=error.problems)
    return RedirectResponse(f"/broadcasts/{code}", 303)


def _plan(
    desk: Desk, visit: Visit, version: Version, fields: Fields, code: str
) -> None:
    wanted = sending.request_of(fields, version, desk.settings)
    with desk.store.write() as connection:
        in_turn(connection, code)
        try:
            broadcasts.by_code(connection, code)
        except InputError:
            planned = plan.plan(
                connection, desk.settings, wanted, visit.actor, desk.now, code
            )
            approval.settle_approval(connection, desk.settings, planned)


def _look(desk: Desk, visit: Visit, version: Version, fields: Fields) -> Shown:
    wanted = sending.request_of(fields, version, desk.settings)
    code = broadcasts.new_code()
    with desk.store.read() as connection:
        found = plan.prospects(connection, desk.settings, wanted, code, desk.now)
        corrects = plan.corrects(connection, wanted)
        by_need = plan.by_need(connection, desk.settings, wanted, found)
    estimate = estimating.of_prospects(found, desk.settings.currency)
    over = estimate.over(desk.settings.budget)
    return Shown(
        rows=sending.rows_of(found),
        corrects=corrects,
        by_need=by_need,
        estimate=estimate,
        over=over,
        needed=approval.needed_for(desk.settings, over),
        code=code,
        proof=visit.signature("broadcast", version.ref, code),
    )


def _send_page(
    request: Request,
    desk: Desk,
    version: Version,
    fields: Fields,
    *,
    shown: Shown | None = None,
    problems: tuple[Problem, ...] = (),
) -> Response:
    with desk.store.read() as connection:
        known = [a.name for a in audiences.all_audiences(connection)]
        if has_earlier(connection, version):
            known.insert(0, audiences.TOLD)
    carried = [(name, v) for name in _CHOICES for v in fields.get(name, [])]
    return page(
        request,
        "send.html",
        422 if problems else 200,
        version=version,
        fields=fields,
        audiences=known,
        channels=registry.plugins().channels.values(),
        shown=shown,
        carried=carried,
        **previews.choices_of(version.announcement),
        problems=problems,
        over=desk.now >= version.announcement.last_instant,
    )


def _defaults(version: Version) -> dict[str, list[str]]:
    return {
        "audience": [default_audience(version.announcement.notice)],
        "channels": list(registry.plugins().channels),
        "when": ["now"],
        "days_before": ["7"],
        "clock": ["09:00"],
        "from_time": ["09:00"],
    }


def _newest(desk: Desk, ref: str) -> Version:
    with desk.store.read() as connection:
        try:
            return announcements.get(connection, ref)
        except InputError:
            raise HTTPException(404) from None
