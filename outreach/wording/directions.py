"""Which way a language is written, and values put into its sentences without harm."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from babel import UnknownLocaleError

from outreach.wording.dates import locale_of

_OPENING, _FIRST_STRONG, _CLOSING = "\u2066\u2067\u2068", "\u2068", "\u2069"
_RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})
#: Groups of digits as people write phones, not yet in an isolate: after a plus, or after a
#: nought and two digits more, so that no day of a month begins one.
_PHONE = re.compile(
    r"(?<![\w+/.:\u2066-\u2068-])(?:\+\d+|[0\u0660\u06f0]\d\d+)"
    r"(?:[ \u00a0\u202f\u2010\u2011-]\d+|[ \u00a0]\(\d+\))*(?![\w/:])"
)
#: Digits of a phone after a plus (ITU-T E.164), and of one without, which two times of
#: day, 0800-1700, do not have.
_MOST_DIGITS, _FEWEST_ABROAD, _FEWEST_AT_HOME = 15, 7, 9


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


def phones_isolated(text: str, language: str) -> str:
    """People's own ``text`` in ``language`` with each phone in it as ``isolated`` has it."""
    if not is_right_to_left(language):
        return text
    return _PHONE.sub(lambda found: _as_phone(found[0], language), text)


def _as_phone(text: str, language: str) -> str:
    digits = sum(char.isdigit() for char in text)
    fewest = _FEWEST_ABROAD if text[0] == "+" else _FEWEST_AT_HOME
    return isolated(text, language) if fewest <= digits <= _MOST_DIGITS else text


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
