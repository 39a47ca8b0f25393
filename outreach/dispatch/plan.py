"""Planning a broadcast: everything that any addressee may get is rendered beforehand.

What is stored here is what an approver sees and what goes out, to the byte; an upgrade
of templates in between changes nothing (docs/why/approved-bytes.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from outreach.dispatch import content, correcting, needs, reading_days, when
from outreach.dispatch.prospects import (
    Prospect,
    Rendering,
    Stored,
    both_ways,
    nobody,
    stored,
)
from outreach.dispatch.request import Plan, Request, resolved
from outreach.dispatch.routing import Routing
from outreach.model.errors import InputError
from outreach.settings import Settings
from outreach.store import (
    Connection,
    broadcasts,
    lexicon,
    reaching,
    routes,
    schedules,
    subjects,
    takeovers,
)
from outreach.store.audit import Actor, record
from outreach.store.broadcasts import Broadcast


def prospects(
    connection: Connection,
    settings: Settings,
    request: Request,
    code: str,
    now: datetime,
) -> list[Prospect]:
    """Render for every kind of addressee in the audience; nothing is stored.

    Raises InputError where the request itself is at fault.
    """
    wanted = resolved(connection, request)
    reading_days.check_days(wanted.layout, wanted.subject, now)
    return _prospects(connection, settings, wanted, code, now)


def corrects(connection: Connection, request: Request) -> list[str]:
    """What becomes of those who were told an earlier version, in sentences."""
    wanted = resolved(connection, request)
    return correcting.said_of(connection, wanted.reach, wanted.channels)


def by_need(
    connection: Connection,
    settings: Settings,
    request: Request,
    found: Sequence[Prospect],
) -> list[str]:
    """What becomes of each organisation of a request by need, in sentences."""
    wanted = resolved(connection, request)
    return needs.of_prospects(
        connection, settings, wanted.reach, wanted.channels, found
    )


def plan(
    connection: Connection,
    settings: Settings,
    request: Request,
    actor: Actor,
    now: datetime,
    code: str | None = None,
) -> Broadcast:
    """Store a broadcast that waits for approval, with all that it may send.

    ``code`` is one from ``new_code`` that a preview was made with. Raises Refused once
    the event is over, InputError where nobody would be reached.
    """
    wanted = resolved(connection, request)
    when.refuse_over(wanted.subject, now)
    reading_days.check_days(wanted.layout, wanted.subject, now)
    due = when.next_instant(wanted.when, wanted.subject.subject, now)
    code = code or broadcasts.new_code()
    found = chosen(connection, settings, wanted, code, now)
    planned = broadcasts.add_broadcast(
        connection,
        [kind.choice for kind in found],
        **wanted.columns,
        code=code,
        state="waiting",
        digest="",
        created_by=actor.user_id,
        created_at=now,
    )
    _add_takeovers(connection, planned.id, found)
    schedules.add_schedule(
        connection,
        planned.id,
        **wanted.when.content,
        next_at=due,
        grace=wanted.when.grace,
    )
    record(connection, actor, now, "plan", code, subject=wanted.subject.name)
    return content.sealed(connection, planned.id)


def replan(
    connection: Connection,
    settings: Settings,
    broadcast: Broadcast,
    wanted: Plan,
    now: datetime,
) -> Broadcast:
    """Make a broadcast that has not started anew: it waits for approval again.

    Raises Refused, InputError as ``plan`` does; a time that has passed is no fault.
    """
    when.refuse_over(wanted.subject, now)
    due = when.instant_of(wanted.when, wanted.subject.subject, now)
    found = chosen(connection, settings, wanted, broadcast.code, now)
    schedule = schedules.of_broadcast(connection, broadcast.id)
    schedules.plan_again(
        connection,
        schedule.id,
        **wanted.when.content,
        next_at=due,
        grace=wanted.when.grace,
    )
    broadcasts.drop_choices(connection, broadcast.id)
    choices = [kind.choice for kind in found]
    broadcasts.add_choices(connection, broadcast.id, choices)
    _add_takeovers(connection, broadcast.id, found)
    broadcasts.change(connection, broadcast.id, **wanted.columns)
    return content.sealed(connection, broadcast.id)


def chosen(
    connection: Connection,
    settings: Settings,
    wanted: Plan,
    code: str,
    now: datetime,
) -> list[Stored]:
    """Render and store what each kind of addressee gets. Raises InputError if that is
    nothing for anybody.
    """
    found = _prospects(connection, settings, wanted, code, now)
    if not any(prospect.made for prospect in found):
        raise InputError(nobody(found, wanted.audience.name, wanted.channels))
    return [stored(connection, prospect, settings.currency) for prospect in found]


def _prospects(
    connection: Connection,
    settings: Settings,
    wanted: Plan,
    code: str,
    now: datetime,
) -> list[Prospect]:
    rendering = Rendering(
        settings=settings,
        subject=wanted.subject,
        code=code,
        fallback_language=wanted.fallback_language,
        layout=wanted.layout,
        routing=Routing(settings, routes.all_routes(connection)),
        lexicon=lexicon.all_sayings(connection),
        now=now,
    )
    groups = reaching.groups(connection, wanted.reach, wanted.channels)
    if not wanted.reach.parts:
        found = [rendering.prospect(group) for group in groups]
        if not wanted.reach.by_need:
            return found
        return needs.sized(connection, settings, wanted.reach, wanted.channels, found)
    as_new = replace(rendering, subject=subjects.as_new(wanted.subject))
    return [
        (as_new if group.as_new else rendering).prospect(group)
        for group in both_ways(groups)
    ]


def _add_takeovers(connection: Connection, key: int, found: list[Stored]) -> None:
    """Note who may take over from a gateway that is down: with what was approved for it."""
    every = (takeover for kind in found for takeover in kind.takeovers)
    takeovers.add(connection, key, every)
