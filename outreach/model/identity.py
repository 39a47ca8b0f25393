"""Ids that are made where none was given."""

from __future__ import annotations

import re
import unicodedata

from outreach.model.announcement import Announcement
from outreach.model.moments import day_of


def made_id(announcement: Announcement) -> str:
    """An id from the first title that has Latin letters, and the day it starts."""
    day = day_of(announcement.starts_at)
    titles = [text.title for text in announcement.texts.values()]
    slug = next((s for s in map(_slug, titles) if s), announcement.kind)
    return f"{slug[:40].rstrip('-')}-{day:%Y%m%d}"


def identified(announcement: Announcement) -> Announcement:
    """The announcement with an id: its own, or one that is made."""
    if announcement.id:
        return announcement
    return announcement.model_copy(update={"id": made_id(announcement)})


def _slug(title: str) -> str:
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", plain.lower()))
