"""The clock with its part of the day: в половине третьего дня, с двух часов до пяти."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time
from types import MappingProxyType

import regex

from channels.radio.clocks import moment_in_part, moment_of, night_or_day_unclear
from channels.radio.languages.ru.nouns import UNITS
from channels.radio.languages.ru.numerals import Case, cardinal, forms, ordinal
from channels.radio.patterns import DASH
from channels.radio.speech import (
    Reader,
    Rule,
    rule,
)
from outreach.model.errors import CannotCarry

_HOUR, _MINUTE = UNITS["ч"], UNITS["мин"]
_HALF = forms("половина половины половине половину половиной половине")
PARTS = MappingProxyType({"утра": False, "дня": True, "вечера": True, "ночи": None})
_CASE_AFTER: MappingProxyType[str, Case] = MappingProxyType(
    {
        "с": "gen", "со": "gen", "от": "gen", "до": "gen", "после": "gen", "около": "gen",
        "к": "dat", "ко": "dat", "на": "acc",
    }
)  # fmt: skip

_T = r"([01]?\d|2[0-4]):([0-5]\d)(?![:\d])"
_DOTTED_T = r"([01]?\d|2[0-4])[:.]([0-5]\d)(?![:.]?\d)"
_PART = r"(?: ?(?:ч\.|час(?:а|ов)?(?!\w)))?(?: ?(утра|дня|вечера|ночи)(?!\w))?"
_PREPOSITION = r"(с|со|от|до|после|около|к|ко|на)"
#: What may follow a time with a point, so that it is neither a date nor a price.
_NO_DECIMAL = r"(?=$|\s*(?:[,;!?)\n\u2010-\u2015-]|\.(?!\d)|(?:до|по|в|во|на|и|без|для|утра|дня|вечера|ночи|ч|час\w*)(?!\w)))"
_START = r"(?<![\w.,:/-])"


def clock(moment: time) -> str:
    """At a time, with its preposition. The hour after midnight counts from zero."""
    hour, minute = moment.hour, moment.minute
    after = (hour + 1) % 24
    match minute:
        case 0 if hour == 0:
            return "в ноль часов, в начале суток"
        case 15 if hour:
            return f"в четверть {_ordinal_hour(after)} {_part(hour)}"
        case 30 if hour:
            return f"в половине {_ordinal_hour(after)} {_part(after)}"
        case 45 if hour:
            return f"без четверти {_to(after)} {_part(after)}"
    return f"в {_whole(hour, minute, 'acc')}"


def in_case(moment: time, case: Case) -> str:
    """A time that a preposition stands before: половины третьего дня, двух часов дня."""
    hour, minute = moment.hour, moment.minute
    if (hour, minute) == (0, 0) and case in ("gen", "dat"):
        return "полуночи" if case == "gen" else "полуночи, к началу суток"
    if hour and minute == 30:
        after = (hour + 1) % 24
        return f"{_HALF[case]} {_ordinal_hour(after)} {_part(after)}"
    return _whole(hour, minute, case)


def _whole(hour: int, minute: int, case: Case) -> str:
    if minute:
        words = _HOUR.with_number(_twelve(hour), case)
        words += f" {_MINUTE.with_number(minute, case)}"
    else:
        words = _hours(hour, case)
    return f"{words} {_part(hour)}" if hour else words


def _hours(hour: int, case: Case) -> str:
    """One o'clock is the hour alone: в час дня."""
    if _twelve(hour) == 1:
        return _HOUR.singular[case]
    return _HOUR.with_number(_twelve(hour), case)


def _to(hour: int) -> str:
    """The hour alone, as it follows a quarter: без четверти три, без четверти час."""
    twelve = _twelve(hour) or 12
    return _HOUR.singular["nom"] if twelve == 1 else cardinal(twelve, "nom")


def _twelve(hour: int) -> int:
    """The hour on the dial; the first of the day is zero."""
    return hour - 12 if hour > 12 else hour


def _ordinal_hour(hour: int) -> str:
    return ordinal(_twelve(hour) or 12, "m", "gen")


def _part(hour: int) -> str:
    for first, part in [(17, "вечера"), (12, "дня"), (4, "утра")]:
        if hour >= first:
            return part
    return "ночи"


def _moment(hour: str, minute: str, part: str | None) -> time:
    if part and int(hour) <= 12:
        return moment_in_part(hour, minute, part.lower(), PARTS)
    return moment_of(hour, minute, night_or_day_unclear)


def _read_span(found: regex.Match[str]) -> str:
    hour, minute, part, last_hour, last_minute, last_part = found.groups()
    begin = _moment(hour, minute, part or (last_part if int(hour) < 13 else None))
    end = _moment(last_hour, last_minute, last_part)
    return f"с {in_case(begin, 'gen')} до {in_case(end, 'gen')}"


def _read_after(found: regex.Match[str]) -> str:
    word, hour, minute, part = found.groups()
    _refuse_a_date(found[0], minute)
    at = _moment(hour, minute, part)
    return f"{word} {in_case(at, _CASE_AFTER[word.lower()])}"


def _read_at(found: regex.Match[str]) -> str:
    _refuse_a_date(found[0], found[2])
    return clock(_moment(found[1], found[2], found[3]))


def _refuse_a_date(written: str, minute: str) -> None:
    """15.04 is the fifteenth of April, too."""
    if "." in written.rstrip(".") and 1 <= int(minute) <= 12:
        raise CannotCarry(
            f"“{written}” can be a time or a day. Write the time with a colon, the month in words."
        )


def _read_bare(found: regex.Match[str]) -> str:
    raise CannotCarry(
        f"“{found[0]}” can be a time, a day or a decimal. Write it as 14:30, 5 мая or 2,5."
    )


def _read_hour(found: regex.Match[str]) -> str:
    word = found[1].lower()
    at = _moment(found[2], found[3] or "00", found[4])
    return clock(at) if word in ("в", "во") else f"{found[1]} {in_case(at, _CASE_AFTER[word])}"  # fmt: skip


def _read_one(found: regex.Match[str]) -> str:
    return f"в час {found[1]}"


def _rule(pattern: str, read: Reader) -> Rule:
    return rule(_START + pattern, read, regex.I)


def times() -> Iterator[Rule]:
    """Times of day as they are written in Russian, spans first."""
    yield _rule(rf"(?:(?:с|в) )?{_DOTTED_T}{_PART} ?{DASH} ?{_DOTTED_T}{_PART}", _read_span)  # fmt: skip
    yield _rule(rf"{_PREPOSITION} {_T}{_PART}", _read_after)
    yield _rule(rf"(?:во? )?{_T}{_PART}", _read_at)
    yield _rule(rf"{_PREPOSITION} {_DOTTED_T}{_NO_DECIMAL}{_PART}", _read_after)
    yield _rule(rf"во? {_DOTTED_T}{_NO_DECIMAL}{_PART}", _read_at)
    yield _rule(r"([01]?\d|2[0-4])\.([0-5]\d)(?![\d.,])", _read_bare)
    yield _rule(rf"(в|{_PREPOSITION[1:-1]}) (\d{{1,2}}) ?ч\.?(?!\w)(?: ?(\d{{1,2}}) ?мин\.?(?!\w))?(?: ?(утра|дня|вечера|ночи)(?!\w))?", _read_hour)  # fmt: skip
    yield _rule(r"в 1 (?:час )?(ночи|дня)(?!\w)", _read_one)
