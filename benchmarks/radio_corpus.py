"""Announcements in every language of the radio, to fit the pace on and to test it on.

What people wrote is in ``scripts/<language>.toml``; dates, times, phones, fees and seats
are added here, others for each announcement. Those to fit on and those to test on share
no text, no organizer, no place and no person.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any, Literal

from channels.radio.languages import SPEECHES
from channels.radio.script import script
from outreach.model.announcement import Announcement
from outreach.model.facts import Facts, facts_in
from outreach.model.reading import read

SCRIPTS = Path(__file__).with_name("scripts")
Part = Literal["fit", "test"]
#: How many of the names are for the announcements to fit on; the rest are for the test.
_FOR_FITTING = 3
_KINDS = ("workshop", "meeting", "seminar", "conference", "training", "consultation", "hearing")  # fmt: skip
_STARTS = ("09:00", "14:30", "10:15", "16:00", "08:30", "18:45", "11:20")
_FEES = (None, "0", "1500", "25", "2000", "350", "12000")
_WAYS: tuple[list[str], ...] = (
    ["phone", "sms"],
    ["in_person"],
    ["sms", "in_person", "post"],
    [],
)


def languages() -> list[str]:
    """Those with announcements here and a speech module."""
    return sorted(path.stem for path in SCRIPTS.glob("*.toml") if path.stem in SPEECHES)


def announcements(language: str, part: Part) -> list[Announcement]:
    """The announcements of one part, as staff would post them."""
    written = tomllib.loads((SCRIPTS / f"{language}.toml").read_text("utf-8"))
    first = 0 if part == "fit" else len(written["fit"])
    return [
        _announcement(language, written, first + n, part, text)
        for n, text in enumerate(written[part])
    ]


def facts(language: str, part: Part) -> list[Facts]:
    """The same, as a script is made from them."""
    return [facts_in(one, language) for one in announcements(language, part)]


def stretches(language: str) -> Iterator[str]:
    """What the pace is fitted on: each sentence of the scripts, each three, and the whole.

    From whole scripts alone a stop can't be told from what every script has.
    """
    for one in facts(language, "fit"):
        sentences = script(one, "full").sentences
        for number in (1, 3, len(sentences)):
            for first in range(len(sentences) - number + 1):
                yield "\n".join(sentences[first : first + number])


def _announcement(
    language: str, written: dict[str, Any], n: int, part: Part, text: dict[str, str]
) -> Announcement:
    start = date(2027, 1, 11) + timedelta(days=19 * n)
    name = _one_of(written["people"], n, part)
    value = {
        "id": f"{language}-{n}",
        "kind": _KINDS[n % 7],
        "organizer": _one_of(written["organizers"], n, part),
        "starts_at": f"{start}T{_STARTS[n % 7]}",
        "ends_at": _end(start, n),
        "timezone": "UTC",
        "venue": _venue(written, n, part),
        "registration": _registration(start, n, written["currency"]),
        "contact": {"name": name, "phones": [_phone(written["phone"], n)]}
        | ({"role": written["roles"][n // 3 % 3]} if n % 3 == 1 else {}),
        "texts": {language: text},
    }
    if n % 6 == 0:
        # Few and short facts, so that small slots can hold them, too.
        value |= {
            "organizer": written["short"] if part == "test" else value["organizer"],
            "starts_at": str(start),
            "contact": {"name": name.split()[0]},
        }
    return read(value).announcement


def _venue(written: dict[str, Any], n: int, part: Part) -> dict[str, str]:
    place, town = _one_of(written["places"], n, part).split(" | ")
    named = {} if n % 6 == 0 else {"name": place}
    room = {"room": str(n + 2)} if n % 4 == 2 else {}
    return {"locality": town, "country": written["country"]} | named | room


def _one_of(names: list[str], n: int, part: Part) -> str:
    mine = names[:_FOR_FITTING] if part == "fit" else names[_FOR_FITTING:]
    return mine[n % len(mine)]


def _end(start: date, n: int) -> str | None:
    """One in three has none, one in six ends on another day."""
    if n % 3 == 0:
        return None
    return str(start + timedelta(days=2)) if n % 6 == 5 else f"{start}T19:30"


def _registration(start: date, n: int, currency: str) -> dict[str, Any]:
    fee = _FEES[n % 7]
    return {
        "how": _WAYS[n % 4],
        "fee": {"amount": fee, "currency": currency} if fee else None,
        "seats": 20 + 35 * n if n % 2 else None,
        "seats_per_organisation": 2 if n % 4 == 1 else None,
        "deadline": str(start - timedelta(days=10 + n)) if n % 2 == 0 else None,
    }


def _phone(pattern: str, n: int) -> str:
    figures = Random(n)  # noqa: S311 - the same ones each time
    return re.sub("#", lambda _: str(figures.randrange(10)), pattern)
