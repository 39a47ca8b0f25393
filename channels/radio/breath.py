"""How much a presenter reads in one breath: 20 words, or 8 seconds."""

from __future__ import annotations

from channels.radio.languages import speech_of
from channels.radio.timing import seconds

MOST_WORDS, MOST_SECONDS = 20, 8.0


def too_long(sentence: str, language: str, pace: float = 1.0) -> str | None:
    """How long a sentence is that takes more than a breath: "24 words"; None if it does not.

    Words are not counted where no blanks part them.
    """
    words = len(sentence.split()) if speech_of(language).writing.blanks else 0
    if words > MOST_WORDS:
        return f"{words} words"
    took = seconds(sentence, language, pace)
    return f"{took:.1f} seconds" if took > MOST_SECONDS else None
