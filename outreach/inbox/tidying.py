"""Personal data that has served its purpose: texts go once an hour, addresses once a day."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from outreach.directory import kept
from outreach.settings import Settings
from outreach.store import (
    Connection,
    Store,
    enquiry_steps,
    inbound,
    retention,
    rsvps,
    silent,
)
from outreach.store.retention import FEW, STEP
from outreach.store.silent import Way

log = logging.getLogger(__name__)

EVERY = timedelta(hours=1)
DAILY = timedelta(days=1)
#: Addresses in the directory: more would keep the inbox waiting; the rest go the next day.
MOST_A_DAY = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Next:
    """What would go now, and when addresses went last."""

    texts: int
    deliveries: int
    addressees: int
    last: datetime | None


def due(
    connection: Connection, settings: Settings, secret: bytes | None, now: datetime
) -> Next:
    """What is past its time; nothing is changed. Without the key nobody's opt-out is known."""
    older = now - timedelta(days=settings.inbound_days)
    ended = retention.ended(connection, *delivery_window(connection, settings, now))
    done = retention.last(connection)
    return Next(
        texts=inbound.past_count(connection, older),
        deliveries=retention.addressed(connection, [key for key, _ in ended]),
        addressees=sum(
            map(len, going_addressees(connection, settings, secret or b"", now))
        ),
        last=done.at if done else None,
    )


@dataclass(slots=True)
class Tidying:
    """When it was done last by this process."""

    _last: datetime | None = None

    def tidy(self, store: Store, settings: Settings, now: datetime) -> None:
        """Delete texts and enquiries past their time, and lists that nobody answered; take
        out addresses past theirs; and sheets that were brought to be imported.
        """
        if self._last and timedelta() <= now - self._last < EVERY:
            return
        forget_texts(store, settings, now)
        kept.tidy(kept.folder_of(settings), now)
        with store.read() as connection:
            before = retention.last(connection)
        if before is None or not timedelta() <= now - before.at < DAILY:
            forget_addresses(store, settings, now)
        self._last = now


def forget_texts(store: Store, settings: Settings, now: datetime) -> None:
    """Texts with the answers to them, enquiries' words, lists: what is done alone."""
    older = now - timedelta(days=settings.inbound_days)
    gone, more = 0, True
    while more:
        with store.write() as connection:
            some = inbound.purge(connection, older)
        gone, more = gone + some, some >= inbound.MOST_AT_ONCE
    with store.write() as connection:
        enquiry_steps.purge(connection, older)
        rsvps.drop_old_questions(connection, int(now.timestamp()))
    if gone:
        log.info("deleted %s texts older than %s days", gone, settings.inbound_days)


def forget_addresses(store: Store, settings: Settings, now: datetime) -> None:
    """Addresses of old deliveries, and of addressees who are gone. Each step is short:
    whoever sends needn't wait for more than one.
    """
    with store.read() as connection:
        since, before = delivery_window(connection, settings, now)
        ended = retention.ended(connection, since, before)
        going = going_addressees(connection, settings, store.secret, now)
    sent = sum(_of_broadcast(store, key, number) for key, number in ended)
    if settings.delivery_days:
        _words(store, now - timedelta(days=settings.delivery_days))
    people = _addressees(store, going[:MOST_A_DAY], int(now.timestamp()))
    with store.write() as connection:
        retention.note(
            connection,
            now,
            ended_before=max(since, before),
            deliveries=sent,
            addressees=people,
        )
    if sent or people:
        log.info("forgot addresses: %s deliveries, %s addressees", sent, people)


def delivery_window(
    connection: Connection, settings: Settings, now: datetime
) -> tuple[int, int]:
    """From when to when broadcasts ended whose deliveries lose their addresses next, in
    seconds since 1970.
    """
    done = retention.last(connection)
    since = done.ended_before if done else 0
    if not settings.delivery_days:
        return since, since
    limit = now - timedelta(days=settings.delivery_days)
    return since, max(since, int(limit.timestamp()))


def going_addressees(
    connection: Connection, settings: Settings, secret: bytes, now: datetime
) -> list[list[int]]:
    """Addressees that lose their address next: long idle, or long opted out. Those that
    share one are together.
    """
    found: dict[Way, list[int]] = {}
    if settings.addressee_days:
        since = now - timedelta(days=settings.addressee_days)
        found |= silent.idle(connection, since)
    if settings.withdrawn_days:
        since = now - timedelta(days=settings.withdrawn_days)
        found |= silent.withdrawn(connection, secret, since)
    return list(found.values())


def _of_broadcast(store: Store, key: int, number: int) -> int:
    gone = 0
    for first in range(0, number, STEP):
        with store.write() as connection:
            gone += retention.forget_deliveries(connection, key, first, first + STEP)
    return gone


def _words(store: Store, before: datetime) -> None:
    with store.read() as reading:
        for told in retention.old_events(reading, before):
            with store.write() as connection:
                retention.forget_words(connection, told)


def _addressees(store: Store, going: list[list[int]], now: int) -> int:
    gone = 0
    for at in range(0, len(going), FEW):
        some = [key for together in going[at : at + FEW] for key in together]
        with store.write() as connection:
            gone += retention.forget_addressees(connection, some, now)
    return gone
