"""Which way a language is written, and values put into its sentences without harm."""

from __future__ import annotations

import unicodedata
from functools import cache

from babel import UnknownLocaleError

from outreach.wording.dates import locale_of

_OPENING, _FIRST_STRONG, _CLOSING = "\u2066\u2067\u2068", "\u2068", "\u2069"
_RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})


@cache
def is_right_to_left(language: str) -> bool:
    """Whether lines in ``language`` begin at the right; False where CLDR lacks it."""
    try:
        return locale_of(language).text_direction == "rtl"
    except (UnknownLocaleError, ValueError):
        return False


def isolated(text: str, language: str) -> str:
    """A phone, date, keyword or name as it goes into a sentence in ``language``.

    Beside right-to-left letters a phone's groups and the ends of a span change places
    (UAX #9), so that people ring a number that is none: the value stands in an isolate of
    its own direction. Where all runs left to right, ``text`` is given back.
    """
    if not is_right_to_left(language) and not _turns(text):
        return text
    return f"{_FIRST_STRONG}{_closed(text)}{_CLOSING}"


def _turns(text: str) -> bool:
    return any(unicodedata.bidirectional(char) in _RIGHT_TO_LEFT for char in set(text))


def _closed(text: str) -> str:
    """Without its isolates where one is not closed: it would take in what follows."""
    depth = 0
    for char in text:
        depth += (char in _OPENING) - (char == _CLOSING)
        if depth < 0:
            break
    if not depth:
        return text
    return "".join(char for char in text if char not in _OPENING + _CLOSING)
