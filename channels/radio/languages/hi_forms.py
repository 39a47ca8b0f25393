"""Dates, ranks, amounts and phones as Hindi texts write them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import regex

from channels.radio.languages.hi_clock import CLOCKS
from channels.radio.languages.hi_numbers import by_quarters, digits, ordinal, year
from channels.radio.patterns import any_of
from channels.radio.speech import Reader, Rule
from outreach.model.errors import CannotCarry

#: What is counted in halves and quarters.
_UNITS = (
    "सौ|हज़ार|हजार|लाख|करोड़|अरब|घंटे|घंटा|घंटों|घण्टे|किलोमीटर|किमी|मीटर|किलो|किलोग्राम|"
    "लीटर|एकड़|बीघा|हेक्टेयर|साल|वर्ष|महीने|माह|दिन|गुना|फ़ुट|फुट|मील"
)
SCALES = "सौ|हज़ार|हजार|लाख|करोड़|अरब|खरब"
_QUARTERS = {"25": 1, "5": 2, "50": 2, "75": 3, "¼": 1, "½": 2, "¾": 3}
#: The rank that each ending writes.
_ENDINGS = {
    **dict.fromkeys(("वाँ", "वां", "ला", "रा", "था", "ठा"), "m"),
    **dict.fromkeys(("वें", "ले", "रे", "थे", "ठे"), "oblique"),
    **dict.fromkeys(("वीं", "वी", "ली", "री", "थी", "ठी"), "f"),
}
_OWN = {"ल": (1,), "र": (2, 3), "थ": (4,), "ठ": (6,)}
#: Words before a number that is dialled; the others have a colon.
_DIALLED = "हेल्पलाइन|नंबर|नम्बर|डायल|(?:फ़ोन|फोन|मोबाइल|कॉल)[:–-]"


def dates(day: Callable[[date, bool], str]) -> tuple[Rule, ...]:
    """The day before the month, with hyphens: 05-05-2027."""

    def read(found: regex.Match[str]) -> str:
        first, month, of_year = found.groups()
        if len(of_year) < 4:
            raise CannotCarry(
                f"“{found[0]}” has a short year. Write it with four figures."
            )
        try:
            return day(date(int(of_year), int(month), int(first)), True)
        except ValueError:
            raise CannotCarry(f"“{found[0]}” is not a date. Correct it.") from None

    pattern = r"(?<![\d-])(\d{1,2})-(\d{1,2})-(\d{4}|\d\d)(?![\d-])"
    return (Rule(pattern=regex.compile(pattern), read=read),)


def _forms() -> Iterator[tuple[str, Reader]]:
    yield r"(?<=\d)/-", lambda _: ""
    yield r"(?<!\w)मो\.(?= ?[+\d])", lambda _: "मोबाइल"
    yield rf"(?:₹|\b(?:रु|Rs)\.?) ?([\d,.]*\d) ?({SCALES})(?!\w)", _large
    yield (
        rf"(?<![\d.,])([1-9]\d?)(?:\.(25|50?|75)|([¼½¾])) (?=(?:{_UNITS})(?!\w))",
        _quarters,
    )
    yield rf"(?<![\w.,])(\d{{1,4}})-?({any_of(_ENDINGS)})(?!\w)", _rank
    yield (
        r"(?:(?<=\b(?:सन्|सन|वर्ष|साल) )|(?<=\bसंवत् ))(1[1-9]\d\d)(?!\w)",
        lambda m: year(int(m[1])),
    )
    yield r"(?<![\d-])([6-9]\d\d)(\d\d)[ -]?(\d{3})(\d\d)(?!\d)", _mobile
    yield r"(?<![\d-])1800[ -]?\d{2,3}[ -]?\d{3,4}(?!\d)", _dialled
    yield (
        rf"(?<=(?:{_DIALLED})(?: है)?[:–-]? ?)(?!0)\d{{3,5}}(?![\d.,:%-]| \d)",
        _dialled,
    )
    yield r"(?<=पिन(?: ?कोड)?[:–-]? ?)\d{6}(?!\d)", _dialled


def _large(found: regex.Match[str]) -> str:
    """₹2.5 लाख: the unit goes last."""
    return f"{found[1]} {found[2]} रुपये"


def _quarters(found: regex.Match[str]) -> str:
    """डेढ़ लाख, ढाई घंटे; one and a quarter is सवा alone."""
    n, quarters = int(found[1]), _QUARTERS[found[2] or found[3]]
    words = "सवा" if (n, quarters) == (1, 1) else by_quarters(n, quarters)
    return f"{words} "


def _rank(found: regex.Match[str]) -> str:
    n, ending = int(found[1]), found[2]
    own = _OWN.get(ending[0])
    if own and n not in own:
        raise CannotCarry(f"“{found[0]}” is not an ordinal. Write it in words.")
    return ordinal(n, _ENDINGS[ending])


def _mobile(found: regex.Match[str]) -> str:
    return ", ".join(map(digits, found.groups()))


def _dialled(found: regex.Match[str]) -> str:
    """In the groups it was written in."""
    groups = regex.split("[ -]", found[0])
    return ", ".join(map(digits, groups))


FORMS = (
    *(Rule(pattern=regex.compile(pattern), read=read) for pattern, read in _forms()),
    *CLOCKS,
)
