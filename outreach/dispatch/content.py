"""What is approved: one digest over all of it, worked out from what is stored."""

from __future__ import annotations

from outreach.dispatch import when
from outreach.model.canonical import digest
from outreach.store import (
    Connection,
    announcements,
    audiences,
    broadcasts,
    editions,
    picking,
    renditions,
    schedules,
    subjects,
)
from outreach.store.broadcasts import Broadcast, BundleChoice

JOINED = (
    "They joined, or changed how they are written to, after this was approved, "
    "so nothing was approved for them."
)


def digest_of(connection: Connection, broadcast: Broadcast) -> str:
    """SHA-256 over subject, channels, audience rule, schedule, fallback language, and who
    gets which renditions, as they are now: any change to it voids the approval.
    """
    subject = subjects.of_broadcast(connection, broadcast)
    audience = audiences.audience_by_id(connection, broadcast.audience_id)
    schedule = schedules.of_broadcast(connection, broadcast.id)
    choices = broadcasts.choices(connection, broadcast.id)
    contents = renditions.contents(connection, [c.bundle_id for c in choices])
    return digest(
        subject.columns,
        subject.content,
        list(broadcast.channels),
        audience.rule.model_dump(mode="json"),
        when.of_schedule(schedule).content,
        broadcast.fallback_language,
        [
            [c.channel, c.language, c.profile, c.told_in, contents[c.bundle_id]]
            for c in choices
            if c.bundle_id is not None
        ],
    )


def sealed(connection: Connection, key: int) -> Broadcast:
    """Keep the digest of a broadcast as it is now: what approvers will approve."""
    broadcast = broadcasts.by_id(connection, key)
    broadcasts.change(connection, key, digest=digest_of(connection, broadcast))
    return broadcasts.by_id(connection, key)


def differs(connection: Connection, broadcast: Broadcast) -> str | None:
    """Why what would go out is not what was approved, or no longer true; None if it is."""
    if why := outdated(connection, broadcast):
        return why
    if digest_of(connection, broadcast) != broadcast.digest:
        return "The audience, or what is sent, is not as it was approved."
    return None


def outdated(connection: Connection, broadcast: Broadcast) -> str | None:
    """Why what a broadcast tells is no longer the newest; None if it is."""
    if broadcast.edition_id is not None:
        edition = editions.by_id(connection, broadcast.edition_id)
        return picking.outdated(connection, edition)
    ref = str(broadcast.announcement_id)
    if other := announcements.replacing(connection, ref):
        return f"“{ref}” was replaced by “{other}”."
    if announcements.get(connection, ref).number != broadcast.version:
        return f"There is a newer version of “{ref}”."
    return None


def note_joined(connection: Connection, broadcast: Broadcast) -> None:
    """Write down the kinds of addressees for whom nothing was approved."""
    rule = audiences.audience_by_id(connection, broadcast.audience_id).rule
    known = {
        (choice.channel, choice.language, choice.profile)
        for choice in broadcasts.choices(connection, broadcast.id)
    }
    broadcasts.add_choices(
        connection,
        broadcast.id,
        [
            BundleChoice(
                channel=group.channel,
                language=group.language,
                profile=group.profile,
                bundle_id=None,
                gateway=None,
                told_in=None,
                reason=JOINED,
            )
            for group in audiences.groups(connection, rule, broadcast.channels)
            if (group.channel, group.language, group.profile) not in known
        ],
    )
