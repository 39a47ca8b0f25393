"""Announcements that the radio tests share."""

from __future__ import annotations

import codecs
import json
import tomllib
from pathlib import Path
from typing import Any

from outreach.model.announcement import Announcement
from outreach.model.edition import Edition
from outreach.model.rendition import Rendition

_SAID = Path(__file__).parent / "said"
#: What people read of the sample, by language.
TEXTS: dict[str, dict[str, str]] = {
    path.stem: json.loads(path.read_text("utf-8"))
    for path in sorted(_SAID.glob("*.json"))
}


def said_in(language: str) -> dict[str, Any]:
    """What a language's module was read through for."""
    return tomllib.loads((_SAID / f"{language}.toml").read_text("utf-8"))


def _in_all(key: str) -> dict[str, str]:
    return {language: texts[key] for language, texts in TEXTS.items() if key in texts}


def _named(key: str, name: str) -> dict[str, str]:
    """A name by language: its own form where the language's script needs one."""
    return {language: texts.get(key, name) for language, texts in TEXTS.items()}


RICH: dict[str, Any] = {
    "id": "kisumu-water-27",
    "kind": "workshop",
    "organizer": _named("organizer", "Lake Region Women's Network"),
    "starts_at": "2027-05-05T14:30",
    "ends_at": "2027-05-05T17:00",
    "timezone": "Africa/Nairobi",
    "venue": {
        "name": _in_all("venue"),
        "room": _named("room", "3B"),
        "locality": _named("locality", "Kisumu"),
        "country": "KE",
    },
    "registration": {
        "deadline": "2027-04-20",
        "how": ["sms", "phone", "online"],
        "fee": {"amount": "2500", "currency": "KES"},
        "seats": 200,
        "seats_per_organisation": 2,
    },
    "contact": {"name": _named("contact", "Amina Otieno"), "phones": ["+254722451983"]},
    "programme": [
        {
            "at": "14:30",
            "title": _in_all("opening"),
            "speaker": _named("speaker", "Grace Achieng"),
        }
    ],
    "url": "https://example.org/water",
    "texts": {
        language: {key: texts[key] for key in ("title", "summary", "body")}
        for language, texts in TEXTS.items()
    },
    "pronunciations": [{"written": "Kisumu", "say": "ki-SOO-moo", "language": "en"}],
}


def announcement(**changes: Any) -> Announcement:
    """The rich sample with fields changed; None takes a field out."""
    merged = {**RICH, **changes}
    return Announcement.model_validate(
        {k: v for k, v in merged.items() if v is not None}
    )


def edition(*items: Announcement, **changes: Any) -> Edition:
    """An edition of ``items`` with fields changed."""
    values = {
        "number": 12,
        "region": _named("locality", "Kisumu"),
        "period_from": "2027-05-01",
        "period_to": "2027-05-31",
        "items": items,
        **changes,
    }
    return Edition.model_validate(values)


def words(made: Rendition, name: str = "txt") -> str:
    """A text file of a rendition as a station reads it: marked as UTF-8, with CRLF."""
    (data,) = [file.data for file in made.files if file.name == name]
    assert data.startswith(codecs.BOM_UTF8)
    assert data.count(b"\r\n") == data.count(b"\n")
    return data.decode("utf-8-sig").replace("\r\n", "\n")
