"""Text cut into sentences, of which the presenter gets one a line."""

from __future__ import annotations

import re

_END = re.compile(r"(?<=[.!?])\s+(?=[^\W\d_a-zà-ÿ]|[¿¡])|\n+")
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
    first = re.search(r"[^\W\d_]", text)
    if first:
        text = text[: first.start()] + first[0].upper() + text[first.end() :]
    return text + end
