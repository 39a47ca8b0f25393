"""Renewing: what was planned of an older version, or for an audience that has changed,
is planned anew and waits for approval. What has begun to go out stops: a person decides
about the rest.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from outreach.dispatch import approval, content, plan, reading_days, request, when
from outreach.dispatch.request import Plan, Request
from outreach.dispatch.when import When
from outreach.model.announcement import Announcement
from outreach.model.errors import InputError, Refused
from outreach.settings import Settings
from outreach.store import (
    Connection,
    announcements,
    audiences,
    broadcasts,
    editions,
    picking,
    schedules,
    subjects,
    users,
)
from outreach.store.announcements import Version
from outreach.store.audit import Actor, record
from outreach.store.broadcasts import Broadcast, BroadcastState
from outreach.store.subjects import StoredSubject

#: Not yet started: it can be made anew under its own code.
_NOT_STARTED: tuple[BroadcastState, ...] = ("waiting", "approved")
#: Begun, or stopped on the way. What is held before its first delivery is made anew.
_BEGUN: tuple[BroadcastState, ...] = ("fanout", "running", "paused", "held")


def announce(
    connection: Connection,
    settings: Settings,
    announcement: Announcement,
    actor: Actor,
    now: datetime,
) -> tuple[Version, list[Broadcast]]:
    """Store a version, and plan anew what was planned of the one before; the broadcasts
    that wait for approval again, or could not be planned and are cancelled. Those that
    have begun to go out pause, and those that had stopped by then say why.
    """
    version = announcements.add_version(connection, announcement, actor, now)
    renewed = (
        renew(connection, settings, broadcast, why, now, actor)
        for broadcast, why in _outdated_by(connection, version)
    )
    found = [broadcast for broadcast in renewed if broadcast]
    _pause_begun(connection, version, actor, now)
    return version, found


def _pause_begun(
    connection: Connection, version: Version, actor: Actor, now: datetime
) -> None:
    """Hand nothing more over of what the version makes untrue: a person decides."""
    refs = {version.ref, version.announcement.replaces}
    for broadcast in broadcasts.in_state(connection, *_BEGUN):
        why = content.outdated(connection, broadcast)
        if not why or refs.isdisjoint(_tells_of(connection, broadcast)):
            continue
        said = f"{why} Decide whether the rest still goes out."
        new: BroadcastState = "held" if broadcast.state == "held" else "paused"
        broadcasts.move(connection, broadcast.id, new, *_BEGUN, reason=said)
        record(connection, actor, now, "pause", broadcast.code, why=why)


def _tells_of(connection: Connection, broadcast: Broadcast) -> set[str]:
    """The ids of the announcements that a broadcast is of."""
    if broadcast.edition_id is None:
        return {str(broadcast.announcement_id)}
    edition = editions.by_id(connection, broadcast.edition_id)
    return {ref for ref, _ in edition.content["items"]}


def _outdated_by(
    connection: Connection, version: Version
) -> list[tuple[Broadcast, str]]:
    """The broadcasts that a new version makes untrue, each with the reason."""
    why = f"The announcement has a new version ({version.number})."
    found = [
        (broadcast, why)
        for broadcast in broadcasts.of_announcement(connection, version.ref)
        if broadcast.version != version.number
    ]
    replaced = version.announcement.replaces
    if replaced and replaced != version.ref:
        why = f"“{replaced}” was replaced by “{version.ref}”."
        of_it = broadcasts.of_announcement(connection, replaced)
        found += [(broadcast, why) for broadcast in of_it]
    waiting = broadcasts.in_state(connection, *_NOT_STARTED)
    for broadcast in (b for b in waiting if b.edition_id is not None):
        if reason := content.differs(connection, broadcast):
            found.append((broadcast, reason))
    return found


def renew(
    connection: Connection,
    settings: Settings,
    broadcast: Broadcast,
    why: str,
    now: datetime,
    actor: Actor | None = None,
) -> Broadcast | None:
    """Plan anew what of a broadcast has not gone out; None if that is nothing.

    ``actor`` is whose change it follows, who then may not approve it.
    """
    schedule = schedules.hold_still(connection, broadcast.id)
    broadcast = broadcasts.by_id(connection, broadcast.id)
    held = broadcast.state == "held" and not broadcast.fanout_seq
    if broadcast.state in _NOT_STARTED or (held and schedule.kind != "every"):
        return _anew(connection, settings, broadcast, why, now, actor)
    if held:
        _end(connection, broadcast, why, now, actor)
    if schedule.kind != "every" or schedule.next_at is None:
        return None
    schedules.change(connection, schedule.id, next_at=None)
    rest = _rest(connection, settings, broadcast, why, now, actor)
    if rest:
        _not_before(connection, rest, schedule.next_at)
    return rest


def _not_before(connection: Connection, rest: Broadcast, instant: int) -> None:
    """What has gone out today does not go out again with the new version."""
    planned = schedules.of_broadcast(connection, rest.id)
    next_at = max(planned.next_at or 0, instant)
    schedules.change(connection, planned.id, next_at=next_at)


def _anew(
    connection: Connection,
    settings: Settings,
    broadcast: Broadcast,
    why: str,
    now: datetime,
    actor: Actor | None,
) -> Broadcast:
    try:
        with connection.begin_nested():
            wanted = _newest(connection, broadcast, now)
            plan.replan(connection, settings, broadcast, wanted, now)
    except InputError as error:
        return _end(connection, broadcast, f"{why} {error}", now, actor)
    said = f"{why} Look at it again: it needs a new approval."
    broadcasts.change(
        connection,
        broadcast.id,
        state="waiting",
        reason=said,
        created_by=actor.user_id if actor else broadcast.created_by,
    )
    record(connection, actor, now, "plan again", broadcast.code, why=why)
    again = broadcasts.by_id(connection, broadcast.id)
    return approval.settle_approval(connection, settings, again)


def _rest(
    connection: Connection,
    settings: Settings,
    broadcast: Broadcast,
    why: str,
    now: datetime,
    actor: Actor | None,
) -> Broadcast | None:
    """The occurrences that a repeating broadcast still had, as a broadcast of its own."""
    planner = users.user_by_id(connection, broadcast.created_by)
    author = actor or planner.acting_from("schedule")
    record(connection, actor, now, "end repeating", broadcast.code, why=why)
    try:
        with connection.begin_nested():
            wanted = _newest(connection, broadcast, now)
            request = _request(broadcast, wanted)
            made = plan.plan(connection, settings, request, author, now)
    except InputError as error:
        record(
            connection, actor, now, "not planned again", broadcast.code, why=str(error)
        )
        return None
    said = f"{why} This goes on with broadcast {broadcast.code}, once it is approved."
    broadcasts.change(connection, made.id, reason=said)
    rest = broadcasts.by_id(connection, made.id)
    return approval.settle_approval(connection, settings, rest)


def _request(broadcast: Broadcast, wanted: Plan) -> Request:
    return Request(
        ref=broadcast.announcement_id or "",
        channels=wanted.channels,
        audience=wanted.audience.name,
        when=wanted.when,
        fallback_language=wanted.fallback_language,
        by_need=wanted.reach.by_need,
        layout=wanted.layout,
    )


def _newest(connection: Connection, broadcast: Broadcast, now: datetime) -> Plan:
    """What a broadcast would be today: of the newest version, for the audience as it is.

    Raises Refused where another announcement has replaced it, InputError where nothing of
    an edition is left.
    """
    subject = _subject(connection, broadcast, now)
    schedule = schedules.of_broadcast(connection, broadcast.id)
    wanted = when.of_schedule(schedule)
    if broadcast.state == "held" and schedule.kind != "every":
        wanted = When(timezone=schedule.timezone)  # its own time has fired already
    known, layout = broadcast.fallback_language in subject.languages, broadcast.layout
    if layout.second_language not in subject.subject.languages:
        layout = replace(layout, second_language=None)
    if not reading_days.still_so(layout, subject, now):
        layout = replace(layout, read_from=None, do_not_read_after=None)
    audience = audiences.audience_by_id(connection, broadcast.audience_id)
    reach = request.reach_of(connection, audience, subject)
    return Plan(
        subject=subject,
        audience=audience,
        channels=broadcast.channels,
        when=when.moved(wanted, subject.subject),
        fallback_language=broadcast.fallback_language if known else None,
        layout=layout,
        reach=replace(reach, by_need=broadcast.by_need and reach.earlier is None),
    )


def _subject(
    connection: Connection, broadcast: Broadcast, now: datetime
) -> StoredSubject:
    if broadcast.edition_id is not None:
        edition = picking.pick_again(connection, broadcast.edition_id, now)
        return subjects.of_edition(edition)
    ref = str(broadcast.announcement_id)
    if other := announcements.replacing(connection, ref):
        raise Refused(f"Plan a broadcast of “{other}” instead.")
    return subjects.of_version(announcements.get(connection, ref))


def _end(
    connection: Connection,
    broadcast: Broadcast,
    why: str,
    now: datetime,
    actor: Actor | None,
) -> Broadcast:
    broadcasts.change(connection, broadcast.id, state="cancelled", reason=why)
    record(connection, actor, now, "cancel", broadcast.code, why=why)
    return broadcasts.by_id(connection, broadcast.id)
