"""Numerals in every case and gender, from tables of our own.

CLDR's rules leave out ё, have no ordinals of whole hundreds, and take "двадцати семи" for
the one prepositional that differs; so only words of ours are said.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from channels.radio.speech import in_range, listed
from outreach.model.errors import CannotCarry

Case = Literal["nom", "gen", "dat", "acc", "ins", "pre"]
CASES: tuple[Case, ...] = ("nom", "gen", "dat", "acc", "ins", "pre")
Forms = Mapping[Case, str]


def forms(words: str) -> Forms:
    """Six words, as the six cases in their order."""
    return MappingProxyType(dict(zip(CASES, listed(words), strict=True)))


def _like_five(stem: str) -> Forms:
    return forms(f"{stem}ь {stem}и {stem}и {stem}ь {stem}ью {stem}и")


def _tens(first: str, of: str, by: str) -> Forms:
    return forms(f"{first}десят {of}десяти {of}десяти {first}десят {by}десятью {of}десяти")  # fmt: skip


def _hundreds(first: str, of: str, by: str) -> Forms:
    return forms(f"{first}сот {of}сот {of}стам {first}сот {by}стами {of}стах")


_ONE = {
    "m": forms("один одного одному один одним одном"),
    "f": forms("одна одной одной одну одной одной"),
    "n": forms("одно одного одному одно одним одном"),
}
_TWO = {
    "m": forms("два двух двум два двумя двух"),
    "f": forms("две двух двум две двумя двух"),
    "n": forms("два двух двум два двумя двух"),
}
_TEENS = listed(
    "десят одиннадцат двенадцат тринадцат четырнадцат пятнадцат шестнадцат семнадцат "
    "восемнадцат девятнадцат"
)
#: The numerals of one word that have no gender.
_SIMPLE: Mapping[int, Forms] = MappingProxyType(
    {
        0: forms("ноль ноля нолю ноль нолём ноле"),
        3: forms("три трёх трём три тремя трёх"),
        4: forms("четыре четырёх четырём четыре четырьмя четырёх"),
        8: forms("восемь восьми восьми восемь восемью восьми"),
        40: forms("сорок сорока сорока сорок сорока сорока"),
        90: forms("девяносто девяноста девяноста девяносто девяноста девяноста"),
        100: forms("сто ста ста сто ста ста"),
        200: forms("двести двухсот двумстам двести двумястами двухстах"),
        300: forms("триста трёхсот трёмстам триста тремястами трёхстах"),
        400: forms("четыреста четырёхсот четырёмстам четыреста четырьмястами четырёхстах"),
        80: _tens("восемь", "восьми", "восемью"),
        800: _hundreds("восемь", "восьми", "восемью"),
    }
    | {n: _like_five(stem) for n, stem in [(5, "пят"), (6, "шест"), (7, "сем"), (9, "девят")]}
    | {n: _like_five(stem) for n, stem in enumerate(_TEENS, 10)}
    | {20: _like_five("двадцат"), 30: _like_five("тридцат")}
    | {n * 10: _tens(f"{s}ь", f"{s}и", f"{s}ью") for n, s in [(5, "пят"), (6, "шест"), (7, "сем")]}
    | {n * 100: _hundreds(f"{s}ь", f"{s}и", f"{s}ью") for n, s in [(5, "пят"), (6, "шест"), (7, "сем"), (9, "девят")]}
)  # fmt: skip
#: Gender, singular and plural of the great numbers, the greatest first.
_GREAT = (
    (10**9, "m", forms("миллиард миллиарда миллиарду миллиард миллиардом миллиарде"), forms("миллиарды миллиардов миллиардам миллиарды миллиардами миллиардах")),
    (10**6, "m", forms("миллион миллиона миллиону миллион миллионом миллионе"), forms("миллионы миллионов миллионам миллионы миллионами миллионах")),
    (1000, "f", forms("тысяча тысячи тысяче тысячу тысячей тысяче"), forms("тысячи тысяч тысячам тысячи тысячами тысячах")),
)  # fmt: skip
_ORDINALS: Mapping[int, str] = MappingProxyType(
    {
        1: "перв", 2: "втор", 4: "четвёрт", 5: "пят", 6: "шест", 7: "седьм", 8: "восьм", 9: "девят",
        20: "двадцат", 30: "тридцат", 40: "сороков", 50: "пятидесят", 60: "шестидесят", 70: "семидесят",
        80: "восьмидесят", 90: "девяност", 100: "сот", 200: "двухсот", 300: "трёхсот", 400: "четырёхсот",
        500: "пятисот", 600: "шестисот", 700: "семисот", 800: "восьмисот", 900: "девятисот",
        1000: "тысячн", 10**6: "миллионн", 10**9: "миллиардн",
    }
    | dict(enumerate(_TEENS, 10))
)  # fmt: skip
#: Stressed on the ending: второй, not вторый.
_STRESSED = frozenset(listed("втор шест седьм восьм сороков"))
_ENDINGS = {
    "m": forms("ый ого ому ый ым ом"),
    "n": forms("ое ого ому ое ым ом"),
    "f": forms("ая ой ой ую ой ой"),
    "pl": forms("ые ых ым ые ыми ых"),
}
_THIRD = {
    "m": forms("третий третьего третьему третий третьим третьем"),
    "n": forms("третье третьего третьему третье третьим третьем"),
    "f": forms("третья третьей третьей третью третьей третьей"),
    "pl": forms("третьи третьих третьим третьи третьими третьих"),
}


def one(n: int) -> bool:
    """Whether the noun beside ``n`` is in the singular: 1, 21, 101, but not 11."""
    return n % 10 == 1 and n % 100 != 11


def few(n: int) -> bool:
    """Whether ``n`` takes the form of two to four: 22, but not 12."""
    return n % 10 in (2, 3, 4) and n % 100 not in (12, 13, 14)


def beside(n: int, case: Case, singular: Forms, plural: Forms) -> str:
    """The form of a noun beside the number: один рубль, два рубля, пяти рублям."""
    if one(n):
        return singular[case]
    if case not in ("nom", "acc"):
        return plural[case]
    return singular["gen"] if few(n) else plural["gen"]


def cardinal(n: int, case: Case = "nom", gender: str = "m") -> str:
    """The number in a case and, where it ends in one or two, a gender."""
    words, rest = [], in_range(n)
    for size, of_gender, singular, plural in _GREAT:
        times, rest = divmod(rest, size)
        if times:
            words += _below_thousand(times, case, of_gender)
            words.append(beside(times, case, singular, plural))
    if rest or not words:
        words += _below_thousand(rest, case, gender)
    return " ".join(words)


def living(n: int, gender: str) -> str:
    """The accusative beside persons: двух женщин, двадцать одного участника."""
    if n in (2, 3, 4):
        return cardinal(n, "gen", gender)
    if not one(n) or gender != "m":
        return cardinal(n, "acc", gender)
    return f"{cardinal(n - 1, 'acc')} одного" if n > 1 else "одного"


def _below_thousand(n: int, case: Case, gender: str) -> list[str]:
    return [_word(part, case, gender) for part in _parts(n)] or [_SIMPLE[0][case]]


def _parts(n: int) -> list[int]:
    """The numbers of one word that a number below a thousand is said with."""
    hundreds, rest = n - n % 100, n % 100
    tens = 0 if rest < 20 else rest - rest % 10
    return [part for part in (hundreds, tens, rest - tens) if part]


def _word(n: int, case: Case, gender: str) -> str:
    if n in (1, 2):
        return (_ONE if n == 1 else _TWO)[gender][case]
    return _SIMPLE[n][case]


def ordinal(n: int, gender: str = "m", case: Case = "nom") -> str:
    """Двадцать первый, двадцать первая; ``pl`` for several. Only the last word changes."""
    if n < 1:
        raise CannotCarry(f"{n} has no ordinal. Write it in words.")
    last = _last(in_range(n))
    head = cardinal(n - last).removeprefix("одна ") if n > last else ""
    return f"{head} {_ordinal_word(last, gender, case)}".strip()


def _last(n: int) -> int:
    """The part of a number that is its ordinal's last word."""
    if n % 1000:
        return _parts(n % 1000)[-1]
    return n % 10**6 or n % 10**9 or n


def _ordinal_word(n: int, gender: str, case: Case) -> str:
    if n == 3:
        return _THIRD[gender][case]
    size = next((size for size, *_ in _GREAT if n >= size), 1)
    stem = (joined(n // size) if n > size > 1 else "") + _ORDINALS[n if size == 1 else size]  # fmt: skip
    if gender == "m" and case in ("nom", "acc") and stem in _STRESSED:
        return f"{stem}ой"
    return stem + _ENDINGS[gender][case]


def joined(n: int) -> str:
    """From 1 to 999, as the head of a longer word: двадцатипятилетие, сорокачасовой."""
    alone = {1: "одно", 90: "девяносто", 100: "сто"}
    return "".join(alone.get(part) or _word(part, "gen", "m") for part in _parts(n))
