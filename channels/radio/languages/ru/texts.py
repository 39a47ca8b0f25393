"""Figures with endings, units and short words, as they are written in Russian."""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType

import regex

from channels.radio.beside import refuse_unclear
from channels.radio.languages.ru.amounts import fraction
from channels.radio.languages.ru.grammar import (
    beside_words,
    governed,
    is_label,
    may_be_genitive,
    near,
)
from channels.radio.languages.ru.nouns import GREAT, UNITS, noun_of
from channels.radio.languages.ru.numerals import (
    Case,
    cardinal,
    forms,
    joined,
    ordinal,
)
from channels.radio.patterns import DASH, any_of
from channels.radio.speech import (
    Reader,
    Rule,
    refused,
    rule,
)
from outreach.model.errors import CannotCarry

_START = r"(?<![\w.,:/-])"
#: The ending after a hyphen, to gender and case; й and м need the noun that follows.
_SUFFIXES: MappingProxyType[str, tuple[str, Case]] = MappingProxyType(
    {
        "я": ("f", "nom"), "ая": ("f", "nom"), "ю": ("f", "acc"), "ую": ("f", "acc"),
        "ый": ("m", "nom"), "ий": ("m", "nom"), "го": ("m", "gen"), "ого": ("m", "gen"),
        "му": ("m", "dat"), "ому": ("m", "dat"), "ом": ("m", "pre"), "ым": ("m", "ins"),
    }
)  # fmt: skip
_ENDED = rf"({'|'.join([*_SUFFIXES, 'й', 'ой', 'м', 'е', 'ое', 'ые', 'х', 'ых'])})"
#: Second halves of words that begin with a number: 3-дневный, 25-летие.
_HALVES = "лет|днев|часов|минутн|недельн|месячн|местн|процентн|этажн|километров|кратн|томн|разов"
#: What stands short before a name, to all its forms.
_SHORT = MappingProxyType(
    {
        "г": forms("город города городу город городом городе"),
        "ул": forms("улица улицы улице улицу улицей улице"),
        "пр": forms("проспект проспекта проспекту проспект проспектом проспекте"),
        "пл": forms("площадь площади площади площадь площадью площади"),
        "пер": forms("переулок переулка переулку переулок переулком переулке"),
        "д": forms("дом дома дому дом домом доме"),
        "кв": forms("квартира квартиры квартире квартиру квартирой квартире"),
        "оф": forms("офис офиса офису офис офисом офисе"),
        "каб": forms("кабинет кабинета кабинету кабинет кабинетом кабинете"),
        "корп": forms("корпус корпуса корпусу корпус корпусом корпусе"),
        "пос": forms("посёлок посёлка посёлку посёлок посёлком посёлке"),
        "тел": forms("телефон телефона телефону телефон телефоном телефоне"),
        "дер": forms("деревня деревни деревне деревню деревней деревне"),
    }
)


def _sides(found: regex.Match[str]) -> tuple[str, str]:
    return found.string[: found.start()], found.string[found.end() :]


def _read_ended(found: regex.Match[str]) -> str:
    n, ending = int(found[1]), found[2]
    noun = regex.match(r" ([^\W\d_]+)", found.string[found.end() :])
    word = noun[1].lower() if noun else ""
    if ending in ("х", "ых"):
        return _of_several(found[0], n, word)
    gender, case = _SUFFIXES.get(ending) or _by_noun(ending, word, found[0])
    return ordinal(n, gender, case)


def _of_several(written: str, n: int, word: str) -> str:
    """2-х дней is the genitive of two; 20-х годов are the twenties."""
    if n in (2, 3, 4):
        return cardinal(n, "gen")
    if word in ("годов", "годах"):
        return ordinal(n, "pl", "gen")
    raise _unsure(written)


def _by_noun(ending: str, word: str, written: str) -> tuple[str, Case]:
    """64-й сессии is a feminine, 3-й этаж a masculine."""
    last = word[-1:]
    if ending in ("е", "ое", "ые"):
        return (
            ("pl", "nom")
            if ending == "ые" or (last in "аыия" and word)
            else ("n", "nom")
        )
    if ending == "м":
        return ("m", "ins") if word.endswith(("ом", "ем", "ём")) else ("m", "pre")
    if known := noun_of(word):
        return (known.gender, "nom") if known.gender == "m" else ("f", "gen")
    if last in ("и", "ы", "е") or word.endswith(("ью", "ией", "чей")):
        return "f", "gen"
    if not word or last in "ьаяоу":
        raise _unsure(written)
    return "m", "nom"


def _unsure(written: str) -> CannotCarry:
    return CannotCarry(
        f"The ending of “{written}” can't be told in Russian. Write the number in words."
    )


def _read_joined(found: regex.Match[str]) -> str:
    n = int(found[1])
    if not 1 <= n <= 999:
        raise _unsure(found[0])
    return f"{joined(n)}{found[2]}"


def _read_unit(found: regex.Match[str]) -> str:
    whole, decimals, sign = found.groups()
    unit = UNITS[sign.lower().rstrip(".")]
    case = _case_of_unit(_sides(found)[0], sign, found[0])
    if not decimals:
        return unit.with_number(int(whole), case)
    if case not in ("nom", "acc"):
        raise _unsure(found[0])
    refuse_unclear(f"{whole},{decimals}")
    return f"{fraction(int(whole), decimals)} {unit.singular['gen']}"


def _case_of_unit(before: str, sign: str, written: str) -> Case:
    asked = governed(before)
    if asked is None:
        if sign == "%":
            raise CannotCarry(
                f"The case of “{written}” can't be told in Russian. Write it in words."
            )
        return "nom"
    if asked == {"acc", "pre"} and regex.search(r"\bво? *$", near(before), regex.I):
        if sign == "%":
            raise _unsure(written)
        return "pre" if sign in ("км", "м") else "acc"
    order: tuple[Case, ...] = ("nom", "acc", "gen", "dat", "ins", "pre")
    return next(case for case in order if case in asked)


def _read_great(found: regex.Match[str]) -> str:
    whole, decimals, short = found.groups()
    size, genitive = GREAT[short.lower().rstrip(".")]
    before, after = _sides(found)
    if decimals:
        if not (governed(before) or {"nom"}) & {"nom", "acc"}:
            raise _unsure(found[0])
        refuse_unclear(f"{whole},{decimals}")
        return f"{fraction(int(whole), decimals)} {genitive}"
    return beside_words(int(whole) * size, before, after)


def _read_span(found: regex.Match[str]) -> str:
    """From the one to the other, in the genitive, if the noun may be in it, too."""
    first, last = int(found[1]), int(found[2])
    before, after = _sides(found)
    right = first < last and not is_label(before)
    governs = not (governed(before) or {"nom"}) & {"nom"}
    if not right or governs or not may_be_genitive(last, after):
        raise CannotCarry(
            f"The range “{found[0]}” has no sure reading in Russian. Write it in words."
        )
    return f"от {cardinal(first, 'gen')} до {cardinal(last, 'gen')}"


def _read_unit_span(found: regex.Match[str]) -> str:
    """От десяти до пятнадцати процентов; other cases are refused."""
    first, last, sign = found.groups()
    governs = not (governed(_sides(found)[0]) or {"nom"}) & {"nom"}
    if governs or int(first) >= int(last):
        raise _unsure(found[0])
    unit = UNITS[sign.lower().rstrip(".")]
    return f"от {cardinal(int(first), 'gen')} до {unit.with_number(int(last), 'gen')}"


def _refuse_span(found: regex.Match[str]) -> str:
    raise CannotCarry(
        f"The range “{found[0]}” has no sure reading in Russian. Write it in words."
    )


def _read_short(found: regex.Match[str]) -> str | None:
    before, after = _sides(found)
    word = _SHORT[found[1].lower()]
    asked = governed(before) or {"nom"}
    if asked == {"acc", "pre"} and regex.match(r"[^\W\d_]+[ую](?!\w)", after):
        raise CannotCarry(
            f"The case of “{found[0].strip()}” can't be told in Russian. Write it in full."
        )
    if asked == {"acc", "pre"}:
        return f"{word['pre']} "
    order: tuple[Case, ...] = ("nom", "gen", "dat", "ins", "acc", "pre")
    return word[next(case for case in order if case in asked)] + " "


def _rule(pattern: str, read: Reader) -> Rule:
    return rule(pattern, read, regex.I)


_DAYS = (
    "понедельник|вторник|среда|четверг|пятница|суббота|воскресенье|пн|вт|ср|чт|пт|сб|вс"
)


def texts() -> Iterator[Rule]:
    """Endings, units, ranges and short words."""
    figure = r"(\d{1,3}(?:[ \u00a0\u202f]\d{3})+|\d{1,12})(?:,(\d{1,6}))?"
    capitals = "|".join(word.capitalize() for word in _SHORT if len(word) > 1)
    short = rf"(?<!\w)({any_of(_SHORT)}|{capitals})\.(?: ?(?=[\p{{L}}\d+(])|(?=:))"
    yield refused(
        rf"(?i)(?<!\w)(?:{_DAYS}) ?{DASH} ?(?:{_DAYS})(?!\w)",
        "is a span of days. Write it in words: с понедельника по пятницу.",
    )
    yield refused(
        r"\d ?(?:кв|куб)\. ?м(?!\w)",
        "has a short form that changes with its number. Write it in words.",
    )
    yield Rule(pattern=regex.compile(short), read=_read_short)
    yield _rule(rf"{_START}(\d{{1,4}})-{_ENDED}(?![\w-])", _read_ended)
    yield _rule(rf"{_START}(\d{{1,4}})-?((?:{_HALVES})\w+)", _read_joined)
    units = rf"(%|(?:{any_of(u for u in UNITS if u != '%')})(?!\w)\.?)"
    span = rf"\d{{1,6}} ?{DASH} ?\d{{1,6}}"
    money = r"(?:[A-Z]{3}(?!\w)|[€£₽$]|руб)"
    yield _rule(rf"{_START}(\d{{1,4}}) ?{DASH} ?(\d{{1,4}})[ \u00a0]?{units}", _read_unit_span)  # fmt: skip
    yield _rule(rf"{money} ?{span}|{_START}{span} ?{money}", _refuse_span)
    yield _rule(rf"{_START}с \d{{1,4}} по \d{{1,4}}(?![\w.,:])", _refuse_span)
    yield _rule(rf"{_START}{figure}[ \u00a0]?((?:тыс|млн|млрд)(?!\w)\.?)", _read_great)
    yield _rule(rf"{_START}{figure}[ \u00a0]?{units}", _read_unit)  # fmt: skip
    yield _rule(rf"{_START}(\d{{1,4}}) ?{DASH} ?(\d{{1,4}})(?![\w.,:/%-])", _read_span)
