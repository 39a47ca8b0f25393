"""The clock as all who speak Portuguese say it: no quarters, which differ by country."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time
from types import MappingProxyType

import regex

from channels.radio.clocks import moment_in_part, moment_of, night_or_day_unclear
from channels.radio.languages.pt.numerals import cardinal
from channels.radio.patterns import DASH
from channels.radio.speech import (
    Reader,
    Rule,
    rule,
)
from outreach.model.errors import CannotCarry

PARTS: MappingProxyType[str, bool | None] = MappingProxyType(
    {"da manhã": False, "da tarde": True, "da noite": None, "da madrugada": False}
)
#: The article of an hour, joined with the preposition before it.
_JOINED = MappingProxyType(
    {
        "a": {"as": "às", "a": "à", "o": "ao"},
        "de": {"as": "das", "a": "da", "o": "do"},
        "por": {"as": "pelas", "a": "pela", "o": "pelo"},
        "até": {"as": "até às", "a": "até à", "o": "até ao"},
        "": {"as": "as", "a": "a", "o": "o"},
    }
)
_LEADS = MappingProxyType(
    dict.fromkeys(("às", "à", "ao"), "a")
    | dict.fromkeys(("das", "da", "do", "de"), "de")
    | dict.fromkeys(("pelas", "pela", "pelo"), "por")
    | dict.fromkeys(("até", "até às", "até as", "até à", "até ao"), "até")
    | dict.fromkeys(("as", "a", "o"), "")
)
_LEAD = r"(às|à|ao|das|da|pelas|as|até (?:às|as|à|ao)|até) "
_SURE_LEAD = r"(às|à|ao|das|pelas|até (?:às|as|à|ao)) "
_HOUR = r"([01]?\d|2[0-4])"
_MINUTE = r"(?: ?h ?([0-5]\d)(?: ?min\.?)?|:([0-5]\d)(?: ?h(?:rs?|s)?(?!\w)\.?)?)"
_T = rf"{_HOUR}{_MINUTE}(?![:\w])"
_LONE = r" ?h(?:rs?|s)?(?!\w)\.?"
_T_OR_HOUR = rf"{_HOUR}(?:{_MINUTE}|{_LONE}| horas?(?!\w))?(?![:.,]?\d)(?!\w)"
_PARTS = r"(da manhã|da tarde|da noite|da madrugada)(?!\w)"
_PART = rf"(?: {_PARTS})?"
_START = r"(?<![\w.,:/-])"


def clock(moment: time) -> str:
    """At a time: às duas e meia da tarde."""
    return led(moment, "a")


def led(moment: time, preposition: str) -> str:
    """After a preposition: das duas e meia da tarde, do meio-dia."""
    article, words = _named(moment)
    return f"{_JOINED[preposition][article]} {words}"


def _named(moment: time) -> tuple[str, str]:
    """The hour's article and its words; of the hour after midnight, which day it begins."""
    hour, minutes = moment.hour, _minutes(moment.minute)
    if hour == 0:
        return "a", f"meia-noite{minutes}, no começo do dia"
    if hour == 12:
        return "o", f"meio-dia{minutes}"
    twelve = hour % 12
    return "a" if twelve == 1 else "as", f"{cardinal(twelve, 'f')}{minutes} {_part(hour)}"  # fmt: skip


def _minutes(minute: int) -> str:
    if minute == 30:
        return " e meia"
    return f" e {cardinal(minute)}" if minute else ""


def _part(hour: int) -> str:
    for first, part in [(19, "da noite"), (13, "da tarde"), (6, "da manhã")]:
        if hour >= first:
            return part
    return "da madrugada"


def _moment(hour: str, minute: str | None, part: str | None) -> time:
    if part and int(hour) <= 12:
        return moment_in_part(hour, minute, part.lower(), PARTS)
    return moment_of(hour, minute or "00", night_or_day_unclear)


def _read_span(found: regex.Match[str]) -> str | None:
    hour, h_minute, c_minute, part, last_hour, last_h, last_c, last_part = found.groups()  # fmt: skip
    sure = r"\d ?h(?!o)|\d:\d|da (?:manhã|tarde|noite|madrugada)|das .* às "
    if not regex.search(sure, found[0], regex.I):
        return None
    inherited = part or (last_part if int(hour) < 13 else None)
    begin = _moment(hour, h_minute or c_minute, inherited)
    end = _moment(last_hour, last_h or last_c, last_part)
    return f"{led(begin, 'de')} {led(end, 'a')}"


def _read_led(found: regex.Match[str]) -> str:
    lead, hour, h_minute, c_minute, part = found.groups()
    at = _moment(hour, h_minute or c_minute, part)
    return led(at, _LEADS[lead.lower()])


def _read_led_hour(found: regex.Match[str]) -> str:
    return led(_moment(found[2], None, found[3]), _LEADS[found[1].lower()])


def _read_bare(found: regex.Match[str]) -> str:
    hour, h_minute, c_minute, part = found.groups()
    return clock(_moment(hour, h_minute or c_minute, part))


def _read_hour(found: regex.Match[str]) -> str:
    if found[2]:
        return clock(_moment(found[1], None, found[2]))
    raise CannotCarry(
        f"“{found[0]}” can be a time or how long it takes. Write “às {found[1]}h” or “{found[1]} horas”."
    )


def _rule(pattern: str, read: Reader) -> Rule:
    return rule(_START + pattern, read, regex.I)


def times() -> Iterator[Rule]:
    """Times of day as they are written in Portuguese, spans first."""
    to = rf"(?: ?{DASH} ?| (?:a|à|às|ao|até às|até|e as) )"
    yield _rule(rf"(?:(?:das|da|de|entre as) )?{_T_OR_HOUR}{_PART}{to}{_T_OR_HOUR}{_PART}", _read_span)  # fmt: skip
    yield _rule(rf"{_LEAD}{_T}{_PART}", _read_led)
    yield _rule(rf"{_LEAD}{_HOUR}{_LONE}{_PART}", _read_led_hour)
    yield _rule(rf"{_SURE_LEAD}{_HOUR} horas?(?!\w)(?! de ){_PART}", _read_led_hour)
    yield _rule(rf"{_LEAD}{_HOUR} {_PARTS}", _read_led_hour)
    yield _rule(rf"{_T}{_PART}", _read_bare)
    yield _rule(rf"{_HOUR}{_LONE}{_PART}", _read_hour)
