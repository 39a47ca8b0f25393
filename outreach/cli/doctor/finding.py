"""What the doctor found."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at."""

    #: Whether nothing must be done about it.
    sound: bool
    #: What there is and, where it isn't sound, what to do.
    sentence: str


def fine(sentence: str) -> Finding:
    """Nothing must be done."""
    return Finding(True, sentence)


def must(sentence: str) -> Finding:
    """Something must be done."""
    return Finding(False, sentence)
