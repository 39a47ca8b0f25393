"""The office's own lexicon: what is said in place of what staff write."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import regex

from channels.radio.languages import speech_of
from channels.radio.patterns import any_of
from outreach.model.announcement import Pronunciation
from outreach.model.facts import Facts
from outreach.model.lexicon import Saying

#: What of an announcement people hear.
_HEARD = (
    "title", "summary", "body", "organizer", "host", "venue_name", "room", "locality",
    "region", "directions", "accessibility", "travel_support", "contact_name",
    "contact_role", "postal",
)  # fmt: skip


def by_lexicon(lexicon: Sequence[Saying], language: str) -> Callable[[str], str] | None:
    """What puts the spoken form of each name and short form in its place; None where the
    lexicon has none in the language.
    """
    spoken = {
        saying.written: saying.spoken
        for saying in lexicon
        if saying.language == language and saying.spoken
    }
    if not spoken:
        return None
    writing = speech_of(language).writing
    pattern = regex.compile(rf"{writing.start}(?:{any_of(spoken)}){writing.end}")

    def said(text: str) -> str:
        return pattern.sub(lambda found: spoken[found[0]], text)

    return said


def said_so(facts: Facts, lexicon: Sequence[Saying]) -> Facts:
    """``facts`` with the spoken form of each name and short form in its place."""
    said = by_lexicon(lexicon, facts.language)
    if said is None:
        return facts
    heard = {name: getattr(facts, name) for name in _HEARD}
    lines = tuple(
        replace(
            line, title=said(line.title), speaker=line.speaker and said(line.speaker)
        )
        for line in facts.programme
    )
    changed: dict[str, Any] = {
        name: text and said(text) for name, text in heard.items()
    }
    return replace(facts, **changed, programme=lines)


def respellings(lexicon: Sequence[Saying], language: str) -> list[Pronunciation]:
    """How names sound, as an announcement itself may say."""
    return [
        Pronunciation(
            written=saying.spoken or saying.written,
            say=saying.respelling,
            language=language,
        )
        for saying in lexicon
        if saying.language == language and saying.respelling
    ]
