"""Which event a text names, by its keyword or a broadcast's code, and what of it."""

from __future__ import annotations

from dataclasses import dataclass

from outreach.inbox.case import Case, Event
from outreach.inbox.reading import read
from outreach.inbox.vocabulary import Phrase, Word
from outreach.model.errors import InputError
from outreach.store import broadcasts

DIGITS = {1: True, 2: False}
WORDS = {Word.YES: True, Word.NO: False}
_CODE = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """An event that a text names, and what it says of it."""

    event: Event
    coming: bool
    #: The broadcast that its code names.
    broadcast_id: int | None
    #: Words that nobody has understood.
    rest: Phrase


def named(case: Case) -> Named | None:
    """The event that a text names by its keyword or code, with yes or no before or after."""
    words, before = case.said.words, _answer_before(case)
    tail = words[1:] if words[:1] in (("1",), ("2",)) else words
    if case.said.word in WORDS:
        tail = case.said.rest
    for event in case.events.open(case.second):
        if length := _begins(tail, event.keyword):
            return _about(event, before, tail[length:], None, default=True)
    return _coded_event(case, tail, before)


def _coded_event(case: Case, tail: Phrase, before: bool | None) -> Named | None:
    broadcast, length = coded(case, tail)
    event = broadcast and broadcast.announcement_id
    found = case.events.of(event) if event else None
    if broadcast is None or found is None or broadcast.expires_at <= case.second:
        return None
    return _about(found, before, tail[length:], broadcast.id, default=None)


def _about(
    event: Event,
    before: bool | None,
    rest: Phrase,
    broadcast_id: int | None,
    *,
    default: bool | None,
) -> Named | None:
    """Yes or no stands before, or behind; a keyword alone says yes, a code alone nothing."""
    coming = before
    if coming is None and rest:
        behind = read(" ".join(rest))
        coming = DIGITS.get(behind.number or 0, WORDS.get(behind.word or Word.STOP))
        rest = behind.rest if coming is not None and behind.word else rest
        rest = () if behind.number in DIGITS else rest
    if coming is None:
        coming = default
    if coming is None:
        return None
    return Named(event=event, coming=coming, broadcast_id=broadcast_id, rest=rest)


def _answer_before(case: Case) -> bool | None:
    words = case.said.words
    if len(words) > 1 and words[0] in ("1", "2"):
        return words[0] == "1"
    return WORDS.get(case.said.word or Word.STOP)


def _begins(words: Phrase, keyword: Phrase) -> int:
    """How many of ``words`` are the keyword, however it is parted: JOIN14 is JOIN 14."""
    wanted = "".join(keyword)
    if not wanted or wanted in ("1", "2"):
        return 0
    for length in range(1, min(len(words), 8) + 1):
        if "".join(words[:length]) == wanted:
            return length
    return 0


def coded(case: Case, words: Phrase) -> tuple[broadcasts.Broadcast | None, int]:
    """The broadcast whose code the words begin with, and how many of them it took."""
    for length in (1, 2, 3):
        code = "".join(words[:length]).upper()
        if len(words) >= length and len(code) == _CODE and code.isascii():
            try:
                return broadcasts.by_code(case.connection, code), length
            except InputError:
                continue
    return None, 0
