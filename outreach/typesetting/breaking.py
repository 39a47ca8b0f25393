"""Where a line may end, by ICU's rules (UAX #14) of the text's language."""

from __future__ import annotations

import re
import threading
from bisect import bisect_right
from itertools import accumulate
from typing import Any

import icu

#: A line's trailing blanks hang over its end; no-break spaces do not.
BLANKS = " \u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u2009\u200a\u200b\u205f\u3000"

_LETTER_AND_HYPHEN = re.compile(r"(?<![\w-])[^\W\d_]-(?=\w)")


class _Rules(threading.local):
    """ICU's rules by language, read once a thread: what reads a text by them is changed by it."""

    def __init__(self) -> None:
        self._known: dict[str, Any] = {}

    def of(self, language: str) -> Any:
        if language not in self._known:
            locale = icu.Locale(language.replace("-", "_"))
            self._known[language] = icu.BreakIterator.createLineInstance(locale)
        return self._known[language]


_rules = _Rules()


def ends_of_lines(text: str, language: str) -> list[int]:
    """Indices in ``text`` (one paragraph) where a line may end; the last is its length.
    None parts a letter from the hyphen and the word that it goes with: "e-mail".
    """
    found = _ends(text, language)
    if "-" not in text:
        return found
    kept = {match.end() for match in _LETTER_AND_HYPHEN.finditer(text)}
    return [end for end in found if end == len(text) or end not in kept]


def _ends(text: str, language: str) -> list[int]:
    # ICU counts UTF-16 units, and takes only its own string.
    rules = _rules.of(language)
    rules.setText(icu.UnicodeString(text))
    found = list(rules)
    if max(text, default="") < "\U00010000":
        return found
    units = list(accumulate((1 + (char > "\uffff") for char in text), initial=0))
    return [bisect_right(units, unit) - 1 for unit in found]
