"""A series: what each of its editions is made of, for whom, and how it goes out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Annotated

from pydantic import Field, model_validator

from outreach.model.announcement import Announcement, Frozen
from outreach.model.moments import day_of
from outreach.model.places import Country, country_name
from outreach.model.words import Language, Line, Words, language_name


class SeriesPlan(Frozen):
    """Which announcements, told in which language, to whom, by what."""

    #: As announcements write it, in any of their languages.
    region: Line | None = None
    country: Country | None = None
    language: Language
    #: How many days an edition looks ahead, its own day counted.
    days: Annotated[int, Field(ge=1, le=366)]
    #: Of several, any one; empty: all topics.
    topics: tuple[Line, ...] = ()
    audience: str
    channels: Annotated[tuple[str, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _somewhere(self) -> SeriesPlan:
        if self.region is None and self.country is None:
            raise ValueError("region: is empty. Give a region, a country, or both.")
        if not self.place:
            name = language_name(self.language)
            raise ValueError(
                f"region: is empty, and the country's name in {name} is not known here. "
                "Give the region as it is written in that language."
            )
        return self

    @property
    def place(self) -> str:
        """What the masthead says it is of."""
        return self.region or country_name(self.country or "", self.language) or ""

    def period(self, day: date) -> tuple[date, date]:
        """The first and last day of the edition of ``day``."""
        return day, day + timedelta(days=self.days - 1)

    def wants(self, item: Announcement, day: date) -> bool:
        """Whether the edition of ``day`` tells of an announcement."""
        first, last = self.period(day)
        return (
            first <= day_of(item.starts_at) <= last
            and self.language in item.texts
            and self._covers(item)
            and (
                not self.topics
                or not _folded(self.topics).isdisjoint(_folded(item.topics))
            )
        )

    def _covers(self, item: Announcement) -> bool:
        if self.country and item.venue.country != self.country:
            return False
        if self.region is None:
            return True
        return self.region.casefold() in _folded(_spellings(item.venue.region))


def _spellings(words: Words | None) -> Iterable[str]:
    if isinstance(words, Mapping):
        return words.values()
    return () if words is None else (words,)


def _folded(words: Iterable[str]) -> frozenset[str]:
    return frozenset(word.casefold() for word in words)
