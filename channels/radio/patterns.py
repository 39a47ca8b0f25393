"""What the patterns of figures in free text are built of."""

from __future__ import annotations

from collections.abc import Iterable

import regex

#: Between the ends of a range.
DASH = r"[-\u2010-\u2015]"
#: One blank of any kind, or none.
GAP = r"[ \u00a0\u202f]?"


def any_of(names: Iterable[str]) -> str:
    """A pattern of these words, the longest first."""
    return "|".join(sorted(map(regex.escape, names), key=len, reverse=True))


def maybe(words: str, before: str = "", after: str = "") -> str:
    """A pattern of ``words`` that need not be there; empty if there are none."""
    return f"(?:{before}(?:{words}){after})?" if words else ""
