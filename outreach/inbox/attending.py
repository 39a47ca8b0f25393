"""Answers to events: yes or no, by word, digit, keyword or code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from outreach.inbox.answering import answer, answer_in_words
from outreach.inbox.case import Case, Decided, Event
from outreach.inbox.naming import DIGITS, WORDS, Named, named
from outreach.inbox.vocabulary import Phrase, Word
from outreach.inbox.wording import Message, day_in, event_in, say, short
from outreach.store import broadcasts, rsvps
from outreach.store.rsvps import Question

#: A list that can be answered by one digit, and for how long.
_MOST_OPTIONS, _SECONDS = 9, 24 * 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One event for one organisation."""

    event: Event
    broadcast_id: int
    organisation_id: int
    name: str


def attend(case: Case) -> Decided | None:
    """Decide on a text that answers an event or a list; None if it does neither."""
    if found := named(case):
        return _named_event(case, found)
    number, question = case.said.number, _question(case)
    if number is not None and question and len(question.options) > 1:
        return _chosen(case, question, number)
    coming = DIGITS.get(number or 0, WORDS.get(case.said.word or Word.STOP))
    if coming is None:
        return None
    rest = case.said.rest if number is None else ()
    return _one_of(case, _open_options(case, question), coming, rest)


def _named_event(case: Case, found: Named) -> Decided:
    reached = [o for o in _options(case) if o.event.ref == found.event.ref]
    options = reached or [
        Option(
            event=found.event,
            broadcast_id=found.broadcast_id or _newest_broadcast(case, found.event),
            organisation_id=key,
            name=name,
        )
        for key, name in case.organisations.items()
    ]
    if not options:
        return Decided(
            note=f"Somebody we do not know {'comes' if found.coming else 'does not come'}"
            f" to “{event_in(found.event.announcement, 'en')}”.",
            waits=True,
        )
    return _one_of(case, options, found.coming, found.rest)


def _one_of(
    case: Case, options: Sequence[Option], coming: bool, rest: Phrase
) -> Decided:
    if not options:
        return Decided(
            note="It answers an event, but none that is open reached this number.",
            waits=True,
        )
    if len(options) == 1:
        return _noted(case, options[0], coming, rest)
    if len(options) > _MOST_OPTIONS:
        return Decided(
            note=f"It answers one of {len(options)} events or organisations.",
            waits=True,
        )
    return _asked(case, options, coming)


def _noted(case: Case, option: Option, coming: bool, rest: Phrase = ()) -> Decided:
    """Write the answer down; the last one counts."""
    rsvps.put(
        case.connection,
        option.event.ref,
        option.organisation_id,
        option.broadcast_id,
        case.text.id,
        coming,
        case.now,
    )
    _remember(case, [option], coming)
    announcement = option.event.announcement
    said = answer(
        case,
        Message.COMING if coming else Message.NOT_COMING,
        organisation=short(option.name),
        event=event_in(announcement, case.language),
        day=day_in(announcement, case.language),
    )
    does = "comes" if coming else "does not come"
    note = f"{option.name} {does} to “{event_in(announcement, 'en')}”.{said}"
    if rest:
        note += " Read what else it says."
    return Decided(note=note, waits=bool(rest), organisation_id=option.organisation_id)


def _asked(case: Case, options: Sequence[Option], coming: bool) -> Decided:
    lines = [
        f"{number} {_label(option, options, case.language)}"
        for number, option in enumerate(options, 1)
    ]
    words = "\n".join((say(Message.WHICH, case.language), *lines))
    if said := answer_in_words(case, Message.WHICH, words):
        # A digit that comes now answers no list: it would be taken for another's place.
        rsvps.close_question(case.connection, str(case.phone))
        note = f"It answers one of {len(options)} events or organisations.{said}"
        return Decided(note=note, waits=True)
    _remember(case, options, coming)
    return Decided(note=f"It was asked which of {len(options)} it means.")


def _label(option: Option, options: Sequence[Option], language: str) -> str:
    """What tells it from the others."""
    announcement = option.event.announcement
    event = f"{event_in(announcement, language)}, {day_in(announcement, language)}"
    if len({o.event.ref for o in options}) == 1:
        return short(option.name)
    if len({o.organisation_id for o in options}) == 1:
        return event
    return f"{event}: {short(option.name)}"


def _chosen(case: Case, question: Question, number: int) -> Decided:
    if not 1 <= number <= len(question.options):
        return Decided(note=f"It was asked which, and answers {number}.", waits=True)
    ref, broadcast_id, organisation_id = question.options[number - 1]
    event = case.events.of(ref)
    if event is None:
        return Decided(note="It answers an event that was cancelled.", waits=True)
    name = case.organisations.get(organisation_id)
    if name is None:
        return Decided(
            note="It answers for an organisation that it is no longer the phone of.",
            waits=True,
        )
    option = Option(
        event=event,
        broadcast_id=broadcast_id,
        organisation_id=organisation_id,
        name=name,
    )
    return _noted(case, option, question.coming)


def _remember(case: Case, options: Sequence[Option], coming: bool) -> None:
    """What a number answers next. Of one event alone, that it is the one talked about,
    until something newer reaches the phone.
    """
    listed = [(o.event.ref, o.broadcast_id, o.organisation_id) for o in options]
    if len(options) == 1:
        newest = max((one.broadcast_id for _, one in case.invitations), default=0)
        listed = [(options[0].event.ref, newest, options[0].organisation_id)]
    question = Question(coming=coming, options=tuple(listed))
    rsvps.ask(case.connection, str(case.phone), question, case.second + _SECONDS)


def _question(case: Case) -> Question | None:
    if case.phone is None:
        return None
    return rsvps.open_question(case.connection, case.phone, case.second)


def _open_options(case: Case, question: Question | None) -> list[Option]:
    """What "yes" can be about: all that is open, but the one just talked about, if there
    was one and nothing newer has come since.
    """
    options = _options(case)
    if question and len(question.options) == 1:
        ref, newest, organisation_id = question.options[0]
        newer = any(o.broadcast_id > newest for o in options)
        same = [
            o
            for o in options
            if (o.event.ref, o.organisation_id) == (ref, organisation_id)
        ]
        if same and not newer:
            return same
    return options


def _options(case: Case) -> list[Option]:
    return [
        Option(
            event=event,
            broadcast_id=one.broadcast_id,
            organisation_id=one.organisation_id,
            name=one.name,
        )
        for event, one in case.invitations
    ]


def _newest_broadcast(case: Case, event: Event) -> int:
    """The broadcast to which an answer by keyword is put down: the newest of the event."""
    found = [
        b.id
        for ref in event.refs
        for b in broadcasts.of_announcement(case.connection, ref)
    ]
    return max(found, default=0)
