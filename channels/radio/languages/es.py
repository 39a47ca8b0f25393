"""Spanish."""

from __future__ import annotations

from datetime import date, time
from types import MappingProxyType

import regex

from channels.radio.clocks import half_of_the_day_unclear
from channels.radio.languages.es_money import CURRENCIES
from channels.radio.languages.es_nouns import NOUNS
from channels.radio.money import cents_word, currency_of
from channels.radio.numbers import spell
from channels.radio.speech import (
    Rule,
    Speech,
    Writing,
    digit_by_digit,
    in_range,
    listed,
    rule,
)
from outreach.model.errors import CannotCarry

DAYS = listed("lunes martes miércoles jueves viernes sábado domingo")
MONTHS = listed(
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"
)


def cardinal(n: int) -> str:
    """On its own: uno, veintiuno."""
    return spell("es", "spellout-numbering", in_range(n))


def counted(n: int, gender: str) -> str:
    """Before a noun: un, una, veintiún, doscientas una; "de" after a round million."""
    if gender == "m":
        words = spell("es", "spellout-cardinal-masculine", in_range(n))
    else:
        words = _feminine(in_range(n))
    return f"{words} de" if n and n % 1_000_000 == 0 else words


def _feminine(n: int) -> str:
    millions, below = divmod(n, 1_000_000)
    thousands, rest = divmod(below, 1000)
    parts = [spell("es", "spellout-cardinal-masculine", millions * 1_000_000)]
    parts = parts if millions else []
    if thousands:  # CLDR leaves the hundreds before "mil" masculine
        rules = "feminine" if thousands >= 200 else "masculine"
        words = spell("es", f"spellout-cardinal-{rules}", thousands)
        parts.append("mil" if thousands == 1 else f"{words} mil")
    if rest or not parts:
        parts.append(spell("es", "spellout-cardinal-feminine", rest))
    return " ".join(parts)


def count(n: int, _before: str, after: str) -> str:
    """Agreeing with the noun that follows, if its form depends on it."""
    alone, masculine, feminine = cardinal(n), counted(n, "m"), counted(n, "f")
    if n and n % 1_000_000 == 0:
        return masculine if NOUNS.follows(after) else alone
    if alone == feminine == masculine:
        return alone
    gender = NOUNS.gender(after)
    if gender is None:
        return alone
    return masculine if gender == "m" else feminine


def ordinal(n: int, gender: str = "m") -> str:
    """Vigésimo primero, vigésima primera."""
    if n < 1:
        raise CannotCarry(f"{n} has no ordinal. Write it in words.")
    kind = "feminine" if gender == "f" else "masculine"
    words = spell("es", f"spellout-ordinal-{kind}", in_range(n, 999_999))
    # CLDR has a form that no dictionary knows.
    return words.replace("octingésim", "octingentésim")


def day_of_month(day: int, month: int, of_year: int | None) -> str:
    """Cinco de mayo; the first is an ordinal."""
    number = "primero" if day == 1 else cardinal(day)
    words = f"{number} de {MONTHS[month - 1]}"
    return f"{words} de {cardinal(of_year)}" if of_year is not None else words


def day(when: date, with_year: bool) -> str:
    """Miércoles cinco de mayo."""
    of_year = when.year if with_year else None
    return f"{DAYS[when.weekday()]} {day_of_month(when.day, when.month, of_year)}"


def clock(moment: time) -> str:
    """With its article: las dos y media de la tarde. The first hour counts from zero."""
    hour, minute = moment.hour, moment.minute
    if (hour, minute) == (0, 0):
        return "la medianoche, al empezar el día"
    if hour == 0:
        minutes = counted(minute, "m")
        return f"las cero horas y {minutes} {'minuto' if minute == 1 else 'minutos'}"
    twelve = (hour - 1) % 12 + 1
    words = "la una" if twelve == 1 else f"las {cardinal(twelve)}"
    return f"{words}{_minutes(minute)} {_part(hour)}"


def _minutes(minute: int) -> str:
    match minute:
        case 0:
            return ""
        case 15:
            return " y cuarto"
        case 30:
            return " y media"
        case _:
            return f" y {cardinal(minute)}"


def _part(hour: int) -> str:
    if hour < 6:
        return "de la madrugada"
    if hour == 12:
        return "del mediodía"
    if hour < 12:
        return "de la mañana"
    return "de la tarde" if hour < 20 else "de la noche"


def money(whole: int, cents: int | None, code: str) -> str:
    """Dos mil quinientos chelines kenianos con cincuenta centavos."""
    currency = currency_of(CURRENCIES, code, "es")
    noun = currency.one if whole == 1 else currency.many
    words = f"{counted(whole, currency.gender)} {noun}"
    if cents is None:
        return words
    rest = f"{counted(cents, 'm')} {cents_word(currency, cents)}"
    return f"{words} con {rest}" if whole else rest


def _read_ordinal_marked(found: regex.Match[str]) -> str | None:
    mark = next(group for group in found.groups()[1:] if group)
    return _ordinal_marked(int(found[1]), mark)


def _read_short(found: regex.Match[str]) -> str:
    """With the last letters of its word: 2do, 3ra, 21er."""
    n, mark = int(found[1]), found[2]
    if mark == "er" and n % 10 in (1, 3) and n not in (11, 13):
        return ordinal(n).removesuffix("o")
    words = ordinal(n, "f" if mark.endswith("a") else "m")
    if not words.endswith(mark):
        raise CannotCarry(f"“{found[0]}” is not an ordinal. Write it in words.")
    return words


def _ordinal_marked(n: int, mark: str) -> str:
    if mark in ("er", "ᵉʳ"):
        if n not in (1, 3):
            raise CannotCarry(f"“{n}.{mark}” is not an ordinal. Write it in words.")
        return "primer" if n == 1 else "tercer"
    return ordinal(n, "f" if mark in ("ª", "a", "ra") else "m")


WRITING = Writing(
    whole=r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+|\d{1,3}\.000(?![.,]?\d)|\d{1,3}(?:\.\d{3}){2,}|\d{1,3}(?:,\d{3}){2,}|\d+",
    decimal_sign=",",
    months=MappingProxyType(
        {name: n for n, name in enumerate(MONTHS, 1)} | {"setiembre": 9}
    ),
    after_day=r"er|\.?º",
    before_month="de",
    before_year="de|del",
    before_clock="las?",
    after_hour="h",
    parts_of_day=MappingProxyType(
        {
            "de la madrugada": False,
            "de la mañana": False,
            "de la tarde": True,
            "de la noche": None,
        }
    ),
    before_letter=(
        r"plan|opción|sala|salón|aula|bloque|anexo|grupo|puerta|ala|sección|parte|clase|"
        r"nivel|categoría|tipo|zona|edificio|terminal|equipo|línea|formulario|vitamina|"
        r"hepatitis"
    ),
    titles="Dr|Dra|Sr|Sra|Sres|Srta|Prof|Lic|Ing|Sta|Sto",
    scales="mil|millón|millones",
    money_signs=MappingProxyType({"€": "EUR", "£": "GBP", "US$": "USD", "Q": "GTQ"}),
)

SPEECH = Speech(
    language="es",
    reviewed=False,
    writing=WRITING,
    cardinal=cardinal,
    count=count,
    ordinal=ordinal,
    day=day,
    day_of_month=day_of_month,
    bare_day=lambda n: cardinal(n) if n > 1 else ordinal(n),
    year=cardinal,
    clock=clock,
    digits=digit_by_digit(cardinal),
    money=money,
    point="coma",
    decimals_by_digit=False,
    percent=lambda words: f"{words} por ciento",
    plus="más",
    extension="extensión",
    to="a",
    signs=MappingProxyType({"&": "y", "+": "más", "=": "igual a"}),
    rules=(
        Rule(
            pattern=regex.compile(r"\b(\d{1,3})(?:\.?([ºª])|\.([oa]|er)\b|(ᵉʳ))"),
            read=_read_ordinal_marked,
        ),
        rule(r"\b(\d{1,3})(er|ero|[rdtmvn][oa])\b", _read_short),
    ),
    unclear_clock=half_of_the_day_unclear,
)
