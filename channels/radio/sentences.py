"""Text cut into sentences, of which the presenter gets one a line."""

from __future__ import annotations

from functools import cache

import regex

from channels.radio.speech import Speech

#: Marks that end a sentence; after those without a blank in them none needs to follow.
_MARKS = ".!?؟।።…。！？"
_LEAN = "。！？"
_CLOSING = "”’」』）】》"
#: What a sentence begins with, and what one that staff wrote may begin with, too.
_NEXT = r"(?!\p{Ll})[^\W\d_]|[¿¡]"
_WRITTEN_NEXT = rf"{_NEXT}|\d"
#: The point of an initial ends no sentence: А. С. Пушкин. It does after a number or where
#: letters without capitals follow.
_INITIAL = r"(?<!(?<![^\W_])\p{Lu}\.)|(?<=\d \p{Lu}\.)|(?=\s+\p{Lo})"
#: Up to the first letter that is not inside a tag, which prints as it was typed.
_FIRST = regex.compile(r"(?:</?[A-Za-z!][^<>]*>|[\W\d_])*+([^\W\d_])")


def written_sentences(text: str, speech: Speech) -> list[str]:
    """The sentences of a text as staff wrote it; one may begin with a figure."""
    w = speech.writing
    return _end(_WRITTEN_NEXT, w.titles, w.before_letter).split(text)


def sentences_in(text: str, speech: Speech) -> list[str]:
    """Spoken text cut into sentences, each beginning with a capital and ended."""
    w = speech.writing
    parts = _end(_NEXT, w.titles, w.before_letter).split(text)
    return [finished(part, speech.stop) for part in parts if part.strip()]


@cache
def _end(following: str, titles: str, lettered: str) -> regex.Pattern[str]:
    """Between two sentences; the point of a title before a name is none: Dr. Otieno."""
    title = rf"(?<!(?<!\w)(?:{titles})\.)" if titles else ""
    named = rf"|(?<=(?<!\w)(?i:{lettered}) \p{{Lu}}\.)" if lettered else ""
    stopped = rf"(?<=[{_MARKS}])(?:{_INITIAL}{named}){title}\s+(?={following})"
    lean = rf"(?<=[{_LEAN}][{_CLOSING}]?)(?=[^\s{_CLOSING}{_MARKS}])"
    return regex.compile(rf"{stopped}|{lean}|\n+", regex.V1)


def finished(text: str, stop: str) -> str:
    """One sentence: a capital first, a mark last."""
    text = text.strip().rstrip(",;:،؛፣፤，；： \u00a0\u202f")
    text = regex.sub(rf"([{_MARKS}])[{regex.escape(stop)}]$", r"\1", text)
    end = "" if text.endswith(tuple(_MARKS)) else stop
    if first := _FIRST.match(text):
        text = text[: first.start(1)] + first[1].upper() + text[first.end(1) :]
    return text + end
