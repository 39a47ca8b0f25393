"""What stations and partners tell by code: RADIO K7QX2M 3 12MAR 0700, RECEIVED K7QX2M 200."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from outreach.inbox.airings import MOST, Days, Told, denies, read_airings
from outreach.inbox.answering import answer
from outreach.inbox.case import Case, Decided
from outreach.inbox.folding import plain
from outreach.inbox.naming import coded
from outreach.inbox.occurrences import Shares, handed_to, shared_out
from outreach.inbox.vocabulary import Phrase, Word
from outreach.inbox.wording import Message
from outreach.model.errors import InputError
from outreach.store import Connection, broadcasts, evidence, repeats
from outreach.store.broadcasts import Broadcast
from outreach.store.evidence import Evidence, Kind

_KINDS: dict[Word, Kind] = {Word.RADIO: "aired", Word.RECEIVED: "received"}
_SAID = {"aired": "it was aired", "received": "it was received"}
_REPEAT = re.compile(r"-(\d{1,4})(?!\d)")
#: Doubtful marks that a note names.
_NAMED = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class _Report:
    """What a text tells of a broadcast."""

    kind: Kind
    broadcast: Broadcast
    told: Told
    #: It may say that nothing was read.
    denies: bool


def witness(case: Case) -> Decided:
    """Keep what was told as evidence, if it is known who told it and of what."""
    kind = _KINDS[case.said.word or Word.RADIO]
    report = _report(case, kind)
    if report is None:
        return _for_a_person(kind, "it names no broadcast by its code")
    if not case.organisations:
        return _for_a_person(kind, "nobody in the directory has this number")
    code = report.broadcast.code
    if report.denies:
        return _for_a_person(kind, f"it also says “no” of {code}: read it")
    told = _sent_to(case, report.broadcast)
    if len(told) != 1:
        why = "was sent to none" if not told else "was sent to several"
        return _for_a_person(kind, f"{code} {why} of this number’s")
    (organisation_id,) = told
    handed = handed_to(case.connection, report.broadcast, [organisation_id])
    shares = shared_out(report.broadcast, report.told, handed)
    return _kept(case, report, organisation_id, shares)


def _sent_to(case: Case, broadcast: Broadcast) -> set[int]:
    """The writer's organisations to which it went, at any of its times."""
    times = [broadcast, *repeats.repeats_of(case.connection, broadcast.id)]
    ours = list(case.organisations)
    return {
        found
        for one in times
        for found in evidence.sent_to(case.connection, one.id, ours)
    }


def days_of(broadcast: Broadcast, told: datetime) -> Days:
    """When a broadcast's script can have been read, by what is told at that instant."""
    last = datetime.fromtimestamp(broadcast.starts_at or broadcast.expires_at, UTC)
    first = broadcast.created_at.date()
    return Days(first=first, last=max(first, last.date()), told=told.date())


def _report(case: Case, kind: Kind) -> _Report | None:
    broadcast, length = coded(case, case.said.rest)
    if broadcast is None:
        return None
    if kind == "received":
        number = _copies(case.said.rest[length:])
        told = Told(number=number, airings=(), doubts=())
        return _Report(kind=kind, broadcast=broadcast, told=told, denies=False)
    behind = _behind(case.text.text, broadcast.code)
    broadcast, behind = _occurrence(case.connection, broadcast, behind)
    told = read_airings(behind, days_of(broadcast, case.text.received_at))
    return _Report(kind=kind, broadcast=broadcast, told=told, denies=denies(behind))


def _behind(text: str, code: str) -> str:
    """What stands behind the code, which may be parted, with its points and dashes."""
    parted = r"[\W_]*".join(code.casefold())
    found = re.search(parted, text := plain(text))
    return text[found.end() :] if found else ""


def _occurrence(
    connection: Connection, broadcast: Broadcast, behind: str
) -> tuple[Broadcast, str]:
    """The occurrence of a repeating broadcast that is meant: K7QX2M-2 is one."""
    if found := _REPEAT.match(behind):
        try:
            again = broadcasts.by_code(connection, broadcast.code + found[0])
        except InputError:
            return broadcast, behind
        return again, behind[found.end() :]
    return broadcast, behind


def _kept(case: Case, report: _Report, organisation_id: int, shares: Shares) -> Decided:
    for share in shares.shares:
        evidence.add(
            case.connection,
            Evidence(
                broadcast_id=share.broadcast.id,
                organisation_id=organisation_id,
                grade="C",
                kind=report.kind,
                number=share.told.number,
                airings=share.told.airings,
                at=case.text.received_at,
                inbound_id=case.text.id,
            ),
        )
    told, code = report.told, report.broadcast.code
    said = answer(case, Message.EVIDENCE, code=code)
    times = "" if told.number is None else f" ({told.number})"
    name = case.organisations[organisation_id]
    of = " and ".join(share.broadcast.code for share in shares.shares)
    why = "".join([shares.doubt, *_unsure(told)])
    return Decided(
        note=f"{name} says of {of} that {_SAID[report.kind]}{times}.{why}{said}",
        waits=bool(why),
        organisation_id=organisation_id,
    )


def _unsure(told: Told) -> list[str]:
    """What a person should look at, as sentences, each behind a blank."""
    found = []
    if told.contradicts:
        listed = len(told.airings)
        found.append(f" It says {told.number}, and lists {listed}: ask which is right.")
    if told.doubts:
        named = ", ".join(f"“{doubt[:30]}”" for doubt in told.doubts[:_NAMED])
        found.append(f" Read it: {named} could not be made out.")
    return found


def _for_a_person(kind: Kind, why: str) -> Decided:
    return Decided(note=f"It says that {_SAID[kind]}, but {why}.", waits=True)


def _copies(rest: Phrase) -> int | None:
    """The first number: "200", "200 copies", "x200"."""
    for word in rest:
        digits = word.strip("x")
        if digits.isascii() and digits.isdecimal() and len(digits) <= 7:
            return min(int(digits), MOST)
    return None
