"""Planning a broadcast: everything that any addressee may get is rendered beforehand.

What is stored here is what an approver sees and what goes out, to the byte; an upgrade
of templates in between changes nothing (docs/why/approved-bytes.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from outreach import registry
from outreach.dispatch import content, correcting, layouts, needs, reading_days, when
from outreach.dispatch.prospects import (
    Prospect,
    Rendering,
    Stored,
    both_ways,
    nobody,
    stored,
)
from outreach.dispatch.routing import Routing
from outreach.dispatch.when import When
from outreach.model.errors import InputError, Problem
from outreach.model.layout import UNCHOSEN, Layout
from outreach.settings import Settings
from outreach.store import (
    Connection,
    announcements,
    audiences,
    broadcasts,
    earlier,
    editions,
    lexicon,
    reaching,
    routes,
    schedules,
    subjects,
    takeovers,
)
from outreach.store.announcements import Version
from outreach.store.audiences import Audience
from outreach.store.audit import Actor, record
from outreach.store.broadcasts import Broadcast
from outreach.store.reaching import Reach
from outreach.store.subjects import StoredSubject


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What staff ask for: an announcement or edition × channels × audience × when."""

    #: The announcement, and its version if not the newest; or else the edition.
    ref: str = ""
    version: int | None = None
    edition: int | None = None
    channels: tuple[str, ...]
    #: Its name; None: those who were told what it corrects or cancels, else everybody.
    audience: str | None
    when: When
    #: For addressees whose language the announcement lacks; None leaves them out.
    fallback_language: str | None = None
    #: Each organisation by the channel that it prefers, by others only where that fails.
    by_need: bool = False
    layout: Layout = UNCHOSEN


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A request with all that it names."""

    subject: StoredSubject
    audience: Audience
    channels: tuple[str, ...]
    when: When
    fallback_language: str | None
    layout: Layout
    reach: Reach

    @property
    def ends_at(self) -> datetime:
        """From when on nothing of it goes out (UTC)."""
        return reading_days.ends_at(self.layout, self.subject, self.channels)

    @property
    def columns(self) -> dict[str, Any]:
        """The columns of a broadcast that follow from it."""
        starts_at = self.subject.starts_at
        return {
            **self.subject.columns,
            "channels": list(self.channels),
            "audience_id": self.audience.id,
            "fallback_language": self.fallback_language,
            "by_need": self.reach.by_need,
            **asdict(self.layout),
            "lane": 0 if self.subject.urgent else 1,
            "notice": self.subject.notice,
            "starts_at": int(starts_at.timestamp()) if starts_at else None,
            "expires_at": int(self.ends_at.timestamp()),
        }


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
    wanted = _resolved(connection, request)
    reading_days.check_days(wanted.layout, wanted.subject, now)
    return _prospects(connection, settings, wanted, code, now)


def corrects(connection: Connection, request: Request) -> list[str]:
    """What becomes of those who were told an earlier version, in sentences."""
    wanted = _resolved(connection, request)
    return correcting.said_of(connection, wanted.reach, wanted.channels)


def by_need(
    connection: Connection,
    settings: Settings,
    request: Request,
    found: Sequence[Prospect],
) -> list[str]:
    """What becomes of each organisation of a request by need, in sentences."""
    wanted = _resolved(connection, request)
    return needs.of_prospects(
        connection, settings, wanted.reach, wanted.channels, found
    )


def default_audience(notice: str) -> str:
    """The audience where none is named."""
    return audiences.EVERYBODY if notice == "new" else audiences.TOLD


def has_earlier(connection: Connection, version: Version) -> bool:
    """Whether anybody may have been sent an earlier version of it."""
    return bool(earlier.of_version(connection, version.ref, version.number).sent)


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
    wanted = _resolved(connection, request)
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


def _resolved(connection: Connection, request: Request) -> Plan:
    if request.edition is not None:
        subject = subjects.of_edition(editions.by_id(connection, request.edition))
    else:
        version = announcements.get(connection, request.ref, request.version)
        subject = subjects.of_version(version)
    named = request.audience or default_audience(subject.notice)
    audience = audiences.audience(connection, named)
    _check(request, subject)
    return Plan(
        subject=subject,
        audience=audience,
        channels=request.channels,
        when=request.when,
        fallback_language=request.fallback_language,
        layout=request.layout,
        reach=needs.chosen(reach_of(connection, audience, subject), request.by_need),
    )


def reach_of(
    connection: Connection, audience: Audience, subject: StoredSubject
) -> Reach:
    """Whom a subject would reach. Raises InputError where those are meant who were told
    something earlier, and there is nothing earlier.
    """
    ref, version = (subject.columns.get(k) for k in ("announcement_id", "version"))
    found = reaching.reach_of(connection, audience.rule, ref, version, subject.notice)
    if audience.rule.told and not (found.earlier and found.earlier.sent):
        raise InputError(
            [
                Problem(
                    "audience",
                    f"nobody was sent an earlier version of “{subject.name}”. Choose "
                    "another audience.",
                )
            ]
        )
    return found


def _check(request: Request, subject: StoredSubject) -> None:
    if not request.channels:
        message = "is empty. Choose at least one channel."
        raise InputError([Problem("channels", message)])
    for name in request.channels:
        registry.channel(name)
    layouts.check(request.layout, subject.subject.languages)


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
