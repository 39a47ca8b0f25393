"""Sheets that are full, as a paper."""

from __future__ import annotations

from collections.abc import Iterable

from outreach.model.papers import Paper
from outreach.model.rendition import File
from outreach.typesetting import Sheets


def paper_of(sheets: Sheets, notes: Iterable[str] = ()) -> Paper:
    """The finished file, with what staff should know of it."""
    file = File(name="pdf", media_type="application/pdf", data=sheets.finish())
    return Paper(file=file, notes=tuple(notes), pages=sheets.pages)
