"""Our number words beside those of num2words2 and, where our tables are our own, ICU.

Cardinals from 0 to 10,000 and ordinals from 1 to 1,000. A difference is explained if the
rules of ``number_rules.toml`` turn the other's words into ours; each rule says why.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

from benchmarks.ratio import Ratio
from channels.radio.languages import SPEECHES

RULES = Path(__file__).with_name("number_rules.toml")
Kind = Literal["cardinal", "ordinal"]
NUMBERS: dict[Kind, range] = {"cardinal": range(10_001), "ordinal": range(1, 1_001)}
#: What ICU calls our forms; where its rules and ours are the same data, it has no say.
_ICU = {
    "am": ("spellout-cardinal", "spellout-ordinal"),
    "ar": ("spellout-cardinal-masculine", "spellout-ordinal-masculine"),
    "ru": ("spellout-cardinal-masculine", "spellout-ordinal-masculine"),
    "sw": ("spellout-cardinal", None),
    "zh": ("spellout-cardinal", "spellout-ordinal"),
}


class Difference(NamedTuple):
    """One rule: what of the other's words is written otherwise by us, and why.

    Without ``ours`` the other has no words to compare with: all that match are explained.
    """

    language: str
    peer: str
    theirs: str
    why: str
    ours: str | None = None
    #: Only of these numbers; of both, if it is not said.
    kind: str = ""


class Compared(NamedTuple):
    """All numbers of one language beside one peer."""

    equal: int
    #: How many numbers each rule touches.
    explained: Counter[str]
    by_rule: int
    #: Number, our words, theirs.
    unexplained: list[tuple[int, str, str]]


def measure() -> list[Ratio]:
    """A line for each language and peer."""
    return [
        _line(language, peer, compared(language, peer))
        for language in sorted(SPEECHES)
        for peer in ("num2words2", "icu4py")
        if peer == "num2words2" or language in _ICU
    ]


def compared(language: str, peer: str) -> Compared:
    """Our words beside the peer's, with the rules that explain where they differ."""
    found = Compared(0, Counter(), 0, [])
    for kind, number, ours, theirs in _pairs(language, peer):
        if ours == theirs:
            found = found._replace(equal=found.equal + 1)
            continue
        words, used = _as_ours(theirs, language, peer, kind)
        if words not in (ours, None):
            found.unexplained.append((number, ours, theirs))
            continue
        found.explained.update(used)
        found = found._replace(by_rule=found.by_rule + 1)
    return found


def _pairs(language: str, peer: str) -> Iterator[tuple[Kind, int, str, str]]:
    speech = SPEECHES[language]
    for kind, numbers in NUMBERS.items():
        say = _PEERS[peer](language, kind)
        if say is None:
            continue
        for number in numbers:
            cardinal = kind == "cardinal"
            ours = speech.cardinal(number) if cardinal else speech.ordinal(number, "m")
            yield kind, number, ours, say(number)


def _num2words2(language: str, kind: Kind) -> Callable[[int], str]:
    from num2words2 import num2words

    return lambda number: str(num2words(number, lang=language, to=kind))


def _icu4py(language: str, kind: Kind) -> Callable[[int], str] | None:
    from icu4py.messageformat import MessageFormat

    rules = _ICU[language][kind == "ordinal"]
    if rules is None:
        return None
    # A blank before the percent sign, and the rules would be ignored without a word.
    form = MessageFormat(f"{{n,spellout,%{rules}}}", language)
    return lambda number: str(form.format({"n": number}))


_PEERS = {"num2words2": _num2words2, "icu4py": _icu4py}


@cache
def rules() -> tuple[Difference, ...]:
    """The table, in the order in which its rules apply."""
    table = tomllib.loads(RULES.read_text("utf-8"))
    return tuple(Difference(**row) for row in table["rule"])


def _as_ours(
    words: str, language: str, peer: str, kind: Kind
) -> tuple[str | None, list[str]]:
    """The peer's words as we write them, None if it has none, and why they are changed."""
    used = []
    for rule in rules():
        applies = (rule.language, rule.peer) == (language, peer)
        if (
            not applies
            or rule.kind not in ("", kind)
            or not re.search(rule.theirs, words)
        ):
            continue
        used.append(rule.why)
        if rule.ours is None:
            return None, used
        words = re.sub(rule.theirs, rule.ours, words)
    return words, used


def _line(language: str, peer: str, found: Compared) -> Ratio:
    number = found.equal + found.by_rule + len(found.unexplained)
    reasons = "; ".join(f"{why}: {n:,}" for why, n in found.explained.most_common(3))
    first = "".join(f"; {n}: {o} and {t}" for n, o, t in found.unexplained[:1])
    return Ratio(
        what=f"Number words, {language}: unexplained differences from {peer}",
        ours=len(found.unexplained),
        limit=number,
        unit="numbers",
        at_most=0,
        note=f"{found.equal:,} equal, {found.by_rule:,} by rule ({reasons or 'none'}){first}",
    )
