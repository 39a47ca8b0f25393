"""Russian: figures agree in gender, number and case with the words beside them."""

from __future__ import annotations

from types import MappingProxyType

import regex

from channels.radio.clocks import night_or_day_unclear
from channels.radio.languages.ru.amounts import fraction, inflected, money, percent
from channels.radio.languages.ru.days import dates, day, day_of_month, in_year
from channels.radio.languages.ru.grammar import beside_words
from channels.radio.languages.ru.hours import clock, times
from channels.radio.languages.ru.numerals import cardinal, ordinal
from channels.radio.languages.ru.texts import texts
from channels.radio.speech import Rule, Speech, Writing

_PAIR = 2
#: A phone with the eight that is dialled before another town.
_TRUNK = regex.compile(
    r"(?<![\w.,+-])8[ -]\(?\d{3}\)?[ -]\d{3}[ -]\d\d[ -]\d\d(?![\w-])"
)


def digits(group: str) -> str:
    """A group as the number it is, a zero that leads it by itself; four as two pairs."""
    if len(group) > _PAIR + 1:
        return f"{digits(group[:_PAIR])} {digits(group[_PAIR:])}"
    if group.startswith("0") and len(group) > 1:
        return f"{cardinal(0)} {digits(group[1:])}"
    return cardinal(int(group))


def _read_trunk(found: regex.Match[str]) -> str:
    groups = regex.findall(r"\d+", found[0])
    return ", ".join(digits(group) for group in groups)


WRITING = Writing(
    scripts=("CYRILLIC",),
    whole=r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+|\d{1,3}(?:\.\d{3}){2,}|\d+",
    decimal_sign=",",
    months=MappingProxyType({}),
    before_clock="во?",
    before_letter=(
        r"(?:план|вариант|зал|кабинет|аудитори|комнат|блок|корпус|приложени|групп|вход|секци|час"
        r"т|класс|уров|категори|тип|зон|здани|терминал|команд|лини|форм|витамин|гепатит)[а-я]{0,3}"
    ),
    titles=r"(?<!\d )г|ул|пр|пл|пер|д|кв|оф|каб|корп|пос|дер|им|св|тел|проф|акад|доц|гр",
    extension=r"доб\.?|добавочный",
    money_signs=MappingProxyType(
        {"€": "EUR", "£": "GBP", "₽": "RUB", "руб.": "RUB", "руб": "RUB", "US$": "USD"}
    ),
)

SPEECH = Speech(
    language="ru",
    reviewed=False,
    writing=WRITING,
    cardinal=cardinal,
    count=beside_words,
    ordinal=ordinal,
    day=day,
    day_of_month=day_of_month,
    bare_day=lambda n: ordinal(n, "n", "gen"),
    year=in_year,
    clock=clock,
    digits=digits,
    money=money,
    point="целых",
    decimals_by_digit=False,
    fraction=fraction,
    percent=percent,
    inflected=inflected,
    plus="плюс",
    extension="добавочный",
    to="по",
    signs=MappingProxyType({"&": "и", "+": "плюс", "=": "равно", "№": "номер"}),
    rules=(*times(), *texts(), Rule(pattern=_TRUNK, read=_read_trunk)),
    dates=tuple(dates()),
    unclear_clock=night_or_day_unclear,
)
