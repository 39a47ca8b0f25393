"""An edition: an ordered set of announcement versions under one masthead."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from pydantic import Field

from outreach.model.announcement import Announcement, Frozen
from outreach.model.moments import Day
from outreach.model.words import Words


class Edition(Frozen):
    """What a printed bulletin or a radio programme is made from."""

    number: Annotated[int, Field(ge=1)]
    region: Words
    period_from: Day
    period_to: Day
    items: Annotated[tuple[Announcement, ...], Field(min_length=1)]

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that every item has texts in, in the first item's order."""
        first, *others = self.items
        return tuple(c for c in first.languages if all(c in o.texts for o in others))


#: What a channel renders.
Subject: TypeAlias = Announcement | Edition
