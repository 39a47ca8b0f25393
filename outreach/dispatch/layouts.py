"""What staff choose of the layout: read, and offered to every channel's options."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from outreach import registry
from outreach.dispatch.reading_days import read_days
from outreach.dispatch.reading_days import said_of as said_of_days
from outreach.model.contracts import Variant
from outreach.model.errors import InputError, Problem
from outreach.model.layout import PAPER_SIZES, Layout
from outreach.model.words import language_name
from outreach.settings import Settings


def read_layout(values: Mapping[str, str | None]) -> Layout:
    """What was chosen; what is empty was not. Raises InputError naming the field."""
    paper = values.get("paper") or None
    found = next((known for known in PAPER_SIZES if known == paper), None)
    if found != paper:
        there = f"is none of {', '.join(PAPER_SIZES)}. Choose one."
        raise InputError([Problem("paper", there)])
    return Layout(
        labels=registry.labelled(values.get("labels")),
        paper=found,
        second_language=values.get("second_language") or None,
        **read_days(values),
    )


def check(layout: Layout, languages: Sequence[str]) -> None:
    """Raises InputError where the second language is none of the subject's."""
    if layout.second_language not in (None, *languages):
        there = (
            f"is none of {', '.join(languages)}, which it is written in. Choose one."
        )
        raise InputError([Problem("second_language", there)])


def languages_of(variant: Variant, told_in: str, layout: Layout) -> tuple[str, ...]:
    """The languages of a rendition: of two the addressee's own leads."""
    second = layout.second_language
    if variant.most_languages > 1 and second and second != told_in:
        return told_in, second
    return (told_in,)


def offered(layout: Layout, settings: Settings) -> dict[str, Any]:
    """What it offers to a channel's options: an addressee's own go before."""
    return {"labels": layout.labels, "paper": layout.paper or settings.paper}


def said_of(layout: Layout) -> str:
    """What was chosen, in words; empty if nothing was."""
    return ", ".join(_said(layout))


def _said(layout: Layout) -> Iterator[str]:
    if layout.labels:
        name = language_name(layout.labels)
        yield f"labels in {name} where a text's own language has none"
    if layout.paper:
        yield f"on {layout.paper} where an addressee has no other"
    if layout.second_language:
        yield f"in {language_name(layout.second_language)} too"
    if days := said_of_days(layout):
        yield f"scripts {days}"
