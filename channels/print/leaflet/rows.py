"""What people may want, and the words by which they get it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from channels.print.parts import together
from outreach.model.leaflet import Office
from outreach.wording.dates import locale_of
from outreach.wording.labels import Labels

#: Most phones can type its words, whatever the reader's own letters are.
_ENGLISH = "en"
_EXAMPLES = ("en", "fr")

Aim: TypeAlias = Literal["join", "answer", "stop", "start", "language", "ask"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """A word to write, and what it means; without a word, what else to do."""

    #: Empty where the heading has said it.
    sense: str = ""
    #: What can be written: the first is the reader's own, the next does the same.
    words: tuple[str, ...] = ()
    #: The next as it is offered: "or JOIN".
    also: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Something that people may want, and how they get it."""

    aim: Aim
    heading: str
    sayings: tuple[Saying, ...]
    #: To choose from, each by its code, where that is to be written, and its own name.
    languages: tuple[tuple[str, str], ...] = ()


def written(office: Office, wording: Labels) -> Iterator[Row]:
    """What people text. A language is chosen only where there is another."""
    join = _keyword(office, wording, "join", _join(wording))
    yield Row(aim="join", heading=wording("To join"), sayings=(join,))
    yield _answers(wording)
    stop, start = (_keyword(office, wording, name) for name in ("stop", "start"))
    yield Row(aim="stop", heading=wording("To stop our messages"), sayings=(stop,))
    yield Row(
        aim="start", heading=wording("To get our messages again"), sayings=(start,)
    )
    if example := _example(office, wording.language):
        yield _choice(office, wording, example)
    question = wording("Write your question in your own words. A person will read it.")
    yield _plain("ask", wording("To ask a question"), question)


def told(office: Office, wording: Labels) -> Iterator[Row]:
    """What people say when they call or write a letter."""
    yield _plain(
        "join",
        wording("To join"),
        wording("Tell us the name of your group, your phone number and your language."),
    )
    yield _plain(
        "answer",
        wording("To answer an invitation"),
        wording("Tell us whether you come or do not come."),
    )
    yield _plain(
        "stop",
        wording("To stop our messages"),
        wording("Tell us that you want no more messages."),
    )
    yield _plain(
        "language",
        wording("To change the language"),
        wording("Tell us your language. We write in these languages:"),
        tuple(("", name) for _, name in _languages(office)),
    )
    yield _plain("ask", wording("To ask a question"), wording("Ask us your question."))


def _plain(
    aim: Aim, heading: str, sense: str, languages: tuple[tuple[str, str], ...] = ()
) -> Row:
    sayings = (Saying(sense=sense),)
    return Row(aim=aim, heading=heading, sayings=sayings, languages=languages)


def _join(wording: Labels) -> str:
    return wording(
        "After it, write the name of your group. A person will add you to our list."
    )


def _keyword(office: Office, wording: Labels, name: str, sense: str = "") -> Saying:
    known = (office.keywords[code] for code in (wording.language, _ENGLISH))
    words = tuple(dict.fromkeys(getattr(one, name) for one in known))
    also = wording("or {word}", word=words[1]) if len(words) > 1 else ""
    return Saying(words=words, also=also, sense=sense)


def _answers(wording: Labels) -> Row:
    return Row(
        aim="answer",
        heading=wording("To answer an invitation"),
        sayings=(
            Saying(words=("1",), sense=wording("We come.")),
            Saying(words=("2",), sense=wording("We do not come.")),
        ),
    )


def _choice(office: Office, wording: Labels, example: str) -> Row:
    sense = wording("After it, write the two letters of the language.")
    shown = Saying(sense=wording("Example: {example}", example=together(example)))
    return Row(
        aim="language",
        heading=wording("To change the language"),
        sayings=(_keyword(office, wording, "language", sense), shown),
        languages=tuple(_languages(office)),
    )


def _example(office: Office, language: str) -> str:
    """The word with the code of another language; empty where there is no other."""
    others = (code for code in (*_EXAMPLES, *office.languages) if code != language)
    code = next((code for code in others if code in office.languages), None)
    return f"{office.keywords[language].language} {code}" if code else ""


def _languages(office: Office) -> Iterator[tuple[str, str]]:
    """Each by its code and by its name in itself."""
    for code in office.languages:
        yield code, together(str(locale_of(code).get_display_name() or code))
