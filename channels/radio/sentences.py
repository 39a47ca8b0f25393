"""Text cut into sentences, of which the presenter gets one a line."""

from __future__ import annotations

import re

_END = re.compile(r"(?<=[.!?])\s+(?=[^\W\d_a-zà-ÿ]|[¿¡])|\n+")
#: Up to the first letter that is not inside a tag, which prints as it was typed.
_FIRST = re.compile(r"(?:</?[A-Za-z!][^<>]*>|[\W\d_])*+([^\W\d_])")
_WRITTEN_END = re.compile(r"(?<=[.!?])\s+(?=[^\W\d_a-zà-ÿ]|[¿¡\d])|\n+")


def written_sentences(text: str) -> list[str]:
    """The sentences of a text as staff wrote it; one may begin with a figure."""
    return _WRITTEN_END.split(text)


def sentences_in(text: str) -> list[str]:
    """Spoken text cut into sentences, each beginning with a capital and ended."""
    return [finished(part) for part in _END.split(text) if part.strip()]


def finished(text: str) -> str:
    """One sentence: a capital first, a mark last."""
    text = text.strip().rstrip(",;: \u00a0\u202f")
    text = re.sub(r"([.!?])\.$", r"\1", text)
    end = "" if text.endswith((".", "!", "?")) else "."
    if first := _FIRST.match(text):
        text = text[: first.start(1)] + first[1].upper() + text[first.end(1) :]
    return text + end
