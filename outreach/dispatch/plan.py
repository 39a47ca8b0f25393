"""Planning a broadcast: everything that any addressee may get is rendered beforehand.

What is stored here is what an approver sees and what goes out, to the byte; an upgrade
of templates in between changes nothing (docs/why/approved-bytes.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from outreach import registry
from outreach.dispatch.when import When, next_instant
from outreach.model.announcement import Announcement
from outreach.model.canonical import digest
from outreach.model.contracts import Channel
from outreach.model.errors import CannotCarry, InputError, Problem, Refused
from outreach.model.rendition import ChannelOptions, Rendition, rendition_key
from outreach.model.words import language_name
from outreach.settings import Settings
from outreach.store import Connection, audiences, broadcasts, renditions, schedules
from outreach.store.announcements import Version, get
from outreach.store.audit import Actor, record
from outreach.store.broadcasts import Broadcast, BundleChoice
from outreach.store.ledger import outage


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What staff ask for: an announcement × channels × audience × when."""

    ref: str
    channels: tuple[str, ...]
    audience: str
    when: When
    #: For addressees whose language the announcement lacks; None leaves them out.
    fallback_language: str | None = None
    version: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A rendition that was made, under its key."""

    key: str
    channel: str
    variant: str
    language: str
    copies: int
    rendition: Rendition


@dataclass(frozen=True, slots=True, kw_only=True)
class Prospect:
    """What one kind of addressee would get, or why it would get nothing."""

    group: audiences.Group
    made: tuple[Made, ...] = ()
    told_in: str | None = None
    gateway: str | None = None
    reason: str | None = None


def prospects(
    connection: Connection, settings: Settings, request: Request, code: str
) -> list[Prospect]:
    """Render for every kind of addressee in the audience; nothing is stored.

    Raises InputError where the request itself is at fault.
    """
    version = get(connection, request.ref, request.version)
    rule = audiences.audience(connection, request.audience).rule
    if not request.channels:
        raise InputError(
            [Problem("channels", "is empty. Choose at least one channel.")]
        )
    for name in request.channels:
        registry.channel(name)
    return [
        _prospect(version, settings, request, group, code)
        for group in audiences.groups(connection, rule, request.channels)
    ]


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
    version = get(connection, request.ref, request.version)
    announcement = version.announcement
    if now >= announcement.last_instant:
        raise Refused(
            f"“{version.ref}” is over: it ended on {announcement.last_instant:%d %B %Y}. "
            "Nothing is sent about an event that is over."
        )
    due = next_instant(request.when, announcement, now)
    code = code or broadcasts.new_code()
    found = prospects(connection, settings, request, code)
    if not any(prospect.made for prospect in found):
        raise InputError(_nobody(found, request))
    audience = audiences.audience(connection, request.audience)
    choices = [_stored(connection, prospect) for prospect in found]
    broadcast = broadcasts.add_broadcast(
        connection,
        choices,
        code=code,
        announcement_id=version.ref,
        version=version.number,
        channels=list(request.channels),
        audience_id=audience.id,
        fallback_language=request.fallback_language,
        state="waiting",
        lane=_lane(announcement),
        notice=announcement.notice,
        expires_at=int(announcement.last_instant.timestamp()),
        digest=_digest(version, request, audience, found),
        created_by=actor.user_id,
        created_at=now,
    )
    _add_ways(connection, settings, broadcast, choices)
    schedules.add_schedule(
        connection,
        broadcast.id,
        kind=request.when.kind,
        wall_time=request.when.wall_time,
        days_before=request.when.days_before,
        timezone=request.when.timezone,
        next_at=due,
        grace=request.when.grace,
    )
    record(connection, actor, now, "plan", broadcast.code, announcement=version.ref)
    return broadcast


def _prospect(
    version: Version,
    settings: Settings,
    request: Request,
    group: audiences.Group,
    code: str,
) -> Prospect:
    channel = registry.channel(group.channel)
    announcement = version.announcement
    told_in = group.language if group.language in announcement.texts else None
    told_in = told_in or request.fallback_language
    if told_in is None:
        name = language_name(group.language)
        return Prospect(group=group, reason=f"The announcement has no text in {name}.")
    try:
        gateway = registry.route(channel, settings)
        options = registry.options_of(
            channel, _offered(announcement, code), group.options
        )
        variants = group.variants or (channel.variants[0].name,)
        made = tuple(
            _made(channel, announcement, told_in, variant, options, group.copies)
            for variant in variants
        )
    except (CannotCarry, InputError) as error:
        return Prospect(group=group, reason=str(error))
    return Prospect(group=group, made=made, told_in=told_in, gateway=gateway)


def _offered(announcement: Announcement, code: str) -> dict[str, Any]:
    """What a broadcast offers to every channel's options."""
    registration = announcement.registration
    return {
        "code": code,
        "reply_word": registration.keyword if registration else None,
        "replaces": announcement.replaces,
    }


def _made(
    channel: Channel,
    announcement: Announcement,
    language: str,
    variant: str,
    options: ChannelOptions,
    copies: int,
) -> Made:
    languages = (language,)
    return Made(
        key=rendition_key(
            channel.name, channel.revision, announcement, languages, variant, options
        ),
        channel=channel.name,
        variant=variant,
        language=language,
        copies=copies,
        rendition=channel.render(announcement, languages, variant, options),
    )


def _stored(connection: Connection, prospect: Prospect) -> BundleChoice:
    for made in prospect.made:
        renditions.put(
            connection,
            made.key,
            made.channel,
            made.variant,
            (made.language,),
            made.rendition,
        )
    contents = [(made.key, made.copies) for made in prospect.made]
    return BundleChoice(
        channel=prospect.group.channel,
        language=prospect.group.language,
        profile=prospect.group.profile,
        bundle_id=renditions.put_bundle(connection, contents) if contents else None,
        gateway=prospect.gateway,
        told_in=prospect.told_in,
        reason=prospect.reason,
    )


def _add_ways(
    connection: Connection,
    settings: Settings,
    broadcast: Broadcast,
    choices: list[BundleChoice],
) -> None:
    """Note who may take over from a gateway that is down: with the approved renditions."""
    for choice in choices:
        if choice.bundle_id is not None:
            gateways = registry.routes(registry.channel(choice.channel), settings)
            outage.add_ways(connection, broadcast.id, choice.bundle_id, gateways)


def _lane(announcement: Announcement) -> int:
    urgent = announcement.urgency == "urgent" or announcement.notice != "new"
    return 0 if urgent else 1


def _digest(
    version: Version,
    request: Request,
    audience: audiences.Audience,
    found: list[Prospect],
) -> str:
    """All that an approver approves: any change to it voids the approval."""
    return digest(
        version.ref,
        version.number,
        version.announcement.content,
        list(request.channels),
        audience.rule.model_dump(mode="json"),
        request.when.content,
        request.fallback_language,
        sorted(made.key for prospect in found for made in prospect.made),
    )


def _nobody(found: list[Prospect], request: Request) -> str:
    if not found:
        return (
            f"Nobody in the audience “{request.audience}” can be reached by "
            f"{', '.join(request.channels)} and has agreed to it."
        )
    reasons = dict.fromkeys(str(prospect.reason) for prospect in found)
    return f"Nobody would be reached. {' '.join(reasons)}"
