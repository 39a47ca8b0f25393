"""Names in the order in which a language's dictionaries have them (UCA, tailored by CLDR)."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import icu


@cache
def sort_key(language: str) -> Callable[[str], bytes]:
    """What ``sorted`` takes; texts that differ in anything have different keys."""
    collator = icu.Collator.createInstance(icu.Locale(language.replace("-", "_")))

    def key(text: str) -> bytes:
        return bytes(collator.getSortKey(text)) + b"\0" + text.encode("utf-8")

    return key
