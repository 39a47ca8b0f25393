"""What a text says, by its first words. Pure: it knows no office, number or event."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from outreach.inbox.folding import folded
from outreach.inbox.vocabulary import ORDER, Phrase, Word, perhaps, polite, vocabulary

_LONGEST_NUMBER = 9
_ASKS = frozenset("?؟？፧")


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """A text as it was read."""

    #: None: a person must read it, unless it is a number or a keyword of an event.
    word: Word | None
    #: The language of that word, where only one has it.
    language: str | None
    #: All words as they compare, and those behind what was understood.
    words: Phrase
    rest: Phrase
    #: The number that is all it says: "1", "٢", "2️⃣".
    number: int | None
    #: Nothing else is said, and nothing is asked.
    alone: bool
    #: It may ask for no more texts, later in it or in other words: a person should look
    #: first.
    may_stop: bool


def read(text: str) -> Understood:
    """Read a text. Never raises, whatever is in it."""
    words = _politely(folded(text))
    word, length, languages = _first(_spelled(words))
    number = words[0] if len(words) == 1 and _is_number(words[0]) else None
    if word is None and words and _is_number(words[0]):
        word, length, languages = _numbered(words)
    return Understood(
        word=word,
        language=next(iter(languages)) if len(languages) == 1 else None,
        words=words,
        rest=_spelled(words)[length:],
        number=int(number) if number else None,
        alone=_is_all(word, _spelled(words)) and not _ASKS.intersection(text),
        may_stop=word not in (Word.STOP, Word.LEAVE) and _may_stop(words),
    )


def _first(words: Phrase) -> tuple[Word | None, int, frozenset[str]]:
    """The first meaning that the words begin with: STOP outranks all others."""
    for word in ORDER:
        length, languages = vocabulary()[word].begin(words)
        if length and not (word is Word.CANCEL and length < len(words)):
            return word, length, languages
    return None, 0, frozenset()


def _numbered(words: Phrase) -> tuple[Word | None, int, frozenset[str]]:
    """As in "1 yes" and "2 no": digit and word must agree; else a person reads it."""
    word, length, languages = _first(words[1:])
    if (words[0], word) in (("1", Word.YES), ("2", Word.NO)):
        return word, length + 1, languages
    if word in (Word.STOP, Word.LEAVE):
        return word, length + 1, languages
    return None, 0, frozenset()


def _politely(words: Phrase) -> Phrase:
    """The words behind "please" and "good day", unless that is all there is."""
    length, _ = polite().begin(words)
    while 0 < length < len(words):
        words = words[length:]
        length, _ = polite().begin(words)
    return words


def _is_all(word: Word | None, words: Phrase) -> bool:
    """Whether ``word`` is all that is said, but for "please" and "thank you" behind it."""
    phrases = vocabulary().get(word) if word else None
    while phrases and words and not phrases.has(words):
        if not (length := polite().end(words)):
            return False
        words = words[:-length]
    return bool(phrases and words)


def _spelled(words: Phrase) -> Phrase:
    """As "stop now" where it is written "S.T.O.P. now"."""
    letters = 0
    while letters < len(words) and len(words[letters]) == 1:
        letters += 1
    joined = "".join(words[:letters])
    if letters < 3 or not joined.isalpha():
        return words
    return (joined, *words[letters:])


def _may_stop(words: Phrase) -> bool:
    """Chinese words run together, so "later" may be in the first."""
    asking = vocabulary()[Word.STOP], vocabulary()[Word.LEAVE], perhaps()
    begins, _ = vocabulary()[Word.CANCEL].begin(words)
    ways = words, _all_spelled(words)
    return bool(begins) or any(one.within(way) for one in asking for way in ways)


def _all_spelled(words: Phrase) -> Phrase:
    """As "we say stop" where it is written "we say s-t-o-p"."""
    joined: list[str] = []
    for letters, some in groupby(words, lambda word: len(word) == 1 and word.isalpha()):
        run = list(some)
        joined += ["".join(run)] if letters and len(run) > 2 else run
    return tuple(joined)


def _is_number(word: str) -> bool:
    return word.isascii() and word.isdecimal() and len(word) <= _LONGEST_NUMBER
