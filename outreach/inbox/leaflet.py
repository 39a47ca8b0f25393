"""The leaflet that tells organisations how to write to us: what it says of the office.

The words on it are those by which texts are read here, so it can't promise others.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from outreach import registry
from outreach.dispatch.numbers import text_number, text_numbers
from outreach.dispatch.routing import Routing
from outreach.inbox.consent import known_languages
from outreach.inbox.typed import Typed
from outreach.inbox.vocabulary import Word, printed
from outreach.inbox.wording import DOMAIN
from outreach.model.errors import InputError, Problem
from outreach.model.layout import PaperSize
from outreach.model.leaflet import (
    Keywords,
    MakesLeaflets,
    Office,
)
from outreach.model.papers import Paper
from outreach.model.phones import phone_of
from outreach.model.places import countries
from outreach.model.route import EVERYWHERE
from outreach.settings import Settings
from outreach.store import Connection, routes
from outreach.wording.catalogues import languages_with

#: Digits of a short code, at most: longer ones are numbers, of which the plus may lack.
_SHORT = 8


def maker() -> MakesLeaflets:
    """The channel that makes leaflets. Raises InputError where none does."""
    for channel in registry.plugins().channels.values():
        if isinstance(channel, MakesLeaflets):
            return channel
    raise InputError("No channel that is installed makes leaflets.")


def make(
    connection: Connection | None,
    settings: Settings,
    languages: Sequence[str],
    paper: PaperSize | None = None,
    country: str | None = None,
) -> Paper:
    """The leaflet, with what staff should know of it, on the office's paper unless other is
    named. ``country`` is where it is handed out; it need not be said where people text to
    one number everywhere.

    Raises InputError on settings that can't be read and where it would say nothing, and
    CannotCarry as the maker does.
    """
    office = office_of(connection, settings, country)
    size: PaperSize = "letter" if (paper or settings.paper) == "letter" else "a4"
    made = maker().leaflet(office, languages, size)
    return replace(made, notes=(*_lacking(office, settings), *made.notes))


def stem_of(languages: Sequence[str]) -> str:
    """The start of the file's name: ``leaflet.sw-en``."""
    return f"leaflet.{'-'.join(languages)}"


def office_of(
    connection: Connection | None, settings: Settings, country: str | None = None
) -> Office:
    """The office as its settings and routes say. Raises InputError."""
    typed = Typed(settings)
    office = Office(
        name=typed.line("OUTREACH_OFFICE", settings.office),
        text_to=_written(_number(routing_of(connection, settings), country)),
        phones=tuple(typed.phones()),
        address=tuple(typed.address()),
        focal_points=tuple(typed.focal_points()),
        keywords=keywords(),
        languages=tuple(sorted(known_languages())),
    )
    if typed.problems:
        raise InputError(typed.problems)
    if not (office.text_to or office.rung or office.address):
        raise InputError(
            "A leaflet would name no way to reach the office. Set OUTREACH_OFFICE_PHONES or "
            "OUTREACH_OFFICE_ADDRESS, or add a route whose sender can be answered."
        )
    return office


def routing_of(connection: Connection | None, settings: Settings) -> Routing:
    """The ways that texts go; without a database those of the settings alone."""
    return Routing(settings, routes.all_routes(connection) if connection else ())


def _number(routing: Routing, country: str | None) -> str | None:
    if country:
        if country not in countries():
            problem = "is no country. Write two letters such as KE."
            raise InputError([Problem("country", problem)])
        return text_number(routing, country)
    found = text_numbers(routing)
    if len(set(found.values())) > 1:
        raise InputError(
            "People text to different numbers, or to none, in different countries. Say the "
            f"country of the leaflet: {_named(found)}."
        )
    return next(iter(found.values()), None)


def _named(places: Collection[str]) -> str:
    """Places of routes, as they can be told; everywhere else is any other country."""
    named = sorted(place for place in places if place != EVERYWHERE)
    return ", ".join([*named, *(["or any other"] if EVERYWHERE in places else [])])


def _written(sender: str | None) -> str | None:
    """A sender as people type it."""
    digits = (sender or "").lstrip("+")
    if len(digits) <= _SHORT:
        return sender
    found = phone_of(f"+{digits}")
    return found.international if found else sender


def keywords() -> dict[str, Keywords]:
    """Of every language that is answered in."""
    asked = (Word.JOIN, Word.STOP, Word.START, Word.LANGUAGE)
    found: dict[str, Keywords] = {}
    for code in sorted(languages_with(DOMAIN)):
        words = [printed(word, code) for word in asked]
        if all(words):
            found[code] = Keywords(*(word or "" for word in words))
    return found


def _lacking(office: Office, settings: Settings) -> Iterator[str]:
    """What the leaflet does not say, and how it could."""
    if not settings.values.get("OUTREACH_OFFICE"):
        yield f"It calls the office “{office.name}”: set OUTREACH_OFFICE to its name."
    if not office.text_to:
        yield (
            "It does not offer texting, for no number is known that people can text to. Add "
            "a route whose sender can be answered, or set the sender of your modem or phone."
        )
    if not office.phones:
        yield "It names no number to ring: set OUTREACH_OFFICE_PHONES."
    if not office.address:
        yield "It names no address to write to: set OUTREACH_OFFICE_ADDRESS."
    if not office.focal_points:
        yield "It names no focal point: set OUTREACH_FOCAL_POINTS."
