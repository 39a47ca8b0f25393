"""Asking stations that have not answered, once, whether they read a script on air."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from outreach import registry
from outreach.dispatch import reading_days
from outreach.dispatch.routing import Routing, Way
from outreach.inbox.wording import Message, event_in, language_of, say
from outreach.model.aloud import IsAired
from outreach.model.announcement import Announcement
from outreach.model.canonical import digest
from outreach.model.contracts import CanReply
from outreach.model.errors import CannotCarry, InputError
from outreach.model.phones import country_of
from outreach.settings import Settings
from outreach.store import (
    Connection,
    Store,
    Unavailable,
    airplay,
    evidence,
    phones,
    reminders,
    renditions,
    routes,
    subjects,
)
from outreach.store.audit import record
from outreach.store.broadcasts import Broadcast, BundleChoice
from outreach.store.reminders import Reminder, Script, Texted
from outreach.store.renditions import Address
from outreach.store.subjects import StoredSubject

log = logging.getLogger(__name__)

EVERY = timedelta(hours=1)
#: Stations keep what they sent for a month or so: later there is nothing to look up.
LATEST = timedelta(days=30)


@dataclass(slots=True)
class Reminding:
    """When it was looked for the last time by this process."""

    _last: datetime | None = None

    def remind(self, store: Store, settings: Settings, now: datetime) -> None:
        """Remind of every broadcast of which that is due."""
        if not settings.reminder_days:
            return
        if self._last and timedelta() <= now - self._last < EVERY:
            return
        over = now - LATEST - timedelta(days=settings.reminder_days)
        with store.read() as connection:
            found = reminders.worth_asking(connection, int(over.timestamp()))
        aired = set(registry.aired_channels())
        for broadcast in found:
            if aired.intersection(broadcast.channels):
                _remind_safely(store, settings, broadcast, now)
        self._last = now


def _remind_safely(
    store: Store, settings: Settings, broadcast: Broadcast, now: datetime
) -> None:
    try:
        with store.write() as connection:
            remind_of(connection, store.secret, settings, broadcast, now)
    except Unavailable:
        raise
    except Exception:  # a bulkhead: what is wrong with one must not stop the others
        log.exception("reminders of broadcast %s", broadcast.code)


def remind_of(
    connection: Connection,
    secret: bytes,
    settings: Settings,
    broadcast: Broadcast,
    now: datetime,
) -> Broadcast | None:
    """Write to the stations of a broadcast of which it is due and can be; None where there
    are none. Who can't be written to stays silent, for staff to call.
    """
    subject = subjects.of_broadcast(connection, broadcast)
    due = _due(connection, settings, broadcast, subject, now)
    if not due:
        return None
    making = _Making(connection, secret, settings, broadcast, subject)
    made = list(making.reminders(sorted(due)))
    if not made:
        return None
    local = now.astimezone(ZoneInfo(settings.timezone))
    choices = [*making.choices.values()]
    new = reminders.add(connection, broadcast, choices, made, settings.timezone, local)
    record(connection, None, now, "remind", new.code, of=broadcast.code)
    return new


def _due(
    connection: Connection,
    settings: Settings,
    broadcast: Broadcast,
    subject: StoredSubject,
    now: datetime,
) -> set[int]:
    """The stations that have read for the last time so many days ago, of which nothing is
    heard, and that were not reminded.
    """
    found = reminders.scripts(connection, broadcast.id, registry.aired_channels())
    lasts: dict[int, date] = {}
    for script in found:
        last, key = _last_day(script, subject, broadcast), script.organisation_id
        lasts[key] = max(last, lasts.get(key, last))
    today = now.astimezone(ZoneInfo(subject.timezone)).date()
    after = timedelta(days=settings.reminder_days)
    due = {
        key
        for key, last in lasts.items()
        if last + after <= today <= last + after + LATEST
    }
    if due:
        due -= airplay.answered(evidence.of_broadcast(connection, broadcast.id))
        due -= {
            one.organisation_id for one in reminders.reminded(connection, broadcast.id)
        }
    return due


def _last_day(script: Script, subject: StoredSubject, broadcast: Broadcast) -> date:
    channel = registry.channel(script.channel)
    days = reading_days.offered(broadcast.layout, subject.subject, broadcast.created_at)
    options = registry.options_of(channel, days, dict(script.options))
    assert isinstance(channel, IsAired)  # noqa: S101  # that is how it was found
    return channel.last_day(subject.subject, options)


@dataclass(slots=True)
class _Making:
    """Makes the texts; those that are alike share a bundle."""

    connection: Connection
    secret: bytes
    settings: Settings
    broadcast: Broadcast
    subject: StoredSubject
    choices: dict[tuple[str, str, str], BundleChoice] = field(default_factory=dict)

    def reminders(self, stations: Sequence[int]) -> Iterator[Reminder]:
        """A text to the first phone of each station that can be written to, and answer."""
        routing = Routing(self.settings, routes.all_routes(self.connection))
        channels = registry.texting_channels()
        done: set[int] = set()
        for to in reminders.texted(self.connection, stations, channels):
            if to.organisation_id in done or self._out(to):
                continue
            if made := self._made(routing, to):
                done.add(to.organisation_id)
                yield made

    def _out(self, to: Texted) -> bool:
        return phones.opted_out(self.connection, self.secret, [to.channel], to.address)

    def _made(self, routing: Routing, to: Texted) -> Reminder | None:
        channel = registry.channel(to.channel)
        language = language_of([to.language])
        country = country_of(to.address)
        way = _answerable(routing, to, country)
        if way is None or not isinstance(channel, CanReply):
            return None
        if language != to.language.split("-")[0] and language != to.language:
            return None  # English in another language's place is worse than a call
        words = self._words(language)
        made = channel.reply(words)
        key = digest("reminder", channel.name, channel.revision, language, words)
        renditions.put(
            self.connection, key, channel.name, "reminder", (language,), made
        )
        address = Address(sender=way.sender, country=country if way.route else None)
        bundle = renditions.put_bundle(self.connection, [(key, 1)], address)
        self._choose(to, language, bundle, way, made.measure.segments, country)
        return Reminder(to=to, bundle_id=bundle, gateway=way.gateway)

    def _words(self, language: str) -> str:
        found = self.subject.subject
        event = self.subject.name
        if isinstance(found, Announcement):
            event = event_in(found, language)
        code, office = self.broadcast.code, self.settings.office
        return say(Message.REMINDER, language, office=office, event=event, code=code)

    def _choose(
        self,
        to: Texted,
        language: str,
        bundle: int,
        way: Way,
        segments: int | None,
        country: str | None,
    ) -> None:
        """What the reminder's page shows of it."""
        key = (to.channel, to.language, to.profile)
        before = self.choices.get(key)
        self.choices[key] = BundleChoice(
            channel=to.channel,
            language=to.language,
            profile=to.profile,
            bundle_id=bundle,
            gateway=way.gateway,
            told_in=language,
            reason=None,
            addresses=1 + ((before and before.addresses) or 0),
            segments=segments,
            price=way.price,
            currency=self.settings.currency,
            country=country,
        )


def _answerable(routing: Routing, to: Texted, country: str | None) -> Way | None:
    """The first way to a phone that can be answered; None where there is none."""
    try:
        ways = routing.ways(registry.channel(to.channel), country)
    except (CannotCarry, InputError):
        return None
    return next((way for way in ways if way.promises.get("answerable")), None)
