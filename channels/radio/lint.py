"""What a producer would send back: checked before a second person approves a script.

The rules are those of writing for the ear that a program can check: one breath a sentence
(20 words or 8 seconds), no figures or signs, acronyms told from words, the number twice, no
unfamiliar name first, a last day of reading.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import regex

from channels.radio.breath import MOST_SECONDS, MOST_WORDS, too_long
from channels.radio.languages import speech_of
from channels.radio.lexicon import lexicon
from channels.radio.markup import without_markup
from channels.radio.normaliser import spoken
from channels.radio.options import RadioOptions
from channels.radio.phones import phone
from channels.radio.programme import Programme
from channels.radio.script import Script
from outreach.model.errors import CannotCarry
from outreach.model.facts import Facts

_CAPITALS = regex.compile(r"(?<![\w-])\p{Lu}{2,}(?![\w-])")


def lint(made: Script, facts: Facts, options: RadioOptions) -> Iterator[str]:
    """What staff should mend or know of the script of one announcement."""
    number = _number(facts, made.language, options.heard_in)
    yield from _sentences(made.sentences, (number,), made.language, options.pace)
    if number and made.text.count(number) == 1:
        yield "The phone number is said once: there is no room to say it again."
    yield from _name_first(made, facts)
    if options.do_not_read_after is None:
        yield (
            "No last day of reading is given: the sheet says not to read it after the day "
            "on which the event begins."
        )


def lint_programme(made: Programme, options: RadioOptions) -> Iterator[str]:
    """The same of single sentences in a programme."""
    said = [sentence for part in made.stretches for sentence in part.sentences]
    heard_in, pace = options.heard_in, options.pace
    numbers = [_number(told.facts, made.language, heard_in) for told in made.items]
    yield from dict.fromkeys(_sentences(said, numbers, made.language, pace))


def _sentences(
    sentences: Iterable[str], numbers: Sequence[str], language: str, pace: float
) -> Iterator[str]:
    known = lexicon(language)
    for sentence in sentences:
        plain = without_markup(sentence)
        if plain != sentence:
            yield f"“{_short(sentence)}” has signs that nobody can say. Take them out."
        for found in _CAPITALS.finditer(plain):
            if found[0] not in known:
                yield f"“{found[0]}” may be a word or letters. Add it to the lexicon."
        for number in numbers:
            plain = plain.replace(number, "")
        if length := too_long(plain, language, pace):
            yield (
                f"“{_short(sentence)}” takes {length}, more than a breath of {MOST_WORDS} "
                f"words or {MOST_SECONDS:.0f} seconds. Cut it in two."
            )


def _number(facts: Facts, language: str, heard_in: str | None) -> str:
    """The phone in words. It is no part of a breath: a presenter stops after each group,
    for those who write it down.
    """
    if not facts.phones:
        return ""
    return phone(facts.phones[0], speech_of(language), heard_in)


def _name_first(made: Script, facts: Facts) -> Iterator[str]:
    """A listener's ear is not there yet for a name that it does not know."""
    first = made.sentences[0].casefold()
    for name in (facts.organizer, facts.contact_name, facts.venue_name or ""):
        words = _said(name, made.language).casefold()
        if words and first.startswith(words):
            yield f"The script begins with a name, “{name[:60]}”. Put other words first."


def _said(name: str, language: str) -> str:
    try:
        return spoken(name, language).text
    except CannotCarry:
        return ""


def _short(sentence: str) -> str:
    return sentence if len(sentence) <= 60 else f"{sentence[:60].rstrip()} …"
