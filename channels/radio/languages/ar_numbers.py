"""Arabic numbers: gender, the dual, what a counted noun takes from its number, and case.

CLDR's rules mix the cases ("ألفين وسبعة وعشرون"), so the tables are our own. Words are
made in the nominative; ``oblique`` turns them into the form after a preposition.
"""

from __future__ import annotations

from dataclasses import dataclass

import regex

from channels.radio.speech import in_range, listed
from outreach.model.errors import CannotCarry

#: Three to ten before a masculine noun have the ending that is feminine elsewhere.
_UNITS = {
    "m": listed("واحد اثنان ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة عشرة"),
    "f": listed("واحدة اثنتان ثلاث أربع خمس ست سبع ثمان تسع عشر"),
}
_TEEN = {"m": "عشر", "f": "عشرة"}
_ELEVEN = {"m": "أحد", "f": "إحدى"}
_TWELVE = {"m": "اثنا", "f": "اثنتا"}
_TENS = listed("عشرون ثلاثون أربعون خمسون ستون سبعون ثمانون تسعون")
_HUNDREDS = listed("مئة مئتان ثلاثمئة أربعمئة خمسمئة ستمئة سبعمئة ثمانمئة تسعمئة")
_RANKS = {
    "m": listed("الأول الثاني الثالث الرابع الخامس السادس السابع الثامن التاسع العاشر"),
    "f": listed("الأولى الثانية الثالثة الرابعة الخامسة السادسة السابعة الثامنة التاسعة العاشرة"),
}  # fmt: skip
_TEEN_RANK = {"m": "الحادي", "f": "الحادية"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """A noun's forms beside a number: one, two, three to ten, eleven to ninety-nine."""

    one: str
    two: str
    many: str
    dozens: str
    gender: str = "m"
    #: What stands in the second half of 101 and 102: "مئة دولار أمريكي ودولار واحد".
    bare: str = ""
    bare_two: str = ""


#: The great numbers are counted like nouns. Before their own noun they lose the tanwin.
_SCALES = (
    (10**9, Counted(one="مليار", two="ملياران", many="مليارات", dozens="ملياراً")),
    (10**6, Counted(one="مليون", two="مليونان", many="ملايين", dozens="مليوناً")),
    (10**3, Counted(one="ألف", two="ألفان", many="آلاف", dozens="ألفاً")),
)


def number(n: int, gender: str = "m", *, bound: bool = False) -> str:
    """A cardinal in the nominative; ``bound`` where its noun follows at once."""
    parts, rest = [], in_range(n)
    for size, scale in _SCALES:
        times, rest = divmod(rest, size)
        if times:
            parts.append(_scaled(times, scale, bound=bound and not rest))
    if rest or not parts:
        parts.append(_below_thousand(rest, gender, bound=bound))
    return " و".join(parts)


def _scaled(times: int, scale: Counted, *, bound: bool) -> str:
    if times == 1:
        return scale.one
    if times == 2:
        return scale.two.removesuffix("ن") if bound else scale.two
    last = times % 100
    if last in (1, 2):
        first = _scaled(times - last, scale, bound=False)
        return f"{first} و{_scaled(last, scale, bound=bound)}"
    if 3 <= last <= 10:
        return f"{number(times)} {scale.many}"
    if not last or bound:
        return f"{number(times, bound=True)} {scale.one}"
    return f"{number(times)} {scale.dozens}"


def _below_thousand(n: int, gender: str, *, bound: bool) -> str:
    if not n:
        return "صفر"
    hundreds, rest = divmod(n, 100)
    parts = []
    if hundreds:
        word = _HUNDREDS[hundreds - 1]
        drops = bound and hundreds == 2 and not rest
        parts.append(word.removesuffix("ن") if drops else word)
    if rest:
        parts.append(_below_hundred(rest, gender, bound=bound))
    return " و".join(parts)


def _below_hundred(n: int, gender: str, *, bound: bool) -> str:
    units = _UNITS[gender]
    if n <= 10:
        return "ثماني" if bound and units[n - 1] == "ثمان" else units[n - 1]
    tens, unit = divmod(n, 10)
    if tens == 1:
        return f"{_teen(unit, gender)} {_TEEN[gender]}"
    if not unit:
        return _TENS[tens - 2]
    word = _ELEVEN["f"] if (unit, gender) == (1, "f") else units[unit - 1]
    return f"{word} و{_TENS[tens - 2]}"


def _teen(unit: int, gender: str) -> str:
    if unit == 1:
        return _ELEVEN[gender]
    if unit == 2:
        return _TWELVE[gender]
    word = _UNITS[gender][unit - 1]
    return "ثماني" if word == "ثمان" else word


def counted(n: int, noun: Counted) -> str:
    """A number and its noun, each in the form the other asks for."""
    last = n % 100
    if n == 1:
        return f"{noun.one} {_UNITS[noun.gender][0]}"
    if n == 2:
        return noun.two
    if last in (1, 2):
        rest = f"{noun.bare or noun.one} {_UNITS[noun.gender][0]}"
        return f"{counted(n - last, noun)} و{rest if last == 1 else noun.bare_two or noun.two}"
    words = number(n, noun.gender, bound=True)
    if 3 <= last <= 10:
        return f"{words} {noun.many}"
    return f"{words} {noun.dozens if last else noun.one}"


def ordinal(n: int, gender: str = "m") -> str:
    """With its article: الخامس, الحادية والعشرون, الأول بعد المئة."""
    if not 1 <= n < 2000:
        raise CannotCarry(f"The ordinal {n} has no sure words. Write it in words.")
    rest = n % 100
    if n > 100 and rest:
        return f"{ordinal(rest, gender)} بعد {oblique(_defined(n - rest))}"
    if n >= 100:
        return _defined(n)
    return _rank_below_hundred(n, gender)


def _defined(n: int) -> str:
    return " و".join(f"ال{word}" for word in number(n).split(" و"))


def _rank_below_hundred(n: int, gender: str) -> str:
    ranks = _RANKS[gender]
    if n <= 10:
        return ranks[n - 1]
    tens, unit = divmod(n, 10)
    if not unit:
        return f"ال{_TENS[tens - 2]}"
    first = _TEEN_RANK[gender] if unit == 1 else ranks[unit - 1]
    return f"{first} {_TEEN[gender]}" if tens == 1 else f"{first} وال{_TENS[tens - 2]}"


def _oblique_forms() -> dict[str, str]:
    duals = [*(scale.two for _, scale in _SCALES), _UNITS["m"][1], _UNITS["f"][1], _HUNDREDS[1]]  # fmt: skip
    forms = {dual: f"{dual[:-2]}ين" for dual in duals}
    forms |= {dual[:-1]: f"{dual[:-2]}ي" for dual in duals}
    return forms | {ten: f"{ten[:-2]}ين" for ten in _TENS}


_OBLIQUE = _oblique_forms()
_INFLECTED = regex.compile(rf"(?<!\w)(و?(?:ال)?)({'|'.join(_OBLIQUE)})(?!\w)")


def oblique(words: str) -> str:
    """Number words as they stand after a preposition: عشرين, مئتين, ألفين."""
    return _INFLECTED.sub(lambda found: found[1] + _OBLIQUE[found[2]], words)
