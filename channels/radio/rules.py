"""Figures in free text that every language writes alike, and how they are read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from channels.radio.clocks import DASH, GAP, clocks
from channels.radio.money import money
from channels.radio.phones import phone
from channels.radio.speech import Rule, Speech
from outreach.model.errors import CannotCarry

#: A name beside a figure, so that it is an amount: KES 2,500.
_CODE = r"[A-Z]{3}"
#: As many as a phone has: what is longer is no number that people say.
_MOST_DIGITS = 20


def rules_of(speech: Speech) -> tuple[Rule, ...]:
    """All rules of a language in the order in which they are tried."""
    return (
        *_dates(speech),
        *speech.rules,
        *clocks(speech),
        *_phones(speech),
        *_money(speech),
        *_numbers(speech),
    )


def _dates(speech: Speech) -> Iterator[Rule]:
    months = speech.months
    if speech.language == "en":  # "may" is a verb, "May" a month
        months = {name.capitalize(): n for name, n in months.items()}
    names = "|".join(sorted(map(re.escape, months), key=len, reverse=True))
    flags = re.NOFLAG if speech.language == "en" else re.IGNORECASE
    of = r"(?: de | of )?"
    day = r"(\d{1,2})(?:st|nd|rd|th|er|º|\.º)?"
    lead = r"(?:\b(?:tarehe|the|The) )?\b"
    year = r"(?:,? (?:de |del |mwaka )?((?:19|20)\d\d)\b)?"
    month = rf"(?:{of}| )({names})\b\.?"

    def written(found: re.Match[str]) -> str:
        first, last, month, year = found.groups()
        n = speech.months[month.lower()]
        end = _day_of_month(speech, last, n, year)
        return f"{_bare(speech, first)} {speech.to} {end}" if first else end

    def month_first(found: re.Match[str]) -> str:
        month, day, year = found.groups()
        return _day_of_month(speech, day, speech.months[month.lower()], year)

    def iso(found: re.Match[str]) -> str:
        return speech.day(_date(found[0], *map(int, found.groups())), True)

    def numeric(found: re.Match[str]) -> str:
        return speech.day(_in_order(found, speech), True)

    yield Rule(pattern=re.compile(r"\b(\d{4})-(\d\d)-(\d\d)\b"), read=iso)
    yield Rule(
        pattern=re.compile(r"\b(\d{1,2})[/.](\d{1,2})[/.](\d{4})\b"), read=numeric
    )
    between = rf"(?:(\d{{1,2}})(?: ?{DASH} ?| {speech.to} ))?"
    yield Rule(
        pattern=re.compile(rf"{lead}{between}{day}{month}{year}", flags),
        read=written,
    )
    if speech.language == "en":
        yield Rule(
            pattern=re.compile(
                rf"\b({names})\b\.? (\d{{1,2}})(?:st|nd|rd|th)?\b(?!:\d){year}"
            ),
            read=month_first,
        )


def _bare(speech: Speech, day: str) -> str:
    """The first day of a range, which leaves its month to the last."""
    if speech.language == "en":
        return f"the {speech.ordinal(int(day), 'm')}"
    return speech.cardinal(int(day)) if day != "1" else speech.ordinal(1, "m")


def _day_of_month(speech: Speech, day: str, month: int, year: str | None) -> str:
    if not 1 <= int(day) <= 31:
        raise CannotCarry(f"There is no day {day} in a month. Correct the date.")
    _date(f"{day}.{month}.", int(year) if year else 2028, month, int(day))
    return speech.day_of_month(int(day), month, int(year) if year else None)


def _date(written: str, year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise CannotCarry(f"“{written}” is not a date. Correct it.") from None


def _in_order(found: re.Match[str], speech: Speech) -> date:
    first, second, year = map(int, found.groups())
    if speech.day_first or first > 12 or first == second:
        return _date(found[0], year, second, first)
    if second > 12:
        return _date(found[0], year, first, second)
    raise CannotCarry(
        f"“{found[0]}” can be two different days. Write the month as a word."
    )


def _phones(speech: Speech) -> Iterator[Rule]:
    def read(found: re.Match[str]) -> str | None:
        digits = re.sub(r"\D", "", found[0])
        return phone(found[0], speech) if 7 <= len(digits) <= 20 else None

    separators = r"[ \u00a0\u202f.\-/]{0,2}"
    more = rf"(?:{separators}\(?\d+\)?)+"
    extension = r"(?:,? ?(?:ext\.?|extension|x) ?\d{1,6}\b)?"
    yield Rule(pattern=re.compile(rf"\+\d{{1,4}}{more}{extension}", re.I), read=read)
    yield Rule(
        pattern=re.compile(
            rf"(?<![\w.,])(?:\(\d{{1,5}}\)|0\d{{1,4}}|\d{{3}}-){more}{extension}", re.I
        ),
        read=read,
    )


def _money(speech: Speech) -> Iterator[Rule]:
    signs = "|".join(sorted(map(re.escape, speech.money_signs), key=len, reverse=True))
    name = rf"({_CODE}|{signs})"
    figure = rf"({speech.whole})({re.escape(speech.decimal_sign)}\d+|\.\d\d)?"

    def said(code: str, whole: str, decimals: str | None) -> str:
        _refuse_unclear(whole + (decimals or ""))
        amount = Decimal(re.sub(r"\D", "", whole) + "." + (decimals or ".0")[1:])
        return money(amount, speech.money_signs.get(code, code), speech)

    def before(found: re.Match[str]) -> str | None:
        return (
            said(found[1], found[2], found[3]) if _is_code(found[1], speech) else None
        )

    def after(found: re.Match[str]) -> str | None:
        return (
            said(found[3], found[1], found[2]) if _is_code(found[3], speech) else None
        )

    def bare(found: re.Match[str]) -> str:
        raise CannotCarry(
            f"“{found[0]}” does not say which currency. Write its code, such as USD 50."
        )

    yield Rule(
        pattern=re.compile(rf"(?<!\w){name}{GAP}{figure}(?![\d.,]*\d)"), read=before
    )
    yield Rule(pattern=re.compile(rf"(?<![\w.,]){figure}{GAP}{name}(?!\w)"), read=after)
    yield Rule(pattern=re.compile(r"[$¥₹] ?\d[\d.,]*|\d[\d.,]* ?[$¥₹]"), read=bare)


def _is_code(code: str, speech: Speech) -> bool:
    """Whether three capitals are a currency rather than an acronym beside a figure."""
    if code in speech.money_signs:
        return True
    try:
        speech.money(1, None, code)
    except CannotCarry:
        return False
    return True


def _refuse_unclear(figure: str) -> None:
    """1.500 is one and a half to some readers and fifteen hundred to others."""
    if re.fullmatch(r"\d{1,3}[.]\d{3}", figure):
        raise CannotCarry(
            f"“{figure}” can be a thousand times more or less. Write {figure.replace('.', '')} or the words."
        )


def _numbers(speech: Speech) -> Iterator[Rule]:
    whole = speech.whole
    sign = re.escape(speech.decimal_sign)
    decimal = rf"(\d+)(?:{sign}|\.)(\d+)"
    alone = r"(?<![\w.,:/])"
    end = r"(?![\w])(?![.,:/]\d)"

    def percent(found: re.Match[str]) -> str:
        _refuse_unclear(found[1])
        return speech.percent(speech.number(Decimal(found[1].replace(",", "."))))

    def fraction(found: re.Match[str]) -> str:
        if len(found[2]) == 3:
            _refuse_unclear(f"{found[1]}.{found[2]}")
        return speech.number(Decimal(f"{found[1]}.{found[2]}"))

    def span(found: re.Match[str]) -> str | None:
        first, last = int(found[1]), int(found[2])
        if first >= last:
            return None
        before, after = _around(found)
        words = speech.count(first, before, after)
        return f"{words} {speech.to} {speech.count(last, before, after)}"

    def count(found: re.Match[str]) -> str:
        digits = re.sub(r"\D", "", found[0])
        if len(digits) > _MOST_DIGITS:
            raise CannotCarry(f"“{found[0][:40]}” is too long a number to be said.")
        return speech.count(int(digits), *_around(found))

    yield Rule(pattern=re.compile(rf"{alone}(\d+(?:[.,]\d+)?){GAP}%"), read=percent)
    yield Rule(
        pattern=re.compile(rf"{alone}(\d{{1,4}}) ?{DASH} ?(\d{{1,4}}){end}"), read=span
    )
    yield Rule(pattern=re.compile(rf"{alone}(?:{whole}){end}"), read=count)
    yield Rule(pattern=re.compile(rf"{alone}{decimal}{end}"), read=fraction)


def _around(found: re.Match[str]) -> tuple[str, str]:
    return found.string[: found.start()], found.string[found.end() :]
