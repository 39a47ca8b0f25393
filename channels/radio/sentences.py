"""Text cut into sentences, of which the presenter gets one a line."""

from __future__ import annotations

import regex

from channels.radio.speech import Speech

#: Marks that end a sentence; after those without a blank in them none needs to follow.
_MARKS = ".!?؟।።…。！？"
_LEAN = "。！？"
_NEXT = r"[^\W\d_--\p{Ll}]|[¿¡]"
#: A mark, but not the point of an initial: А. С. Пушкин.
_STOPPED = rf"(?<=[{_MARKS}])(?<!(?<![^\W_])\p{{Lu}}\.)"
_END = regex.compile(rf"{_STOPPED}\s+(?={_NEXT})|(?<=[{_LEAN}])(?=\S)|\n+", regex.V1)
_WRITTEN_END = regex.compile(
    rf"{_STOPPED}\s+(?={_NEXT}|\d)|(?<=[{_LEAN}])(?=\S)|\n+", regex.V1
)
#: Up to the first letter that is not inside a tag, which prints as it was typed.
_FIRST = regex.compile(r"(?:</?[A-Za-z!][^<>]*>|[\W\d_])*+([^\W\d_])")


def written_sentences(text: str) -> list[str]:
    """The sentences of a text as staff wrote it; one may begin with a figure."""
    return _WRITTEN_END.split(text)


def sentences_in(text: str, speech: Speech) -> list[str]:
    """Spoken text cut into sentences, each beginning with a capital and ended."""
    return [finished(part, speech.stop) for part in _END.split(text) if part.strip()]


def finished(text: str, stop: str) -> str:
    """One sentence: a capital first, a mark last."""
    text = text.strip().rstrip(",;:،؛፣፤，；： \u00a0\u202f")
    text = regex.sub(rf"([{_MARKS}])[{regex.escape(stop)}]$", r"\1", text)
    end = "" if text.endswith(tuple(_MARKS)) else stop
    if first := _FIRST.match(text):
        text = text[: first.start(1)] + first[1].upper() + text[first.end(1) :]
    return text + end
