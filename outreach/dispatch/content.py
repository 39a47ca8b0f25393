"""What is approved: one digest over all of it, worked out from what is stored."""

from __future__ import annotations

from typing import Any

from outreach.dispatch import correcting, when
from outreach.model.audience import AudienceRule
from outreach.model.canonical import canonical_json, digest
from outreach.model.layout import Layout
from outreach.model.money import parts_of
from outreach.store import (
    Connection,
    announcements,
    audiences,
    broadcasts,
    editions,
    picking,
    reaching,
    renditions,
    schedules,
    subjects,
    takeovers,
)
from outreach.store.broadcasts import Broadcast, BundleChoice

JOINED = (
    "They joined, or changed how they are written to, after this was approved, "
    "so nothing was approved for them."
)


def digest_of(connection: Connection, broadcast: Broadcast) -> str:
    """SHA-256 over subject, channels, audience rule, schedule, fallback language, layout,
    whether it goes by need, and who gets which renditions from whom at what estimated price, as they are now: any change to
    it voids the approval.
    """
    subject = subjects.of_broadcast(connection, broadcast)
    audience = audiences.audience_by_id(connection, broadcast.audience_id)
    schedule = schedules.of_broadcast(connection, broadcast.id)
    choices = broadcasts.choices(connection, broadcast.id)
    contents = _bundles(connection, broadcast, choices)
    return digest(
        subject.columns,
        subject.content,
        list(broadcast.channels),
        _rule_content(audience.rule),
        when.of_schedule(schedule).content,
        broadcast.fallback_language,
        [
            [*_kind(c), c.told_in, contents[c.bundle_id]]
            for c in choices
            if c.bundle_id is not None
        ],
        *_laid_out(broadcast.layout),
        *(["by need"] if broadcast.by_need else []),
        *_priced(connection, broadcast, choices, contents),
    )


def _laid_out(layout: Layout) -> list[Any]:
    """The labels as before there was more to choose: an upgrade voids no approval."""
    more = {name: value for name, value in layout.chosen.items() if name != "labels"}
    return [part for part in (layout.labels, more) if part]


def _rule_content(rule: AudienceRule) -> dict[str, Any]:
    """A rule as before there was more to choose: an upgrade voids no approval."""
    content = rule.model_dump(mode="json")
    later = ("told", "districts", "organisation_languages", "channels")
    return {k: v for k, v in content.items() if v or k not in later}


def _kind(choice: BundleChoice) -> list[str]:
    as_new = ["as new"] if choice.as_new else []
    return [choice.channel, choice.language, choice.profile, *as_new]


def _bundles(
    connection: Connection, broadcast: Broadcast, choices: list[BundleChoice]
) -> dict[int | None, list[Any]]:
    """What each bundle of a broadcast is made of, and whom it is from."""
    found = takeovers.of_broadcast(connection, broadcast.id)
    keys = [c.bundle_id for c in choices] + [t.next_bundle_id for t in found]
    senders = renditions.senders(connection, keys)
    return {
        key: [contents, senders[key]] if senders[key] else contents
        for key, contents in renditions.contents(connection, keys).items()
    }


def _priced(
    connection: Connection,
    broadcast: Broadcast,
    choices: list[BundleChoice],
    contents: dict[int | None, list[Any]],
) -> list[Any]:
    """What is estimated, and what goes otherwise while a gateway is down; nothing where
    there is neither, as of files.
    """
    estimate = [
        [*_kind(c), c.gateway, c.addresses, c.segments, parts_of(c.price), c.currency]
        for c in choices
        if c.segments is not None
    ]
    otherwise = [
        [t.gateway, contents[t.bundle_id], t.next_gateway, contents[t.next_bundle_id],
         parts_of(t.next_price)]
        for t in takeovers.of_broadcast(connection, broadcast.id)
    ]  # fmt: skip
    otherwise.sort(key=canonical_json)
    return [part for part in (estimate, otherwise) if part]


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
    reach = correcting.reach_of(connection, broadcast)
    known = {
        (choice.channel, choice.language, choice.profile, choice.as_new)
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
                as_new=group.as_new,
                addresses=group.addresses,
            )
            for group in reaching.groups(connection, reach, broadcast.channels)
            if (group.channel, group.language, group.profile, group.as_new) not in known
        ],
    )
