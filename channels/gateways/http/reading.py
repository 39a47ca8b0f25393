"""Finding a value in JSON by a path such as ``results.0.messageId``."""

from __future__ import annotations

import json
from typing import Any


def parsed(text: str) -> Any:
    """The JSON in ``text``; None where it is none."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def at(found: Any, path: str) -> Any:
    """What stands at ``path``; None if nothing does. A field whose own name has dots wins."""
    if isinstance(found, dict) and path in found:
        return found[path]
    for step in path.split(".") if path else ():
        if isinstance(found, dict):
            found = found.get(step)
        elif isinstance(found, list) and step.isascii() and step.isdecimal():
            found = found[int(step)] if int(step) < len(found) else None
        else:
            return None
    return found


def word(found: Any, paths: str) -> str:
    """The text or number at the first of ``paths`` that has one; empty if none has.

    Paths stand side by side, ``code|status``, where a provider writes it both ways.
    """
    for path in paths.split("|"):
        value = at(found, path)
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, str | int | float):
            return str(value)
    return ""
