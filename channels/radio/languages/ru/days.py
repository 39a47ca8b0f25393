"""Days and years: the day is a neuter ordinal, and what stands before it sets its case."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from types import MappingProxyType

import regex

from channels.radio.dates import date_of
from channels.radio.languages.ru.grammar import governed, near
from channels.radio.languages.ru.numerals import Case, forms, ordinal
from channels.radio.patterns import DASH, any_of
from channels.radio.speech import (
    Reader,
    Rule,
    listed,
    rule,
)
from outreach.model.errors import CannotCarry

MONTHS = listed(
    "января февраля марта апреля мая июня июля августа сентября октября ноября декабря"
)
_OTHER_MONTHS = listed(
    "январь январе февраль феврале март марте апрель апреле май мае июнь июне июль июле "
    "август августе сентябрь сентябре октябрь октябре ноябрь ноябре декабрь декабре"
)
#: With the preposition that each has: во вторник.
_ON_A_WEEKDAY = (
    "в понедельник", "во вторник", "в среду", "в четверг", "в пятницу", "в субботу", "в воскресенье",
)  # fmt: skip
#: In a year is году, not годе.
_YEAR = forms("год года году год годом году")
_NUMBERS = MappingProxyType({name: n for n, name in enumerate(MONTHS, 1)})
_CASE_AFTER: MappingProxyType[str, Case] = MappingProxyType(
    {
        "к": "dat", "ко": "dat", "по": "acc", "на": "acc", "за": "acc", "перед": "ins",
        "сегодня": "nom", "дата": "nom", "день": "nom", "срок": "nom",
        "среда": "nom", "пятница": "nom", "суббота": "nom",
    }
)  # fmt: skip
_SUFFIXES: MappingProxyType[str, Case] = MappingProxyType(
    {"го": "gen", "е": "nom", "ое": "nom", "му": "dat", "м": "pre"}
)

_DAY = r"(\d{1,2})(?:-(?:го|ое|е|му|м))?"
_ITS_DAY = r"(\d{1,2})(?:-(го|ое|е|му|м))?"
_MONTH = rf" ({any_of(MONTHS)})(?!\w)"
_AFTER_YEAR = r"(?: ?(?:г\.(?!\s+(?-i:\p{Lu}))|г(?=\.\s+(?-i:\p{Lu}))|года?(?!\w)))?"
_IN_YEAR = rf"(?:,? ((?:19|20)\d\d)(?![\w:]){_AFTER_YEAR})?"
_START = r"(?<![\w.,:/-])"
_NUMERIC = (
    r"(\d{1,2})[./](\d{1,2})[./]((?:19|20)\d\d)(?![\w./])(?: ?(?:г\.|года)(?!\w))?"
)


def day_of_month(day: int, month: int, of_year: int | None) -> str:
    """On a day, as the genitive says it: пятого мая две тысячи двадцать седьмого года."""
    return in_case(day, month, of_year, "gen")


def in_case(day: int, month: int, of_year: int | None, case: Case) -> str:
    """The day in any case; month and year stay in the genitive."""
    words = f"{ordinal(day, 'n', case)} {MONTHS[month - 1]}"
    return f"{words} {in_year(of_year, 'gen')}" if of_year is not None else words


def in_year(n: int, case: Case = "nom") -> str:
    """Две тысячи двадцать седьмой год, in any case."""
    return f"{ordinal(n, 'm', case)} {_YEAR[case]}"


def day(when: date, with_year: bool) -> str:
    """В среду, пятого мая."""
    of_year = when.year if with_year else None
    words = day_of_month(when.day, when.month, of_year)
    return f"{_ON_A_WEEKDAY[when.weekday()]}, {words}"


def _words(day: str, month: str, year: str | None, case: Case) -> str:
    number, of_year = _NUMBERS[month.lower()], int(year) if year else None
    date_of(f"{day} {month}", of_year or 2028, number, int(day))
    return in_case(int(day), number, of_year, case)


def _asked(before: str) -> Case:
    found = regex.search(r"([^\W\d_]+)[:,]?[ —–-]*$", near(before))
    return _CASE_AFTER.get(found[1].lower(), "gen") if found else "gen"


def _before(found: regex.Match[str]) -> str:
    return found.string[: found.start()]


def _between_months(found: regex.Match[str]) -> str:
    first, month, year, last, last_month, last_year = found.groups()
    begin = _words(first, month, year, "gen")
    return f"с {begin} по {_words(last, last_month, last_year, 'acc')}"


def _between(found: regex.Match[str]) -> str:
    first, last, month, year = found.groups()
    _words(first, month, year, "gen")
    begin = ordinal(int(first), "n", "gen")
    return f"с {begin} по {_words(last, month, year, 'acc')}"


def _until(found: regex.Match[str]) -> str:
    word, first, last, month, year = found.groups()
    begin = ordinal(int(first), "n", "gen")
    return f"{word} {begin} до {_words(last, month, year, 'gen')}"


def _several(found: regex.Match[str]) -> str:
    firsts, last, month, year = found.groups()
    case = _asked(_before(found))
    days = [_words(n, month, None, case).split()[:-1] for n in regex.findall(r"\d+", firsts)]  # fmt: skip
    return f"{', '.join(' '.join(words) for words in days)} и {_words(last, month, year, case)}"


def _one(found: regex.Match[str]) -> str:
    number, suffix, month, year = found.groups()
    case = _SUFFIXES[suffix] if suffix else _asked(_before(found))
    return _words(number, month, year, case)


def _numeric(found: regex.Match[str]) -> str:
    day, month, year = map(int, found.groups())
    return _checked(found[0], year, month, day, _asked(_before(found)))


def _numeric_span(found: regex.Match[str]) -> str:
    numbers = list(map(int, found.groups()))
    first, last = numbers[2::-1], numbers[:2:-1]
    begin = _checked(found[0], first[0], first[1], first[2], "gen")
    return f"с {begin} по {_checked(found[0], last[0], last[1], last[2], 'acc')}"


def _iso(found: regex.Match[str]) -> str:
    year, month, day = map(int, found.groups())
    return _checked(found[0], year, month, day, _asked(_before(found)))


def _checked(written: str, year: int, month: int, day: int, case: Case) -> str:
    date_of(written, year, month, day)
    return in_case(day, month, year, case)


def _month_of_year(found: regex.Match[str]) -> str:
    return f"{found[1]} {in_year(int(found[2]), 'gen')}"


def _year_alone(found: regex.Match[str]) -> str:
    number, noun = int(found[1]), found[2].lower()
    return in_year(number, _case_of_year(noun, governed(_before(found))))


def _case_of_year(noun: str, asked: frozenset[Case] | None) -> Case:
    """By the form that was written; "г." takes it from the word before."""
    if noun != "г." and noun != "году":
        return next(case for case, form in _YEAR.items() if form == noun)
    if asked and len(asked) == 1 and not asked & {"acc", "ins"}:
        return next(iter(asked))
    return "pre" if noun == "году" or (asked and "pre" in asked) else "gen"


def _years(found: regex.Match[str]) -> str:
    first, last = ordinal(int(found[1]), "m", "gen"), ordinal(int(found[2]), "m", "acc")
    return f"с {first} по {last} {found[3]}"


def _span_of_years(found: regex.Match[str]) -> str:
    raise CannotCarry(
        f"“{found[0]}” has no sure reading in Russian. Write “с 2020 по 2027 год”."
    )


def _rule(pattern: str, read: Reader) -> Rule:
    return rule(_START + pattern, read, regex.I)


def dates() -> Iterator[Rule]:
    """Dates as they are written in Russian, spans first."""
    to = rf"(?: ?{DASH} ?| по )"
    yield _rule(rf"(?:с )?{_NUMERIC} ?(?:{DASH}|по) ?{_NUMERIC}", _numeric_span)
    yield _rule(rf"(?:с )?{_DAY}{_MONTH}{_IN_YEAR}{to}{_DAY}{_MONTH}{_IN_YEAR}", _between_months)  # fmt: skip
    yield _rule(rf"(?:с )?{_DAY}{to}{_DAY}{_MONTH}{_IN_YEAR}", _between)
    yield _rule(rf"(с|от) {_DAY} до {_DAY}{_MONTH}{_IN_YEAR}", _until)
    yield _rule(rf"((?:{_DAY.replace('(', '(?:', 1)}, )*{_DAY.replace('(', '(?:', 1)}),? и {_DAY}{_MONTH}{_IN_YEAR}", _several)  # fmt: skip
    yield _rule(rf"{_ITS_DAY}{_MONTH}{_IN_YEAR}", _one)
    yield _rule(_NUMERIC, _numeric)
    yield _rule(r"(\d{4})-(\d\d)-(\d\d)(?!\w)", _iso)
    yield _rule(rf"({any_of((*MONTHS, *_OTHER_MONTHS))}) ((?:19|20)\d\d)(?![\w:–-]){_AFTER_YEAR}", _month_of_year)  # fmt: skip
    yield _rule(r"с ((?:19|20)\d\d) по ((?:19|20)\d\d) (год|годы)(?!\w)", _years)
    yield _rule(rf"(?:19|20)\d\d ?{DASH} ?(?:19|20)?\d\d(?: ?(?:гг?\.|год\w*))?(?!\d)", _span_of_years)  # fmt: skip
    yield _rule(r"((?:19|20)\d\d)(?:-(?:й|го|му|м|ом))? ?(г\.|год|года|году|годом)(?!\w)", _year_alone)  # fmt: skip
