"""``outreach radio speak`` and ``outreach radio time``: one JSON object a line."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, time
from decimal import Decimal
from typing import Any

from channels.radio.languages import speech_of
from channels.radio.lexicon import acronym
from channels.radio.money import money
from channels.radio.normaliser import spoken
from channels.radio.phones import phone
from channels.radio.sayings import by_lexicon
from channels.radio.speech import Speech
from channels.radio.timing import seconds
from outreach.model.contracts import LineCommand
from outreach.model.errors import InputError
from outreach.model.lexicon import Saying
from outreach.model.words import shown

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CLOCK = re.compile(r"[0-9]{2}:[0-9]{2}")
#: Without an exponent, a million zeros long: no figure that is said has more digits.
_NUMBER = re.compile(r"-?[0-9]{1,40}(\.[0-9]{1,20})?")


def speak(line: Mapping[str, Any], language: str) -> Mapping[str, Any]:
    """``{"date": "2027-05-05"}`` and its like to ``{"spoken": words}``."""
    speech = speech_of(language)
    known = [key for key in line if key in _KINDS]
    if len(known) != 1 or len(line) != 1:
        raise InputError(f"A line has one of these: {', '.join(_KINDS)}.")
    return {"spoken": _KINDS[known[0]](line[known[0]], speech)}


def speak_by(
    line: Mapping[str, Any], language: str, lexicon: Sequence[Saying]
) -> Mapping[str, Any]:
    """The same, with names and short forms as the office says them."""
    said = by_lexicon(lexicon, language)
    acronym_there = line.get("acronym")
    if said is None or len(line) != 1:
        return speak(line, language)
    if isinstance(acronym_there, str) and said(acronym_there) != acronym_there:
        return {"spoken": said(acronym_there)}
    changed = {
        key: said(value) if key == "text" and isinstance(value, str) else value
        for key, value in line.items()
    }
    return speak(changed, language)


def timed(line: Mapping[str, Any], language: str) -> Mapping[str, Any]:
    """``{"text": …}`` to its estimated seconds at the language's own pace; a text with
    figures as it is said, in words.
    """
    if set(line) != {"text"}:
        raise InputError('A line has one field: {"text": "…"}.')
    text = _text(line["text"])
    if any(map(str.isdigit, text)):
        text = spoken(text, language).text
    return {"seconds": round(seconds(text, language), 2)}


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise InputError(f"{shown(value)} is not a text. Put it in quotes.")
    return value


def _date(value: Any, speech: Speech) -> str:
    text = _text(value)
    try:
        if not _DAY.fullmatch(text):
            raise ValueError(text)
        return speech.day(date.fromisoformat(text), True)
    except ValueError:
        raise InputError(
            f"“{shown(text)}” is not a date. Write it as 2027-05-05."
        ) from None


def _time(value: Any, speech: Speech) -> str:
    text = _text(value)
    try:
        if not _CLOCK.fullmatch(text):
            raise ValueError(text)
        return speech.clock(time.fromisoformat(text))
    except ValueError:
        raise InputError(
            f"“{shown(text)}” is not a time from 00:00 to 23:59. Write it as 14:30."
        ) from None


def _decimal(value: Any) -> Decimal:
    text = shown(value, 70)
    if not _NUMBER.fullmatch(text):
        raise InputError(
            f"“{shown(value)}” is not a number. Write it as 2500 or 2500.50."
        )
    return Decimal(text)


def _whole(value: Any) -> int:
    number = _decimal(value)
    if number != number.to_integral_value():
        raise InputError(f"“{shown(value)}” is not a whole number.")
    return int(number)


def _money(value: Any, speech: Speech) -> str:
    if not isinstance(value, Mapping) or set(value) != {"amount", "currency"}:
        raise InputError('Write money as {"amount": "2500", "currency": "KES"}.')
    return money(_decimal(value["amount"]), _text(value["currency"]), speech)


_KINDS: Mapping[str, Callable[[Any, Speech], str]] = {
    "date": _date,
    "time": _time,
    "phone": lambda value, speech: phone(_text(value), speech),
    "money": _money,
    "number": lambda value, speech: speech.number(_decimal(value)),
    "ordinal": lambda value, speech: speech.ordinal(_whole(value), "m"),
    "percent": lambda value, speech: speech.percent(speech.number(_decimal(value))),
    "acronym": lambda value, speech: acronym(_text(value), speech.language)[0],
    "text": lambda value, speech: spoken(_text(value), speech.language).text,
}

COMMANDS = (
    LineCommand(
        name="speak",
        help="Say dates, times, phones, money, numbers and texts in words.",
        takes_language=True,
        run=speak,
        run_by=speak_by,
    ),
    LineCommand(
        name="time",
        help="Estimate how many seconds a spoken text takes.",
        takes_language=True,
        run=timed,
    ),
)
