"""``outreach sms count``: how many segments a text takes, line by line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from channels.sms.segments import count
from outreach.model.contracts import LineCommand
from outreach.model.errors import InputError


def count_line(line: Mapping[str, Any], language: str = "") -> dict[str, Any]:
    """Count exactly ``line["text"]``. Raises InputError if it can't be counted."""
    text = line.get("text")
    if not isinstance(text, str):
        raise InputError('The line has no text. Write it as {"text": "…"}.')
    found = count(text)
    return {
        "encoding": found.encoding,
        "segments": found.segments,
        "segments_whole": found.segments_whole,
        "units": found.units,
        "forcing_ucs2": list(found.forcing_ucs2),
    }


COUNT = LineCommand(
    name="count",
    help='Count the segments of a text: {"text"} lines in.',
    takes_language=False,
    run=count_line,
)
