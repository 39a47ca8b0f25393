"""A figure and what stands beside it: the words it agrees with, the other end of a range."""

from __future__ import annotations

import regex

from channels.radio.speech import Speech
from outreach.model.errors import CannotCarry

#: How far from a figure the words are that it agrees with, in characters.
_NEAR = 120


def refuse_unclear(figure: str) -> None:
    """1.500 is one and a half to some readers and fifteen hundred to others; so is 1,500."""
    if regex.fullmatch(r"\d{1,3}[.,]\d{3}", figure):
        whole = regex.sub(r"\D", "", figure)
        raise CannotCarry(
            f"“{figure}” can be a thousand times more or less. Write {whole} or the words."
        )


def joined(speech: Speech, begin: str, end: str) -> str:
    """The ends of a range, each with its unit: fifty dollars to a hundred dollars."""
    to = f"{speech.writing.gap}{speech.to}{speech.writing.gap}"
    return f"{begin}{to}{speech.inflected(end, to)}"


def around(found: regex.Match[str]) -> tuple[str, str]:
    """The text just before and after: all of it, for each figure, would take its square."""
    begin, end = found.span()
    return found.string[max(0, begin - _NEAR) : begin], found.string[end : end + _NEAR]
