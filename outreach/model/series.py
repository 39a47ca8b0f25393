"""A series: what each of its editions is made of, for whom, and how it goes out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Annotated

from pydantic import Field, model_validator

from outreach.model.announcement import Announcement, Frozen
from outreach.model.layout import Layout, PaperSize
from outreach.model.moments import day_of
from outreach.model.places import Country, country_name
from outreach.model.words import Language, Line, Words, in_language, language_name


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
    #: Each organisation by the channel that it prefers, by others only where that fails.
    by_need: bool = False
    #: Of the layout of its editions.
    labels: Language | None = None
    paper: PaperSize | None = None
    second_language: Language | None = None

    @model_validator(mode="after")
    def _somewhere(self) -> SeriesPlan:
        if self.region is None and self.country is None:
            raise ValueError("region: is empty. Give a region, a country, or both.")
        if self.second_language == self.language:
            raise ValueError(
                "second_language: is the first too. Choose another, or none."
            )
        for code in self.languages:
            if not in_language(self.place, code):
                raise ValueError(
                    f"region: is empty, and the country's name in {language_name(code)} is "
                    "not known here. Give the region as it is written in that language."
                )
        return self

    @property
    def languages(self) -> tuple[str, ...]:
        """Its own, which leads, and the second if it has one."""
        second = self.second_language
        return (self.language, second) if second else (self.language,)

    @property
    def layout(self) -> Layout:
        """How its editions are set; each is read on air until its own period ends."""
        return Layout(
            labels=self.labels,
            paper=self.paper,
            second_language=self.second_language,
        )

    @property
    def place(self) -> Words:
        """What the masthead says it is of."""
        if self.region or not self.country:
            return self.region or ""
        names = {code: country_name(self.country, code) for code in self.languages}
        return {code: name for code, name in names.items() if name}

    def period(self, day: date) -> tuple[date, date]:
        """The first and last day of the edition of ``day``."""
        return day, day + timedelta(days=self.days - 1)

    def wants(self, item: Announcement, day: date) -> bool:
        """Whether the edition of ``day`` tells of an announcement."""
        first, last = self.period(day)
        return (
            first <= day_of(item.starts_at) <= last
            and all(code in item.texts for code in self.languages)
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
