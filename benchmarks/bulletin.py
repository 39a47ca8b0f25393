"""An edition of twelve events, and the one poster, that pages are measured with."""

from __future__ import annotations

import json
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from outreach.model.announcement import Announcement
from outreach.model.edition import Edition
from outreach.model.reading import read

EVENTS = 12
ARTICLES = Path(__file__).parents[1] / "tests" / "typesetting" / "udhr_article1.json"
_KINDS = ("meeting", "workshop", "seminar", "conference")
_TOPICS = (
    "Water points and who keeps them",
    "Seed banks for the long rains",
    "A hearing on the county’s health plan",
    "Women at the village council",
    "How to read the district’s budget",
    "Radio for fishing villages",
)
_TOWNS = ("Kisumu", "Homa Bay", "Siaya", "Busia", "Kakamega", "Migori")
_PROSE = (
    "Groups from every ward may send two members. The county pays the bus from the stage "
    "and back, and there is a meal at noon. Bring the list of water points that your group "
    "looks after, with the name of each caretaker. Those who cannot come may send their "
    "questions with a neighbour: they are read out and answered in the minutes, which the "
    "chief’s office keeps for all to see."
)


class Event(NamedTuple):
    """What every engine sets of one event."""

    title: str
    day: str
    clock: str
    place: str
    organizer: str
    phone: str
    summary: str
    body: str


def events(language: str) -> list[Event]:
    """Twelve of them: in English prose of ours, else the Declaration's first article."""
    article = json.loads(ARTICLES.read_text("utf-8"))
    prose = _PROSE if language == "en" else article[language]["text"]
    words = prose.split() if " " in prose else list(prose)
    glue = " " if " " in prose else ""
    return [
        Event(
            title=_TOPICS[n % 6] if language == "en" else _cut(words, glue, n, 6),
            day=f"2027-05-{n + 3:02d}",
            clock=f"{9 + n % 6:02d}:30",
            place=f"Town Hall, {_TOWNS[n % 6]}",
            organizer="Lake Region Women’s Network",
            phone=f"+25472245198{n % 10}",
            summary=_cut(words, glue, n * 3, 22),
            body=_cut(words, glue, n * 5, 60),
        )
        for n in range(EVENTS)
    ]


def _cut(words: list[str], glue: str, start: int, number: int) -> str:
    turned = (words[(start + at) % len(words)] for at in range(10_000))
    return glue.join(islice(turned, number))


def announcement(event: Event, number: int, language: str) -> Announcement:
    """The event as staff would post it."""
    value: dict[str, Any] = {
        "id": f"event-{number}",
        "kind": _KINDS[number % 4],
        "organizer": event.organizer,
        "starts_at": f"{event.day}T{event.clock}",
        "timezone": "Africa/Nairobi",
        "venue": {"name": "Town Hall", "locality": _TOWNS[number % 6], "country": "KE"},
        "contact": {"name": "Amina Otieno", "phones": [event.phone]},
        "texts": {
            language: {
                "title": event.title,
                "summary": event.summary,
                "body": event.body,
            }
        },
    }
    return read(value).announcement


def edition(language: str) -> Edition:
    """Number 7 of a bulletin for the lake region."""
    items = [
        announcement(event, number, language)
        for number, event in enumerate(events(language), 1)
    ]
    return Edition.model_validate(
        {
            "number": 7,
            "region": "Lake Region",
            "period_from": "2027-05-01",
            "period_to": "2027-05-31",
            "items": items,
        }
    )
