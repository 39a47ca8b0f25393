"""Who would get what: everything that any addressee may get is rendered here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from outreach import registry
from outreach.model.contracts import Channel
from outreach.model.errors import CannotCarry, InputError
from outreach.model.rendition import ChannelOptions, Rendition, rendition_key
from outreach.model.words import language_name
from outreach.settings import Settings
from outreach.store import Connection, renditions
from outreach.store.broadcasts import BundleChoice
from outreach.store.reaching import Group
from outreach.store.subjects import StoredSubject


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

    group: Group
    made: tuple[Made, ...] = ()
    told_in: str | None = None
    gateway: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendering:
    """What the kinds of addressees are rendered from."""

    settings: Settings
    subject: StoredSubject
    #: The broadcast's, which renditions may print.
    code: str
    #: For addressees whose language the subject lacks; None leaves them out.
    fallback_language: str | None

    def prospect(self, group: Group) -> Prospect:
        """What one kind of addressee gets."""
        channel = registry.channel(group.channel)
        told_in = self._told_in(group.language)
        if told_in is None:
            name = language_name(group.language)
            reason = f"The {self.subject.kind} has no text in {name}."
            return Prospect(group=group, reason=reason)
        try:
            gateway = registry.route(channel, self.settings)
            offered = {**registry.offered(self.subject.subject), "code": self.code}
            options = registry.options_of(channel, offered, group.options)
            made = tuple(
                self._made(channel, told_in, variant, options, group.copies)
                for variant in variants(channel, self.subject.kind, group.variants)
            )
        except (CannotCarry, InputError) as error:
            return Prospect(group=group, reason=str(error))
        return Prospect(group=group, made=made, told_in=told_in, gateway=gateway)

    def _told_in(self, language: str) -> str | None:
        known = language in self.subject.languages
        return language if known else self.fallback_language

    def _made(
        self,
        channel: Channel,
        language: str,
        variant: str,
        options: ChannelOptions,
        copies: int,
    ) -> Made:
        subject, languages = self.subject.subject, (language,)
        return Made(
            key=rendition_key(
                channel.name, channel.revision, subject, languages, variant, options
            ),
            channel=channel.name,
            variant=variant,
            language=language,
            copies=copies,
            rendition=channel.render(subject, languages, variant, options),
        )


def variants(channel: Channel, kind: str, wanted: Sequence[str]) -> list[str]:
    """The variants that an addressee gets: of those it asks for, the ones made of such a
    subject; without any, the first of an announcement, and all of an edition.

    Raises CannotCarry where the channel makes none.
    """
    suiting = [variant.name for variant in channel.variants if kind in variant.of]
    if not suiting:
        raise CannotCarry(f"{channel.label} makes nothing of an {kind}.")
    asked = [name for name in wanted if name in suiting]
    return asked or (suiting[:1] if kind == "announcement" else suiting)


def stored(connection: Connection, prospect: Prospect) -> BundleChoice:
    """Store what a kind of addressee gets."""
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
        as_new=prospect.group.as_new,
    )


def nobody(found: Sequence[Prospect], audience: str, channels: Sequence[str]) -> str:
    """Why nobody would be reached."""
    if not found:
        return (
            f"Nobody in the audience “{audience}” can be reached by "
            f"{', '.join(channels)} and has agreed to it."
        )
    reasons = dict.fromkeys(str(prospect.reason) for prospect in found)
    return f"Nobody would be reached. {' '.join(reasons)}"
