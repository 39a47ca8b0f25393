"""Hindi numbers in lakh and crore, ranks in their gender, and quarters: सवा, डेढ़, ढाई."""

from __future__ import annotations

from types import MappingProxyType

from channels.radio.numbers import spell
from channels.radio.speech import digit_by_digit, in_range
from outreach.model.errors import CannotCarry

#: Stems of the ranks that have a word of their own.
_STEMS = MappingProxyType({1: "पहल", 2: "दूसर", 3: "तीसर", 4: "चौथ", 6: "छठ"})
#: Endings of a rank for a masculine noun, an oblique or plural one, and a feminine.
_ENDINGS = MappingProxyType({"m": ("ा", "वाँ"), "oblique": ("े", "वें"), "f": ("ी", "वीं")})


def cardinal(n: int) -> str:
    """एक लाख बीस हज़ार; no number changes beside its noun."""
    return spell("hi", "spellout-cardinal", in_range(n))


def ordinal(n: int, gender: str = "m") -> str:
    """पहला, पाँचवीं. CLDR's feminine lacks its last sign: पाँचवी."""
    if n < 1:
        raise CannotCarry(f"{n} has no ordinal. Write it in words.")
    short, long = _ENDINGS[gender]
    stem = _STEMS.get(n)
    return f"{stem}{short}" if stem else f"{cardinal(n)}{long}"


def year(n: int) -> str:
    """उन्नीस सौ पचास; दो हज़ार सत्ताईस."""
    hundreds, rest = divmod(n, 100)
    if not 11 <= hundreds <= 19:
        return cardinal(n)
    return f"{cardinal(hundreds)} सौ {cardinal(rest) if rest else ''}".rstrip()


def by_quarters(n: int, quarters: int) -> str:
    """``n`` and one to three quarters: सवा तीन, डेढ़, ढाई, साढ़े तीन, पौने चार."""
    if quarters == 1:
        return f"सवा {cardinal(n)}"
    if quarters == 3:
        return f"पौने {cardinal(n + 1)}"
    return {1: "डेढ़", 2: "ढाई"}.get(n) or f"साढ़े {cardinal(n)}"


digits = digit_by_digit(cardinal)
