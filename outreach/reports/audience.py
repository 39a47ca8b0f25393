"""An audience before anything is sent: whom it reaches, whom it can't, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from outreach import registry
from outreach.model.words import language_name
from outreach.reports.names import channel_label
from outreach.store import Connection, previewing
from outreach.store.audiences import Audience
from outreach.store.previewing import Count, Unreached

_WHY = {
    "address": "no address that the audience takes",
    "consent": "nobody there has agreed to be written to",
    "language": "no channel has wording in the languages that they read",
    "opted out": "they have opted out",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """An audience as it is now."""

    audience: Audience
    counts: Sequence[Count]
    unreached: Sequence[Unreached]
    #: Whether those who opted out were looked for.
    looked_up: bool


def preview(connection: Connection, audience: Audience, secret: bytes) -> Preview:
    """Count. Opt-outs are known by keyed hashes alone, so each address is looked up."""
    channels = registry.plugins().channels
    speaks = {name: channel.languages for name, channel in channels.items()}
    missed = previewing.unreached(connection, audience.rule, speaks)
    out = previewing.opted_out(connection, audience.rule, secret)
    return Preview(
        audience=audience,
        counts=previewing.counts(connection, audience.rule),
        unreached=[*missed, *([out] if out and out.number else [])],
        looked_up=out is not None,
    )


def told(found: Preview) -> list[str]:
    """In lines, for page and terminal."""
    lines = [
        f"{channel_label(one.channel)} in {language_name(one.language)}: "
        f"{one.addresses:,} {'address' if one.addresses == 1 else 'addresses'} of "
        f"{one.addressees:,} {'addressee' if one.addressees == 1 else 'addressees'}."
        for one in found.counts
    ]
    lines += [_unreached(one) for one in found.unreached]
    if not found.looked_up:
        lines.append(
            "Who has opted out is left out when it goes; of so many addresses it is not "
            "counted here."
        )
    return lines or ["Nobody is in it."]


def _unreached(one: Unreached) -> str:
    names = ", ".join(one.names)
    more = one.number - len(one.names)
    names += f" and {more:,} more" if more else ""
    what = "organisation is" if one.number == 1 else "organisations are"
    return f"{one.number:,} {what} not reached, {_WHY[one.why]}: {names}."
