"""An edition: an ordered set of announcement versions under one masthead."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, TypeAlias

from pydantic import Field

from outreach.model.announcement import Announcement, Frozen
from outreach.model.errors import CannotCarry
from outreach.model.moments import Day
from outreach.model.words import Words, in_language, language_name


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

    def region_in(self, language: str) -> str:
        """The region's name. Raises CannotCarry where it has none in ``language``."""
        region = in_language(self.region, language)
        if region is None:
            raise CannotCarry(
                f"The edition's region has no name in {language_name(language)} ({language}). Add one."
            )
        return region


def name_of(item: Announcement) -> str:
    """How staff know an item: by its id, else by its first title."""
    return item.id or f"“{item.texts[item.languages[0]].title}”"


@contextmanager
def naming(item: Announcement) -> Iterator[None]:
    """A CannotCarry raised within names ``item``, so that staff know which to mend."""
    try:
        yield
    except CannotCarry as error:
        name = name_of(item)
        said = str(error)
        raise CannotCarry(
            said if said.startswith(f"{name} ") else f"{name}: {said}"
        ) from None


#: What a channel renders.
Subject: TypeAlias = Announcement | Edition
