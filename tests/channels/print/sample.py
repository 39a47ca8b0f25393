"""Announcements to print, and the page of one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from channels.print import PrintChannel, PrintOptions
from outreach.model.announcement import Announcement
from outreach.model.edition import Edition
from outreach.model.rendition import Rendition

EXAMPLES = Path(__file__).parents[3] / "examples"
CHANNEL = PrintChannel()


def example(name: str) -> dict[str, Any]:
    """An example announcement as JSON values, to be changed by a test."""
    found: dict[str, Any] = json.loads((EXAMPLES / f"{name}.json").read_text("utf-8"))
    return found


def plain(**changed: Any) -> dict[str, Any]:
    """A short announcement in English with ``changed`` fields."""
    return {
        "id": "water-27",
        "kind": "workshop",
        "organizer": "Lake Region Women’s Network",
        "starts_at": "2027-05-05T14:30",
        "ends_at": "2027-05-05T17:00",
        "timezone": "Africa/Nairobi",
        "venue": {"name": "Town Hall", "locality": "Kisumu", "country": "KE"},
        "contact": {"name": "Amina Otieno", "phones": ["+254300000014"]},
        "texts": {"en": {"title": "Village water", "summary": "Who repairs pumps?"}},
        **changed,
    }


def page(given: dict[str, Any], language: str = "en", **options: Any) -> Rendition:
    """The poster of ``given``."""
    return made("poster", given, language, **options)


def made(
    variant: str, given: dict[str, Any], *languages: str, **options: Any
) -> Rendition:
    """A page of ``given``, in English unless languages are given."""
    announcement = Announcement.model_validate(given)
    chosen = PrintOptions(**options)
    return CHANNEL.render(announcement, languages or ("en",), variant, chosen)


def changed(notice: str) -> dict[str, Any]:
    """A correction or a cancellation of the plain announcement."""
    return plain(id="water-28", notice=notice, replaces="water-27")


def edition(*items: dict[str, Any], **changed: Any) -> Edition:
    """An edition of ``items`` with ``changed`` fields."""
    values = {
        "number": 12,
        "region": "Kisumu County",
        "period_from": "2027-05-01",
        "period_to": "2027-05-31",
        "items": items,
        **changed,
    }
    return Edition.model_validate(values)


def bulletin(made_of: Edition, *languages: str, **options: Any) -> Rendition:
    """The bulletin of ``made_of``, in English unless languages are given."""
    chosen = PrintOptions(**options)
    return CHANNEL.render(made_of, languages or ("en",), "bulletin", chosen)
