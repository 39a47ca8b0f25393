"""What of the directory the public may read: nothing but what its owner agreed to publish.

An organisation stands in it if it agreed to. Each person and each number or address on it
needs an agreement of its own: to be written to is not to be published.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from outreach.model.addresses import AddressKind, kind_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A number or an address, as the directory keeps it."""

    address: str
    #: Whose it is; None: the organisation's own.
    person: str | None
    #: Whether its owner agreed to have it published.
    listed: bool
    #: Whether its owner has told us to stop: then it is not published either.
    opted_out: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who speaks for an organisation."""

    name: str
    role: str | None
    listed: bool
    #: E.164.
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An organisation as the public reads it."""

    id: int
    name: str
    names: Mapping[str, str]
    category: str
    women_led: bool | None
    country: str
    region: str | None
    district: str | None
    topics: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    website: str | None = None
    people: tuple[Person, ...] = ()
    #: The organisation's own: E.164, lines of an address, and of e-mail.
    phones: tuple[str, ...] = ()
    postal: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()


def published(
    people: Sequence[Person], ways: Iterable[Way]
) -> tuple[tuple[Person, ...], tuple[str, ...]]:
    """Of a listed organisation: who is named, each with what may stand beside the name, and
    the addresses that are its own.

    A person's number stands beside that person's name or nowhere. A postal address that is
    a person's is a home: it is not published.
    """
    allowed = [way for way in ways if way.listed and not way.opted_out]
    of_people: dict[str, list[str]] = {}
    own: list[str] = []
    for way in allowed:
        if way.person is None:
            own.append(way.address)
        else:
            of_people.setdefault(way.person, []).append(way.address)
    named = tuple(
        Person(
            name=one_line(person.name),
            role=person.role and one_line(person.role),
            listed=True,
            phones=of_kind("phone", of_people.get(person.name, ())),
            emails=of_kind("email", of_people.get(person.name, ())),
        )
        for person in people
        if person.listed
    )
    return named, tuple(dict.fromkeys(own))


def of_kind(kind: AddressKind, addresses: Iterable[str]) -> tuple[str, ...]:
    """Those reached in one way, each once."""
    return tuple(dict.fromkeys(a for a in addresses if kind_of(a) == kind))


def one_line(text: str) -> str:
    """A name without line ends: it can't look like another entry's."""
    return " ".join(text.split())


def site_of(website: object) -> str | None:
    """A web site that a link may lead to: nothing but http and https."""
    if isinstance(website, str) and website.startswith(("http://", "https://")):
        return website
    return None
