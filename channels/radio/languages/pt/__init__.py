"""Portuguese, in words that Brazil, Portugal, Angola and Mozambique share where there are.

Where there are none it follows CLDR's, which are Brazil's: dezesseis, dezessete, dezenove.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from types import MappingProxyType

import regex

from channels.radio.clocks import night_or_day_unclear
from channels.radio.dates import date_of
from channels.radio.languages.pt.amounts import money
from channels.radio.languages.pt.hours import clock, times
from channels.radio.languages.pt.numerals import cardinal, count, ordinal
from channels.radio.speech import (
    Rule,
    Speech,
    Writing,
    digit_by_digit,
    listed,
)

DAYS = listed(
    "segunda-feira terça-feira quarta-feira quinta-feira sexta-feira sábado domingo"
)
MONTHS = listed(
    "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro"
)
_YEAR = r"((?:19|20)\d\d)"


def day_of_month(day: int, month: int, of_year: int | None) -> str:
    """Cinco de maio; the first is an ordinal."""
    words = f"{bare_day(day)} de {MONTHS[month - 1]}"
    return f"{words} de {cardinal(of_year)}" if of_year is not None else words


def bare_day(day: int) -> str:
    """Primeiro, dois, três."""
    return "primeiro" if day == 1 else cardinal(day)


def day(when: date, with_year: bool) -> str:
    """Quarta-feira, cinco de maio."""
    of_year = when.year if with_year else None
    words = day_of_month(when.day, when.month, of_year)
    return f"{DAYS[when.weekday()]}, {words}"


def _read_numeric(found: regex.Match[str]) -> str:
    """In a text the day has no weekday, for "no dia" may stand before it."""
    number, month, year = map(int, found.groups())
    date_of(found[0], year, month, number)
    return day_of_month(number, month, year)


def _read_iso(found: regex.Match[str]) -> str:
    year, month, number = map(int, found.groups())
    date_of(found[0], year, month, number)
    return day_of_month(number, month, year)


def _read_weekday(found: regex.Match[str]) -> str:
    several = "s" if found[2] or found[3] else ""
    return f"{ordinal(int(found[1]), 'f')}{several}-feira{several}".replace("terceira", "terça")  # fmt: skip


def _read_marked(found: regex.Match[str]) -> str:
    mark, several = found[2] or found[4], found[3] or found[5]
    words = ordinal(int(found[1]), "f" if mark in "ªa" else "m")
    return f"{words}s" if several else words


def _read_thousands(found: regex.Match[str]) -> str:
    after = found.string[found.end() : found.end() + 60]
    return count(int(found[1]) * 1000, "", after)


def _rules() -> Iterator[Rule]:
    yield from times()
    thousands = r"(?<![\w.,:/-])(\d{1,3}) mil(?!\w)"
    yield Rule(pattern=regex.compile(thousands), read=_read_thousands)
    weekday = r"(?<!\w)([2-6])\.?[ªa](s)?[- ]feira(s)?(?!\w)"
    yield Rule(pattern=regex.compile(weekday, regex.I), read=_read_weekday)
    marked = r"(?<![\w.,:/-])(\d{1,4})(?:\.?([ºª])(s)?|([oa])(s)?(?!\w))"
    yield Rule(pattern=regex.compile(marked), read=_read_marked)


WRITING = Writing(
    whole=(
        r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+|\d{1,3}\.000(?![.,]?\d)|\d{1,3}(?:\.\d{3}){2,}|"
        r"\d{1,3}(?:\.\d{3})+(?=,\d)|\d{1,3}(?:,\d{3}){2,}|\d+"
    ),
    decimal_sign=",",
    months=MappingProxyType({name: n for n, name in enumerate(MONTHS, 1)}),
    after_day=r"\.?º",
    before_month="de",
    before_year="de|do ano de",
    before_clock="às|à",
    before_letter=(
        r"plano|opção|sala|salão|bloco|anexo|grupo|porta|ala|secç?ão|parte|classe|nível|"
        r"categoria|tipo|zona|edifício|prédio|terminal|equip[ae]|linha|formulário|vitamina|"
        r"hepatite"
    ),
    titles="Sr|Sra|Srta|Srs|Dr|Dra|Drs|Prof|Profa|Eng|Arq|Av|Sto|Sta|D|Exmo|Exma|Pe|Ir",
    scales="mil|milhão|milhões|bilhão|bilhões",
    extension=r"ramal|extensão",
    money_signs=MappingProxyType(
        {
            "€": "EUR", "£": "GBP", "R$": "BRL", "US$": "USD", "Kz": "AOA", "MT": "MZN",
            "MTn": "MZN", "Mt": "MZN",
        }
    ),
)  # fmt: skip

SPEECH = Speech(
    language="pt",
    reviewed=False,
    writing=WRITING,
    cardinal=cardinal,
    count=count,
    ordinal=ordinal,
    day=day,
    day_of_month=day_of_month,
    bare_day=bare_day,
    year=cardinal,
    clock=clock,
    # six is seis, for meia is said in Brazil alone
    digits=digit_by_digit(cardinal),
    money=money,
    point="vírgula",
    decimals_by_digit=False,
    percent=lambda words: f"{words} por cento",
    plus="mais",
    extension="extensão",
    to="a",
    signs=MappingProxyType({"&": "e", "+": "mais", "=": "igual a"}),
    rules=tuple(_rules()),
    dates=(
        Rule(
            pattern=regex.compile(rf"(?<![\w./-])(\d{{1,2}})[/.](\d{{1,2}})[/.]{_YEAR}(?![\w/])"),
            read=_read_numeric,
        ),
        Rule(
            pattern=regex.compile(r"(?<![\w./-])(\d{4})-(\d\d)-(\d\d)(?![\w-])"),
            read=_read_iso,
        ),
    ),
    unclear_clock=night_or_day_unclear,
)  # fmt: skip
