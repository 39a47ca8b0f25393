"""How an entry of the public directory is told in one language, on paper and on screen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from outreach.model.listing import Entry, Person, one_line
from outreach.model.phones import international
from outreach.model.places import country_name
from outreach.model.words import language_name
from outreach.typesetting import starts_right
from outreach.wording.catalogues import languages_with
from outreach.wording.collation import sort_key
from outreach.wording.dates import locale_of
from outreach.wording.directions import is_right_to_left
from outreach.wording.labels import Labels
from outreach.wording.listing import comma, labelled, listed

DOMAIN = "directory"
CATEGORIES = {
    "ngo": "Non-governmental organisation",
    "popular_organisation": "Popular organisation",
    "media": "Media",
    "local_authority": "Local authority",
    "business": "Business",
    "research": "Research institution",
}
#: Whatever runs the other way and whose language is not known: only the way counts.
_OTHER_WAY = {True: "ar", False: "en"}
_TOGETHER = str.maketrans({" ": "\u00a0", "-": "\u2011"})


@dataclass(frozen=True, slots=True)
class Said:
    """A text, and the language that it is in."""

    text: str
    language: str


class Teller:
    """Tells entries in ``language``. Raises CannotCarry where it has no wording."""

    def __init__(self, language: str, *, on_paper: bool = False) -> None:
        self.language = language
        self._paper = on_paper
        self.labels = Labels(language, DOMAIN)
        self.sort_key = sort_key(language)

    @property
    def notes(self) -> tuple[str, ...]:
        """What staff should know of the wording."""
        return self.labels.notes

    @cached_property
    def _languages(self) -> Mapping[str, str]:
        return dict(locale_of(self.language).languages)

    def country(self, code: str) -> str:
        """A country's name."""
        return country_name(code, self.language) or country_name(code) or code

    def region(self, region: str | None) -> str:
        """A region's name, or that none was told."""
        return one_line(region or "") or self.labels("Region not stated")

    def where(self, country: str, region: str | None) -> str:
        """A region and its country, in a line."""
        return listed([self.region(region), self.country(country)], self.language)

    def name(self, name: str, names: Mapping[str, str]) -> Said:
        """The name by which an organisation stands in the directory: that in our language,
        else the one that it goes by.
        """
        if found := names.get(self.language):
            return Said(found, self.language)
        codes = [code for code, told in names.items() if told == name]
        return Said(name, codes[0] if codes else self.language_of(name))

    def other_names(self, entry: Entry) -> list[Said]:
        """Its names but the first, each once."""
        first = self.name(entry.name, entry.names).text
        found = {text: Said(text, code) for code, text in entry.names.items()}
        found.setdefault(entry.name, Said(entry.name, self.language_of(entry.name)))
        return [said for text, said in found.items() if text != first]

    def kind(self, entry: Entry) -> str:
        """What it is, and whether women lead it, if it says so."""
        said = [self.labels(CATEGORIES[entry.category])]
        if entry.women_led:
            said.append(self.labels("Led by women"))
        return comma(self.language).join(said)

    def facts(self, entry: Entry) -> Iterator[str]:
        """What it works on and in, and how it is reached, a line each; not its web site."""
        if entry.topics:
            topics = sorted(entry.topics, key=self.sort_key)
            yield self._labelled("Topics", topics, alike=True)
        if entry.languages:
            names = [self._language(code) for code in entry.languages]
            yield self._labelled("Languages", names, alike=True)
        for person in entry.people:
            yield self.person(person)
        if entry.phones:
            yield self._labelled("Phone", map(self._phone, entry.phones))
        for address in entry.postal:
            yield self._labelled("Address", _lines(address, entry))
        if entry.emails:
            yield self._labelled("E-mail", entry.emails)

    def site(self, entry: Entry) -> str | None:
        """Its web site, behind its label."""
        if entry.website is None:
            return None
        return self._labelled("Web site", [entry.website])

    def person(self, person: Person) -> str:
        """Who speaks for it, in which role, with a number where that may be told."""
        return comma(self.language).join(
            filter(None, (listed([person.name], self.language), self.role(person)))
        )

    def role(self, person: Person) -> str:
        """A person's role, and the number where that may be told; empty where neither is."""
        ways = [*map(self._phone, person.phones), *person.emails]
        return listed(filter(None, (person.role, *ways)), self.language)

    def _phone(self, number: str) -> str:
        """In its groups; on paper no line end cuts it."""
        found = international(number)
        return found.translate(_TOGETHER) if self._paper else found

    def _labelled(
        self, label: str, texts: Iterable[str], *, alike: bool = False
    ) -> str:
        return labelled(self.labels(label), listed(texts, self.language, alike=alike))

    def _language(self, code: str) -> str:
        return self._languages.get(code.replace("-", "_")) or language_name(code)

    def language_of(self, text: str) -> str:
        """The language to set a name in that came without one."""
        right = starts_right(text)
        ours = is_right_to_left(self.language)
        return self.language if right == ours else _OTHER_WAY[right]


def languages() -> frozenset[str]:
    """In which the directory can be told."""
    return languages_with(DOMAIN)


def _lines(address: str, entry: Entry) -> list[str]:
    """An address in one line, without the name that stands above it."""
    first, *others = address.split("\n")
    named = first in (entry.name, *entry.names.values())
    return others if named and others else [first, *others]
