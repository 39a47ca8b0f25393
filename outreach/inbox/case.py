"""One text that is being decided on, with all that the decision may need."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from outreach.inbox.folding import folded
from outreach.inbox.reading import Understood, read
from outreach.inbox.vocabulary import Phrase
from outreach.inbox.wording import language_of
from outreach.model.announcement import Announcement
from outreach.model.phones import phone_of
from outreach.settings import Settings
from outreach.store import Connection, announcements, broadcasts, phones, rsvps
from outreach.store.inbound import Kept
from outreach.store.phones import Owner
from outreach.store.rsvps import Invitation


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """An event that is announced and not over."""

    #: Of the announcement as it stands now, and of those that it replaced.
    ref: str
    refs: tuple[str, ...]
    announcement: Announcement
    #: The keyword by which people register, as it compares.
    keyword: Phrase


@dataclass(slots=True)
class Events:
    """The events of one transaction, each looked up once."""

    connection: Connection
    _known: dict[str, Event | None] = field(default_factory=dict)
    _open: list[Event] | None = None

    def of(self, ref: str) -> Event | None:
        """The event of an announcement; None if it was cancelled."""
        if ref not in self._known:
            self._known[ref] = _event(self.connection, ref)
        return self._known[ref]

    def open(self, now: int) -> list[Event]:
        """Every event of which a broadcast went out, and that is not over."""
        if self._open is None:
            refs = broadcasts.refs_not_over(self.connection, now)
            found = (self.of(ref) for ref in refs)
            self._open = list({e.ref: e for e in found if e}.values())
        return self._open


@dataclass(frozen=True, kw_only=True)
class Case:
    """A text, who it is from, and where its decision is written."""

    connection: Connection
    settings: Settings
    secret: bytes
    now: datetime
    text: Kept
    channels: Sequence[str]
    events: Events
    #: The language to answer in, where it is asked for.
    told_in: str | None = None

    @property
    def second(self) -> int:
        """The instant in seconds since 1970."""
        return int(self.now.timestamp())

    @cached_property
    def said(self) -> Understood:
        """The text as it was read."""
        return read(self.text.text)

    @cached_property
    def phone(self) -> str | None:
        """Who wrote, in E.164; None where it is no phone."""
        return phone_behind(self.connection, self.channels, self.text.sender)

    @cached_property
    def owners(self) -> list[Owner]:
        """The organisations that are reached by this phone."""
        if self.phone is None:
            return []
        return phones.owners(self.connection, self.channels, self.phone)

    @cached_property
    def organisations(self) -> dict[int, str]:
        """Their ids and names."""
        return {owner.organisation_id: owner.name for owner in self.owners}

    @cached_property
    def opted_out(self) -> bool:
        """Whether the phone wanted no more texts before this one."""
        return self.phone is not None and phones.opted_out(
            self.connection, self.secret, self.channels, self.phone
        )

    @cached_property
    def language(self) -> str:
        """In which language to answer: that of the word, else the one we write in."""
        written_in = (owner.language for owner in self.owners)
        return language_of([self.told_in, self.said.language, *written_in])

    @cached_property
    def invitations(self) -> list[tuple[Event, Invitation]]:
        """What reached the phone and is not over, the newest first."""
        if self.phone is None:
            return []
        return list(self._invitations(self.phone))

    def _invitations(self, phone: str) -> Iterator[tuple[Event, Invitation]]:
        seen = set()
        for one in rsvps.invitations(
            self.connection, self.channels, phone, self.second
        ):
            event = self.events.of(one.announcement_id)
            if event and (event.ref, one.organisation_id) not in seen:
                seen.add((event.ref, one.organisation_id))
                yield event, one


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What became of a text."""

    #: For staff: what was done, or why it waits.
    note: str
    waits: bool = False
    #: It may be an opt-out.
    marked: bool = False
    organisation_id: int | None = None


def phone_behind(
    connection: Connection, channels: Sequence[str], sender: str
) -> str | None:
    """A sender in E.164; None where it is no phone. A number without its plus counts only
    if somebody in the directory has it: it may be one of the country's own, or a service's.
    """
    sender = sender.strip()
    if found := phone_of(sender):
        return found.e164
    whole = phone_of(f"+{sender}") if sender.isascii() and sender.isdigit() else None
    known = whole and phones.owners(connection, channels, whole.e164)
    return whole.e164 if whole and known else None


def _event(connection: Connection, ref: str) -> Event | None:
    """Of a corrected announcement the correction; None of a cancelled one."""
    refs = [ref]
    while (newer := announcements.replacing(connection, refs[0])) is not None:
        if newer in refs:
            break
        refs.insert(0, newer)
    version = announcements.get(connection, refs[0])
    announcement = version.announcement
    if announcement.notice == "cancellation":
        return None
    registration = announcement.registration
    return Event(
        ref=refs[0],
        refs=tuple(announcements.event_refs(connection, version)),
        announcement=announcement,
        keyword=folded((registration and registration.keyword) or ""),
    )
