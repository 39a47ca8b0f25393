"""Announcements that the radio tests share."""

from __future__ import annotations

from typing import Any

from outreach.model.announcement import Announcement
from outreach.model.edition import Edition

RICH: dict[str, Any] = {
    "id": "kisumu-water-27",
    "kind": "workshop",
    "organizer": "Lake Region Women's Network",
    "starts_at": "2027-05-05T14:30",
    "ends_at": "2027-05-05T17:00",
    "timezone": "Africa/Nairobi",
    "venue": {
        "name": {
            "en": "Town Hall",
            "fr": "Hôtel de ville",
            "es": "Ayuntamiento",
            "sw": "Ukumbi wa Mji",
        },
        "room": "3B",
        "locality": "Kisumu",
        "country": "KE",
    },
    "registration": {
        "deadline": "2027-04-20",
        "how": ["sms", "phone", "online"],
        "fee": {"amount": "2500", "currency": "KES"},
        "seats": 200,
        "seats_per_organisation": 2,
    },
    "contact": {"name": "Amina Otieno", "phones": ["+254722451983"]},
    "programme": [
        {
            "at": "14:30",
            "title": {
                "en": "Opening",
                "fr": "Ouverture",
                "es": "Apertura",
                "sw": "Ufunguzi",
            },
            "speaker": "Grace Achieng",
        }
    ],
    "url": "https://example.org/water",
    "texts": {
        "en": {
            "title": "Clean water in every village",
            "summary": "Learn how 40 villages around the lake keep their wells clean. Bring one question from your community.",
            "body": "Lunch is served at 12:30. See https://example.org for more.",
        },
        "fr": {
            "title": "De l’eau propre dans chaque village",
            "summary": "Apprenez comment 40 villages autour du lac gardent leurs puits propres. Apportez une question de votre communauté.",
            "body": "Le repas est servi à 12 h 30.",
        },
        "es": {
            "title": "Agua limpia en cada aldea",
            "summary": "Aprenda cómo 201 mujeres mantienen limpios sus pozos. Traiga una pregunta de su comunidad.",
            "body": "La comida se sirve a las 12:30.",
        },
        "sw": {
            "title": "Maji safi katika kila kijiji",
            "summary": "Jifunze jinsi vijiji 40 karibu na ziwa vinavyotunza visima. Leta swali moja kutoka kwa jamii yako.",
            "body": "Chakula kitatolewa saa 6:30 mchana.",
        },
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
        "region": "Kisumu",
        "period_from": "2027-05-01",
        "period_to": "2027-05-31",
        "items": items,
        **changes,
    }
    return Edition.model_validate(values)
