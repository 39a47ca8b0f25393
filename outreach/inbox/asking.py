"""Texts that ask or need something: ASK and NEED, and what a person finds to be one."""

from __future__ import annotations

from outreach.inbox.answering import answer_in_words, cut
from outreach.inbox.case import Case, Decided
from outreach.inbox.folding import folded
from outreach.inbox.naming import coded
from outreach.inbox.vocabulary import Phrase, Word
from outreach.inbox.wording import Message, say, short
from outreach.model.enquiry import Kind
from outreach.store import Connection, announcements, enquiries
from outreach.store.enquiries import Asked

_KINDS: dict[Word, Kind] = {Word.ASK: "question", Word.NEED: "need"}
#: Enquiries of one number that the same words are looked for in.
_LOOKED_BACK = 20
#: Characters of the office's name in a receipt, tried until it is one segment.
_LENGTHS = (40, 30, 20, 10)


def ask(case: Case) -> Decided:
    """Keep what is asked or needed, and say once that it has come."""
    kind = _KINDS[case.said.word or Word.ASK]
    if case.said.may_stop:
        return Decided(note=f"It has a {kind}, and nobody has read it yet.", waits=True)
    if not case.said.rest:
        return Decided(note=f"It has a {kind}, but does not say which.", waits=True)
    if (known := _asked_before(case)) is not None:
        return Decided(note=f"It says the same as enquiry {known}, which waits.")
    key = keep(case, kind, case.said.rest)
    whose = next(iter(case.organisations)) if len(case.organisations) == 1 else None
    return Decided(
        note=f"Kept as enquiry {key}, a {kind}.{_receipt(case)}", organisation_id=whose
    )


def keep(case: Case, kind: Kind, words: Phrase, user_id: int | None = None) -> int:
    """Keep a text as an enquiry, of the organisation if one alone has its number, and of the
    announcement whose broadcast's code ``words`` begin with; its id. Twice is as once.
    """
    owner = case.owners[0] if len(case.organisations) == 1 else None
    broadcast, _ = coded(case, words)
    ref = broadcast.announcement_id if broadcast else None
    asked = Asked(
        kind=kind,
        way="text",
        words=case.text.text,
        language=case.language,
        asked_at=case.text.received_at,
        organisation_id=owner.organisation_id if owner else None,
        addressee_id=owner.addressee_id if owner else None,
        inbound_id=case.text.id,
        announcement_id=ref,
    )
    topics = topics_of(case.connection, ref)
    key, _ = enquiries.add(case.connection, asked, topics, user_id, case.now)
    return key


def topics_of(connection: Connection, ref: str | None) -> tuple[str, ...]:
    """The topic words of an announcement, as enquiries have them. Raises InputError."""
    if ref is None:
        return ()
    found = announcements.get(connection, ref).announcement
    return tuple(topic[:60] for topic in found.topics)


def _asked_before(case: Case) -> int | None:
    """The same words of the same number, that nobody has answered yet."""
    words = folded(case.text.text)
    found = enquiries.by_sender(case.connection, case.text.sender, _LOOKED_BACK)
    return next((one.id for one in found if folded(one.words or "") == words), None)


def _receipt(case: Case) -> str:
    """Who asks pays nothing for it, we one segment."""
    for length in _LENGTHS:
        office = short(case.settings.office, length)
        words = say(Message.SEEN_TO, case.language, office=office)
        measure = cut(case.settings, case.text.gateway, words)
        if measure is None or (measure.segments or 1) == 1:
            return answer_in_words(case, Message.SEEN_TO, words)
    return " No answer was sent: it would be longer than one text."
