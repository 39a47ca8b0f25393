"""What the form of the noun after a number tells of its case and gender."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import regex

from channels.radio.languages.ru.nouns import Noun, noun_of
from channels.radio.languages.ru.numerals import CASES, Case, cardinal, few, living, one

#: Endings that adjectives have beside a number: of several, and of one.
_OF_SEVERAL = regex.compile(r"\w{2,}(?:ые|ие|ых|их|ым|им|ыми|ими)")
_OF_ONE = regex.compile(
    r"\w{2,}(?:(?P<m>ый|ий)|(?P<f>ая|яя|ую|юю)|(?P<n>ое|ее)|ой|ей|ого|его|ому|ему|ым|им|ом|ем)"
)
_UNCHANGING = frozenset(["евро", "тенге"])
#: Genitives of several with the look of another case.
_NO_DATIVE = frozenset(["дам", "реклам", "драм", "программ"])
_OBLIQUE: tuple[tuple[tuple[str, ...], Case], ...] = (
    (("ами", "ями", "ьми"), "ins"),
    (("ам", "ям"), "dat"),
    (("ах", "ях"), "pre"),
)
#: Endings of one thing, tried in order, to the genders that each case of it may have;
#: p is a person, masculine.
_OF_ONE_THING: tuple[tuple[tuple[str, ...], Mapping[Case, str]], ...] = (
    (("мя",), {"nom": "n", "acc": "n"}),
    (("ью",), {"ins": "f"}),
    (("ом", "ем", "ём"), {"ins": "mn"}),
    (("ой", "ей", "ёй"), {"ins": "f"}),
    (("о", "ё"), {"nom": "n", "acc": "n"}),
    (("е",), {"nom": "n", "acc": "n", "dat": "f", "pre": "fmn"}),
    (("а", "я"), {"nom": "f", "gen": "mn", "acc": "p"}),
    (("ы",), {"gen": "f"}),
    (("и",), {"gen": "f", "dat": "f", "pre": "fn"}),
    (("у", "ю"), {"acc": "f", "dat": "mn", "pre": "m"}),
    (("ь",), {"nom": "mf", "acc": "mf"}),
    (("",), {"nom": "m", "acc": "m"}),
)


@dataclass(frozen=True, slots=True)
class Offer:
    """One case and gender that a noun's form may be."""

    case: Case
    gender: str
    living: bool = False

    def words(self, n: int) -> str:
        """The number that goes with it."""
        if self.living and self.case == "acc":
            return living(n, self.gender)
        return cardinal(n, self.case, self.gender)


@dataclass(frozen=True, slots=True)
class Head:
    """The noun that a number counts, and the adjective before it."""

    noun: str
    adjective: str
    known: Noun | None

    @property
    def apart(self) -> bool:
        """Whether its number stands by itself where nothing governs it."""
        return self.known is not None and self.known.apart

    def offers(self, n: int) -> Iterator[Offer]:
        """All that the form may be beside ``n``."""
        if self.noun in _UNCHANGING and one(n):
            return (Offer(case, "m") for case in CASES)
        return self._of_one() if one(n) else self._of_several(n)

    def _of_several(self, n: int) -> Iterator[Offer]:
        for endings, case in _OBLIQUE:
            if self.noun.endswith(endings) and self.noun not in _NO_DATIVE:
                yield Offer(case, "m")
                return
        if few(n):
            yield from self._of_few(n)
            return
        cases: tuple[Case, ...] = ("nom", "acc", "gen")
        if n and n % 1000 == 0:  # a noun after thousands is in the genitive for good
            cases = CASES
        yield from (Offer(case, "m") for case in cases)

    def _of_few(self, n: int) -> Iterator[Offer]:
        if self.noun[-1] in "аяыи" and self.noun not in ("люди", "дети"):
            by_ending = "f" if self.noun[-1] in "ыи" else "m"
            gender = self.known.gender if self.known else by_ending
            yield from (Offer("nom", gender), Offer("acc", gender))
            return
        yield Offer("gen", "m")
        if n in (2, 3, 4):
            yield Offer("acc", "m", living=True)

    def _of_one(self) -> Iterator[Offer]:
        adjective = _OF_ONE.fullmatch(self.adjective)
        told = [g for g, found in adjective.groupdict().items() if found] if adjective else []  # fmt: skip
        for offer in self._by_ending():
            right = self.known is None or offer.gender == self.known.gender
            if right and (not told or offer.gender in told):
                yield offer

    def _by_ending(self) -> Iterator[Offer]:
        readings = next(by for ends, by in _OF_ONE_THING if self.noun.endswith(ends))
        as_feminine = self.known is not None and self.known.feminine_endings
        for case, genders in readings.items():
            for gender in genders:
                person = gender == "p" or (as_feminine and gender == "f")
                yield Offer(case, "m" if person else gender, living=person)


def read_head(n: int, word: str, following: str) -> Head:
    """The noun of a number, which an adjective may stand before."""
    known = noun_of(word)
    adjective = (_OF_ONE if one(n) else _OF_SEVERAL).fullmatch(word)
    if known or not following or not adjective:
        return Head(noun=word, adjective="", known=known)
    return Head(noun=following, adjective=word, known=noun_of(following))
