"""What stations and partners tell by code: RADIO K7QX2M 3, RECEIVED K7QX2M 200."""

from __future__ import annotations

from outreach.inbox.answering import answer
from outreach.inbox.case import Case, Decided
from outreach.inbox.naming import coded
from outreach.inbox.vocabulary import Phrase, Word
from outreach.inbox.wording import Message
from outreach.store import evidence
from outreach.store.evidence import Kind

_KINDS: dict[Word, Kind] = {Word.RADIO: "aired", Word.RECEIVED: "received"}
_TOLD = {"aired": "it was aired", "received": "it was received"}
#: Nobody airs or prints more, and the column holds no more.
_MOST = 1_000_000


def witness(case: Case) -> Decided:
    """Keep what was told as evidence, if it is known who told it and of what."""
    kind = _KINDS[case.said.word or Word.RADIO]
    broadcast, length = coded(case, case.said.rest)
    if broadcast is None:
        return _for_a_person(kind, "it names no broadcast by its code")
    if not case.organisations:
        return _for_a_person(kind, "nobody in the directory has this number")
    told = evidence.sent_to(case.connection, broadcast.id, list(case.organisations))
    if len(told) != 1:
        why = "was sent to none" if not told else "was sent to several"
        return _for_a_person(kind, f"{broadcast.code} {why} of this number’s")
    number = _number(case.said.rest[length:])
    evidence.add(
        case.connection,
        broadcast_id=broadcast.id,
        organisation_id=told[0],
        grade="C",
        kind=kind,
        number=number,
        at=case.text.received_at,
        inbound_id=case.text.id,
    )
    said = answer(case, Message.EVIDENCE, code=broadcast.code)
    times = "" if number is None else f" ({number})"
    name = case.organisations[told[0]]
    return Decided(
        note=f"{name} says of {broadcast.code} that {_TOLD[kind]}{times}.{said}",
        organisation_id=told[0],
    )


def _for_a_person(kind: Kind, why: str) -> Decided:
    return Decided(note=f"It says that {_TOLD[kind]}, but {why}.", waits=True)


def _number(rest: Phrase) -> int | None:
    """The first number: "3", "3 times", "x3"."""
    for word in rest:
        digits = word.strip("x")
        if digits.isascii() and digits.isdecimal() and len(digits) <= 7:
            return min(int(digits), _MOST)
    return None
