"""The numbers that people text to, by country: senders of ours that can be answered."""

from __future__ import annotations

from collections.abc import Iterator

import phonenumbers
from phonenumbers import COUNTRY_CODE_TO_REGION_CODE

from outreach import registry
from outreach.dispatch.routing import Routing, Way
from outreach.model.announcement import Announcement
from outreach.model.edition import Subject
from outreach.model.errors import CannotCarry, InputError
from outreach.model.route import EVERYWHERE

_LONGEST_SHORT_CODE = 8


def reply_to(routing: Routing, subject: Subject) -> str | None:
    """The number that takes the reply word of ``subject`` where it takes place, in the
    international form or as a short code; None where it has none, or no number is known.
    """
    if not isinstance(subject, Announcement) or subject.registration is None:
        return None
    word, country = subject.registration.keyword, subject.venue.country
    number = text_number(routing, country) if word else None
    return number and _international(number)


def _international(number: str) -> str | None:
    """A gateway's own sender may be typed in any form."""
    if len(number) <= _LONGEST_SHORT_CODE:
        return number
    try:
        parsed = phonenumbers.parse(f"+{number.lstrip('+')}", None)
    except phonenumbers.NumberParseException:
        return None
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def text_number(routing: Routing, country: str | None) -> str | None:
    """The number that people in ``country`` can answer; None where none is known."""
    answered = (_answered(routing, way) for way in _ways(routing, country))
    return next((number for number in answered if number), None)


def text_numbers(routing: Routing) -> dict[str, str | None]:
    """The same for each country that the table of routes names, and for everywhere else;
    only where texts go at all.
    """
    named = {route.country for route in routing.routes} | {EVERYWHERE}
    countries = {place: _country(place) for place in sorted(named)}
    return {
        place: text_number(routing, country)
        for place, country in countries.items()
        if any(_ways(routing, country))
    }


def _country(place: str) -> str | None:
    """A country of the route: one of those that share a calling code."""
    if place == EVERYWHERE:
        return None
    code = place.removeprefix("+")
    return COUNTRY_CODE_TO_REGION_CODE[int(code)][0] if code.isdigit() else place


def _ways(routing: Routing, country: str | None) -> Iterator[Way]:
    """How texts go there, the cheapest way of each channel first."""
    for channel in registry.plugins().channels.values():
        if channel.freight != "text":
            continue
        try:
            yield from routing.ways(channel, country)
        except (CannotCarry, InputError):
            continue


def _answered(routing: Routing, way: Way) -> str | None:
    own = routing.settings.of_plugin(way.gateway).get("sender")
    sender = way.sender or own or ""
    is_number = sender.lstrip("+").isdigit()
    return sender if is_number and way.promises.get("answerable") else None
