"""Offices to make leaflets of."""

from __future__ import annotations

from typing import Any

from channels.print import PrintChannel
from outreach.inbox.leaflet import keywords
from outreach.model.leaflet import FocalPoint, Office
from outreach.model.papers import Paper

CHANNEL = PrintChannel()
LANGUAGES = ("am", "ar", "en", "es", "fr", "hi", "pt", "ru", "sw", "zh")
AMINA = FocalPoint(
    name="Amina Otieno", where="Town Hall, Kisumu", phone="+254 300 000014"
)


def points(count: int) -> tuple[FocalPoint, ...]:
    """So many focal points, as one district after the other has them."""
    return tuple(
        FocalPoint(
            name=f"Focal Person {number}",
            where=f"Health centre {number}, Kisumu East",
            phone=f"+254 300 00002{number % 10}",
        )
        for number in range(count)
    )


def office(**changed: Any) -> Office:
    """An office that can be texted, rung, written to and gone to, with ``changed`` facts."""
    values: dict[str, Any] = {
        "name": "Lake Region Liaison Office",
        "text_to": "+254 300 000099",
        "phones": ("+254 20 2345678", "+254 300 000012"),
        "address": ("P.O. Box 14", "Kisumu 40100", "Kenya"),
        "focal_points": (
            AMINA,
            FocalPoint(name="Peter Ouma", where="Bondo", phone="+254 300 000015"),
            FocalPoint(name="Grace Atieno", where="Siaya market, Thursdays"),
        ),
        "keywords": keywords(),
        "languages": LANGUAGES,
    }
    return Office(**{**values, **changed})


def leaflet(*languages: str, paper: Any = "a4", **changed: Any) -> Paper:
    """The leaflet of that office, in English unless languages are given."""
    return CHANNEL.leaflet(office(**changed), languages or ("en",), paper)
