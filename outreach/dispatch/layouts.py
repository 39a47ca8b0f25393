"""What staff choose of the layout: read, and offered to every channel's options."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from outreach import registry
from outreach.model.errors import InputError, Problem
from outreach.model.layout import PAPER_SIZES, Layout
from outreach.settings import Settings


def read_layout(values: Mapping[str, str | None]) -> Layout:
    """What was chosen; what is empty was not. Raises InputError naming the field."""
    paper = values.get("paper") or None
    found = next((known for known in PAPER_SIZES if known == paper), None)
    if found != paper:
        there = f"is none of {', '.join(PAPER_SIZES)}. Choose one."
        raise InputError([Problem("paper", there)])
    return Layout(labels=registry.labelled(values.get("labels")), paper=found)


def offered(layout: Layout, settings: Settings) -> dict[str, Any]:
    """What it offers to a channel's options: an addressee's own go before."""
    return {"labels": layout.labels, "paper": layout.paper or settings.paper}
