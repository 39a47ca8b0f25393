"""Deciding on texts: each in the transaction that marks it as decided on."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from outreach import registry
from outreach.inbox import consent
from outreach.inbox.asking import ask
from outreach.inbox.attending import attend
from outreach.inbox.case import Case, Decided, Events
from outreach.inbox.vocabulary import Word
from outreach.inbox.witness import witness
from outreach.settings import Settings
from outreach.store import Connection, Store, Unavailable, inbound
from outreach.store.inbound import Kept

log = logging.getLogger(__name__)

#: Texts that are looked up at once, and of one sender among them: nobody waits for those
#: who send ten thousand. So many are decided on in one transaction.
MOST, EACH, BATCH = 200, 50, 25
#: Texts of one number that wait for a person: more of them tell a person nothing new.
MOST_WAITING = 50
#: The same text that another gateway brought so shortly before is the same text.
_TWICE = timedelta(minutes=10)
_LOOKED_BACK = 10
_MAY_STOP = "It may ask for no more texts: read it."

_ACTS: Mapping[Word, Callable[[Case], Decided]] = {
    Word.START: consent.start,
    Word.HELP: consent.help_,
    Word.JOIN: consent.start,
    Word.LANGUAGE: consent.language,
    Word.RADIO: witness,
    Word.RECEIVED: witness,
    Word.ASK: ask,
    Word.NEED: ask,
}
#: Before any keyword of an event.
_FIRST = frozenset({Word.RADIO, Word.RECEIVED})


def handle_new(store: Store, settings: Settings, now: datetime) -> bool:
    """Decide on a batch of new texts; whether there were any."""
    with store.read() as connection:
        keys = inbound.new_ids(connection, EACH, MOST)
    for start in range(0, len(keys), BATCH):
        _handle_batch(store, settings, keys[start : start + BATCH], now)
    return bool(keys)


def _handle_batch(
    store: Store, settings: Settings, keys: list[int], now: datetime
) -> None:
    try:
        with store.write() as connection:
            _handle(connection, store, settings, keys, now)
    except Unavailable:
        raise
    except Exception:  # a bulkhead: one text must not keep the others waiting
        log.exception("a batch of texts: each by itself now")
        for key in keys:
            _handle_alone(store, settings, key, now)


def _handle(
    connection: Connection,
    store: Store,
    settings: Settings,
    keys: list[int],
    now: datetime,
) -> None:
    events, channels = Events(connection), registry.texting_channels()
    for key in keys:
        found = inbound.undecided(connection, key)
        if found is None:
            continue
        case = Case(
            connection=connection,
            settings=settings,
            secret=store.secret,
            now=now,
            text=found,
            channels=channels,
            events=events,
        )
        _write(case, decide(case))


def _handle_alone(store: Store, settings: Settings, key: int, now: datetime) -> None:
    try:
        with store.write() as connection:
            _handle(connection, store, settings, [key], now)
    except Unavailable:
        raise
    except Exception:
        log.exception("text %s", key)
        with store.write() as connection:
            why = "Outreach could not decide on it: the log says why."
            inbound.change(connection, key, state="waiting", note=why, marked=True)


def decide(case: Case) -> Decided:
    """Do what a text asks for, or leave it to a person."""
    word = case.said.word
    if word in (Word.STOP, Word.LEAVE):  # twice is as once, so nothing stands before it
        return consent.stop(case)
    if (other := _brought_twice(case)) is not None:
        return Decided(note=f"{other.gateway} had brought the same text.")
    if word is Word.CANCEL:  # it asks back by itself which of the two it means
        return consent.cancel(case)
    found = None if word in _FIRST else attend(case)
    if found is None and word is not None and word in _ACTS:
        found = _ACTS[word](case)
    if not case.said.may_stop:
        return found or Decided(note="Nobody has read it yet.", waits=True)
    note = f"{found.note} {_MAY_STOP}" if found else _MAY_STOP
    return replace(found or Decided(note=note), note=note, waits=True)


def _brought_twice(case: Case) -> Kept | None:
    """The same text by another gateway, with nothing else said since."""
    one = case.text
    for other in inbound.before(case.connection, one, _LOOKED_BACK):
        if other.text != one.text or one.received_at - other.received_at >= _TWICE:
            return None
        if other.gateway != one.gateway:
            return other
    return None


def _write(case: Case, decided: Decided) -> None:
    waits, note = decided.waits, decided.note
    marked = waits and (decided.marked or case.said.may_stop)
    if waits and not marked and _too_many(case):
        waits, note = False, f"{note} {MOST_WAITING} more of this number wait already."
    inbound.change(
        case.connection,
        case.text.id,
        state="waiting" if waits else "done",
        note=note,
        marked=marked,
        organisation_id=decided.organisation_id,
        done_at=None if waits else case.now,
    )


def _too_many(case: Case) -> bool:
    sender = case.text.sender
    found = inbound.waiting_of(case.connection, sender, MOST_WAITING)
    return found >= MOST_WAITING
