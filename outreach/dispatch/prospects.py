"""Who would get what: everything that any addressee may get is rendered here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from outreach import registry
from outreach.dispatch import layouts, reading_days
from outreach.dispatch.numbers import reply_to
from outreach.dispatch.routing import Routing, Way
from outreach.model.contracts import Channel, Variant
from outreach.model.errors import CannotCarry, InputError
from outreach.model.layout import Layout
from outreach.model.lexicon import Saying, in_language
from outreach.model.rendition import ChannelOptions, Rendition, rendition_key
from outreach.model.words import language_name
from outreach.settings import Settings
from outreach.store import Connection, renditions
from outreach.store.broadcasts import BundleChoice
from outreach.store.reaching import Group
from outreach.store.renditions import Address
from outreach.store.subjects import StoredSubject
from outreach.store.takeovers import Takeover


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A rendition that was made, under its key."""

    key: str
    channel: str
    variant: str
    languages: tuple[str, ...]
    copies: int
    rendition: Rendition


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """What goes by one way: it may say otherwise than what goes by another."""

    way: Way
    made: tuple[Made, ...]

    @property
    def segments(self) -> int | None:
        """The text segments of all copies; None where there are none."""
        counted = [
            m.rendition.measure.segments * m.copies
            for m in self.made
            if m.rendition.measure.segments is not None
        ]
        return sum(counted) if counted else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Prospect:
    """What one kind of addressee would get, or why it would get nothing."""

    group: Group
    #: By the way that goes first, and by those that take over while it is down.
    carried: tuple[Carried, ...] = ()
    told_in: str | None = None
    reason: str | None = None

    @property
    def made(self) -> tuple[Made, ...]:
        """What goes out while nothing is down."""
        return self.carried[0].made if self.carried else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendering:
    """What the kinds of addressees are rendered from."""

    settings: Settings
    subject: StoredSubject
    #: The broadcast's, which renditions may print.
    code: str
    #: For addressees whose language the subject lacks; None leaves them out.
    fallback_language: str | None
    layout: Layout
    routing: Routing
    #: The office's, of every language.
    lexicon: tuple[Saying, ...]
    #: When it is planned.
    now: datetime

    def prospect(self, group: Group) -> Prospect:
        """What one kind of addressee gets."""
        channel = registry.channel(group.channel)
        told_in = self._told_in(group.language)
        if told_in is None:
            name = language_name(group.language)
            reason = f"The {self.subject.kind} has no text in {name}."
            return Prospect(group=group, reason=reason)
        carried, reasons = [], []
        try:
            ways = self.routing.ways(channel, group.country, group.kind)
        except (CannotCarry, InputError) as error:
            return Prospect(group=group, reason=str(error))
        for way in ways:
            try:
                made = self._carried(channel, told_in, group, way)
            except (CannotCarry, InputError) as error:
                reasons.append(str(error))
            else:
                carried.append(Carried(way=way, made=made))
        if not carried:
            return Prospect(group=group, reason=reasons[0])
        return Prospect(group=group, carried=tuple(carried), told_in=told_in)

    def _carried(
        self, channel: Channel, told_in: str, group: Group, way: Way
    ) -> tuple[Made, ...]:
        offered = {
            **registry.offered(self.subject.subject),
            **layouts.offered(self.layout, self.settings),
            **reading_days.offered(self.layout, self.subject.subject, self.now),
            "reply_to": reply_to(self.routing, self.subject.subject),
            "code": self.code,
            "lexicon": in_language(self.lexicon, told_in),
        }
        known = channel.options_type.model_fields
        promised = {k: v for k, v in way.promises.items() if k in known}
        options = registry.options_of(channel, offered, {**group.options, **promised})
        return tuple(
            self._made(channel, told_in, variant, options, group.copies)
            for variant in variants(channel, self.subject.kind, group.variants)
        )

    def _told_in(self, language: str) -> str | None:
        known = language in self.subject.languages
        return language if known else self.fallback_language

    def _made(
        self,
        channel: Channel,
        told_in: str,
        variant: Variant,
        options: ChannelOptions,
        copies: int,
    ) -> Made:
        subject, name = self.subject.subject, variant.name
        languages = layouts.languages_of(variant, told_in, self.layout)
        return Made(
            key=rendition_key(
                channel.name, channel.revision, subject, languages, name, options
            ),
            channel=channel.name,
            variant=name,
            languages=languages,
            copies=copies,
            rendition=channel.render(subject, languages, name, options),
        )


def both_ways(groups: list[Group]) -> list[Group]:
    """Each kind of addressee as one that was told, and as one that was not: until it starts,
    an address may go over from one to the other.
    """
    found = {(g.channel, g.language, g.profile, g.as_new): g for g in groups}
    for group in groups:
        other = replace(group, as_new=not group.as_new, addresses=0)
        key = (other.channel, other.language, other.profile, other.as_new)
        found.setdefault(key, other)
    return [found[key] for key in sorted(found)]


def variants(channel: Channel, kind: str, wanted: Sequence[str]) -> list[Variant]:
    """The variants that an addressee gets: of those it asks for, the ones made of such a
    subject; without any, the first of an announcement, and all of an edition.

    Raises CannotCarry where the channel makes none.
    """
    suiting = [variant for variant in channel.variants if kind in variant.of]
    if not suiting:
        raise CannotCarry(f"{channel.label} makes nothing of an {kind}.")
    named = {variant.name: variant for variant in suiting}
    asked = [named[name] for name in wanted if name in named]
    return asked or (suiting[:1] if kind == "announcement" else suiting)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """What a kind of addressee gets, as it is stored, and where it goes otherwise."""

    choice: BundleChoice
    takeovers: tuple[Takeover, ...] = ()


def stored(connection: Connection, prospect: Prospect, currency: str) -> Stored:
    """Store what a kind of addressee gets, by each way."""
    group = prospect.group
    bundles, takeovers = _bundles(connection, prospect)
    choice = BundleChoice(
        channel=group.channel,
        language=group.language,
        profile=group.profile,
        bundle_id=None,
        gateway=None,
        told_in=prospect.told_in,
        reason=prospect.reason,
        as_new=group.as_new,
        country=group.country,
        addresses=group.addresses,
    )
    if not bundles:
        return Stored(choice=choice)
    first = prospect.carried[0]
    return Stored(
        choice=replace(
            choice,
            bundle_id=bundles[0],
            gateway=first.way.gateway,
            segments=first.segments,
            price=first.way.price,
            currency=currency,
        ),
        takeovers=takeovers,
    )


def _bundles(
    connection: Connection, prospect: Prospect
) -> tuple[list[int], tuple[Takeover, ...]]:
    """A bundle for each way, first to last. A bundle leads to the one that takes over, so
    they are made from the last to the first.
    """
    bundles: list[int] = []
    takeovers: list[Takeover] = []
    for carried, after in zip(
        reversed(prospect.carried), (None, *reversed(prospect.carried)), strict=False
    ):
        then = (after.way.gateway, bundles[0]) if after else None
        way = carried.way
        address = Address(
            sender=way.sender,
            country=prospect.group.country if way.route else None,
            then=then,
        )
        bundles.insert(0, _bundle(connection, carried.made, address))
        if after and then:
            takeover = Takeover(
                gateway=way.gateway,
                bundle_id=bundles[0],
                next_gateway=then[0],
                next_bundle_id=then[1],
                next_price=after.way.price,
            )
            takeovers.insert(0, takeover)
    return bundles, tuple(takeovers)


def _bundle(connection: Connection, made: Sequence[Made], address: Address) -> int:
    for one in made:
        renditions.put(
            connection, one.key, one.channel, one.variant, one.languages, one.rendition
        )
    contents = [(one.key, one.copies) for one in made]
    return renditions.put_bundle(connection, contents, address)


def nobody(found: Sequence[Prospect], audience: str, channels: Sequence[str]) -> str:
    """Why nobody would be reached."""
    if not found:
        return (
            f"Nobody in the audience “{audience}” can be reached by "
            f"{', '.join(channels)} and has agreed to it."
        )
    reasons = dict.fromkeys(str(prospect.reason) for prospect in found)
    return f"Nobody would be reached. {' '.join(reasons)}"
