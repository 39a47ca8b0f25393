"""Cardinals and ordinals from CLDR's spell-out rules, guarded."""

from __future__ import annotations

from functools import cache

import regex
from unicode_rbnf import RbnfEngine

from outreach.model.errors import CannotCarry


@cache
def _engine(language: str) -> RbnfEngine:
    return RbnfEngine.for_language(language)


def spell(language: str, rules: str, n: int) -> str:
    """``n`` in words by one named rule set.

    The name is never left out: without it the library picks a gender by accident.
    Double blanks and soft hyphens of the data are taken out.
    """
    engine = _engine(language)
    if rules not in engine.rulesets:
        raise CannotCarry(f"The number rules of {language} have no {rules}.")
    words = engine.format_number(n, ruleset_names=[rules]).text
    return regex.sub(r"\s+", " ", words.replace("\u00ad", "")).strip()
