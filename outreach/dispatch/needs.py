"""A broadcast by need, before it goes: how many addresses each kind of addressee has then,
and what becomes of each organisation, in sentences.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from outreach.dispatch import correcting
from outreach.dispatch.prospects import Prospect
from outreach.model.errors import InputError, Problem
from outreach.model.words import language_name
from outreach.settings import Settings
from outreach.store import Connection, broadcasts, foreseeing, need, reaching
from outreach.store.broadcasts import Broadcast, BundleChoice
from outreach.store.foreseeing import Foreseen
from outreach.store.need import Kind
from outreach.store.reaching import Reach
from outreach.store.secret import read_secret

_WHY = {
    "channel": "this does not go by the one that {it} {prefers}",
    "address": "the directory has no address on the one that {it} {prefers}",
    "consent": "nobody agreed to be written to by the one that {it} {prefers}",
    "opted out": "all opted out of the one that {it} {prefers}",
    "made": "nothing could be made for the one that {it} {prefers}",
}
_UNCOUNTED = (
    "Who has opted out is left out when it goes; of so many addresses it is not counted "
    "here."
)


def chosen(reach: Reach, by_need: bool) -> Reach:
    """The same, by need if that was chosen. Raises InputError where it can't be."""
    if by_need and reach.earlier is not None:
        raise InputError([Problem("by_need", _ONLY_NEW)])
    return replace(reach, by_need=by_need)


_ONLY_NEW = (
    "is only for what nobody was sent before: what has an earlier version goes to those "
    "who were told, by the ways that told them. Choose every channel."
)


def sized(
    connection: Connection,
    settings: Settings,
    reach: Reach,
    channels: Sequence[str],
    found: Sequence[Prospect],
) -> list[Prospect]:
    """Prospects with how many addresses each kind has by need: what is kept for a channel
    that is not needed today may be tomorrow.
    """
    unmade = _unmade(found)
    out = _out(connection, settings, reach, channels)
    sizes = need.sizes(connection, reach, channels, unmade, out or ())

    def resized(prospect: Prospect) -> Prospect:
        group = prospect.group
        if prospect.reason:
            return prospect
        number = sizes.get((group.channel, group.language, group.profile), 0)
        return replace(prospect, group=replace(group, addresses=number))

    return [resized(prospect) for prospect in found]


def sizes_of(
    connection: Connection, settings: Settings, broadcast: Broadcast
) -> Mapping[tuple[str, str, str, bool], int]:
    """How many addresses each kind of addressee of a stored broadcast has today."""
    reach, channels = correcting.reach_of(connection, broadcast), broadcast.channels
    if reach.by_need:
        out = _out(connection, settings, reach, channels)
        unmade = _unstored(broadcasts.choices(connection, broadcast.id))
        sizes = need.sizes(connection, reach, channels, unmade, out or ())
        return {(*kind, False): number for kind, number in sizes.items()}
    groups = reaching.groups(connection, reach, channels)
    return {(g.channel, g.language, g.profile, g.as_new): g.addresses for g in groups}


def of_prospects(
    connection: Connection,
    settings: Settings,
    reach: Reach,
    channels: Sequence[str],
    found: Iterable[Prospect],
) -> list[str]:
    """What becomes of the organisations, in sentences; nothing if it is not by need."""
    return _told(connection, settings, reach, channels, _unmade(found))


def of_broadcast(
    connection: Connection, settings: Settings, broadcast: Broadcast
) -> list[str]:
    """The same of a stored broadcast, as the directory is today."""
    reach = correcting.reach_of(connection, broadcast)
    unmade = _unstored(broadcasts.choices(connection, broadcast.id))
    return _told(connection, settings, reach, broadcast.channels, unmade)


def _told(
    connection: Connection,
    settings: Settings,
    reach: Reach,
    channels: Sequence[str],
    unmade: Collection[Kind],
) -> list[str]:
    if not reach.by_need:
        return []
    out = _out(connection, settings, reach, channels)
    found = foreseeing.foresee(connection, reach.rule, channels, unmade, out or ())
    return [*_said(found), *([_UNCOUNTED] if out is None else [])]


def _said(found: Foreseen) -> list[str]:
    said = []
    if found.preferred:
        said.append(
            f"{_organisations(found.preferred)} {_get(found.preferred)} it by the channel "
            f"that {_it(found.preferred)} {_prefers(found.preferred)}."
        )
    for why, number in found.otherwise.items():
        words = _WHY[why].format(it=_it(number), prefers=_prefers(number))
        said.append(
            f"{_organisations(number)} {_get(number)} it by another channel: {words}."
        )
    if found.every:
        says = "says" if found.every == 1 else "say"
        said.append(
            f"{_organisations(found.every)} {_get(found.every)} it by every channel: "
            f"{_it(found.every)} {says} nothing of what {_it(found.every)} "
            f"{_prefers(found.every)}."
        )
    if found.relayed:
        each = [f"{number:,} through {name}" for name, number in found.relays]
        rest = found.relayed - sum(number for _, number in found.relays)
        each += [f"{rest:,} through others"] if rest else []
        said.append(
            f"{_organisations(found.relayed)} {_get(found.relayed)} it through another "
            f"organisation only, which has to pass it on: {', '.join(each)}."
        )
    if found.unreached:
        names = ", ".join(found.names)
        rest = found.unreached - len(found.names)
        names += f" and {rest:,} more" if rest else ""
        is_ = "is" if found.unreached == 1 else "are"
        said.append(
            f"{_organisations(found.unreached)} {is_} not reached by any of these "
            f"channels: {names}."
        )
    return said


def _out(
    connection: Connection, settings: Settings, reach: Reach, channels: Sequence[str]
) -> list[int] | None:
    """Who opted out; None where there are too many to look up. Without a key, nobody has."""
    secret = read_secret(settings)
    return need.out_of_audience(connection, secret, reach, channels) if secret else []


def _unmade(found: Iterable[Prospect]) -> set[Kind]:
    groups = (prospect.group for prospect in found if not prospect.made)
    return {(g.channel, g.language, g.profile) for g in groups}


def _unstored(choices: Iterable[BundleChoice]) -> set[Kind]:
    return {(c.channel, c.language, c.profile) for c in choices if c.bundle_id is None}


def languages_of(choices: Iterable[BundleChoice]) -> list[str]:
    """Who is told in another language than their own, in sentences."""
    number: dict[tuple[str, str], int] = {}
    for choice in choices:
        if choice.told_in and choice.told_in != choice.language and choice.addresses:
            key = (choice.language, choice.told_in)
            number[key] = number.get(key, 0) + choice.addresses
    return [
        f"{n:,} {'address' if n == 1 else 'addresses'} in {language_name(own)} "
        f"{'is' if n == 1 else 'are'} told in {language_name(told)}."
        for (own, told), n in number.items()
    ]


def _organisations(number: int) -> str:
    return f"{number:,} {'organisation' if number == 1 else 'organisations'}"


def _get(number: int) -> str:
    return "gets" if number == 1 else "get"


def _it(number: int) -> str:
    return "it" if number == 1 else "they"


def _prefers(number: int) -> str:
    return "prefers" if number == 1 else "prefer"
