"""Amharic numbers, and numbers in Ethiopic numerals.

CLDR's rules say "two tens seven" for 27, so the tables are our own.
"""

from __future__ import annotations

from channels.radio.speech import in_range, listed
from outreach.model.errors import CannotCarry

_UNITS = listed("ዜሮ አንድ ሁለት ሦስት አራት አምስት ስድስት ሰባት ስምንት ዘጠኝ")
_TENS = listed("አሥር ሃያ ሠላሳ አርባ ሃምሳ ስድሳ ሰባ ሰማንያ ዘጠና")
_GREAT = ((10**9, "ቢሊዮን"), (10**6, "ሚሊዮን"), (10**3, "ሺህ"), (100, "መቶ"))
#: The last word before ኛ ends in another vowel.
_RANKS = dict(
    zip(
        (*_UNITS[1:], _TENS[0]),
        listed("አንደኛ ሁለተኛ ሦስተኛ አራተኛ አምስተኛ ስድስተኛ ሰባተኛ ስምንተኛ ዘጠነኛ አሥረኛ"),
        strict=True,
    )
)
_FIRST_TEN, _FIRST_UNIT, _HUNDRED, _MYRIAD = "፲", "፩", "፻", "፼"


def cardinal(n: int) -> str:
    """ሁለት ሺህ ሃያ ሰባት."""
    in_range(n)
    if n < 10:
        return _UNITS[n]
    for size, name in _GREAT:
        if n >= size:
            times, rest = divmod(n, size)
            words = f"{cardinal(times)} {name}"
            return f"{words} {cardinal(rest)}" if rest else words
    tens, unit = divmod(n, 10)
    if not unit:
        return _TENS[tens - 1]
    return f"{'አሥራ' if tens == 1 else _TENS[tens - 1]} {_UNITS[unit]}"


def ordinal(n: int, _gender: str = "m") -> str:
    """ሃያ አንደኛ: only the last word has the ending."""
    if n < 1:
        raise CannotCarry(f"{n} has no ordinal. Write it in words.")
    head, blank, last = cardinal(in_range(n, 999_999)).rpartition(" ")
    return head + blank + _RANKS.get(last, f"{last}ኛ")


def value_of(numerals: str) -> int:
    """The number that Ethiopic numerals stand for: ፳፻፲፱ is 2019."""
    total = group = 0
    for sign in numerals:
        if sign == _MYRIAD:
            total, group = (total + (group or (not total))) * 10_000, 0
        elif sign == _HUNDRED:
            below = group % 100
            group = group - below + (below or 1) * 100
        elif sign >= _FIRST_TEN:
            group += (ord(sign) - ord(_FIRST_TEN) + 1) * 10
        else:
            group += ord(sign) - ord(_FIRST_UNIT) + 1
    return total + group
