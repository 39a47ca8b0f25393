"""An announcement's facts in one language: what every channel starts from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from outreach.model.announcement import Announcement, Registration
from outreach.model.errors import CannotCarry
from outreach.model.words import Words, in_language, language_name


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeLine:
    """One line of the programme, in one language."""

    at: str
    title: str
    speaker: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Strings in one language beside the facts that need none."""

    language: str
    kind: str
    notice: str
    reference: str | None
    title: str
    summary: str
    body: str
    organizer: str
    host: str | None
    starts_at: date | datetime
    ends_at: date | datetime | None
    timezone: str
    venue_name: str | None
    room: str | None
    locality: str
    region: str | None
    country: str
    directions: str | None
    accessibility: str | None
    online: str | None
    registration: Registration | None
    travel_support: str | None
    contact_name: str
    contact_role: str | None
    phones: tuple[str, ...]
    postal: str | None
    programme: tuple[ProgrammeLine, ...]
    url: str | None
    #: The other office that it came from.
    origin: str | None = None

    @property
    def organizer_and_origin(self) -> str:
        """The organizer, and in brackets the office that passed it on."""
        return f"{self.organizer} ({self.origin})" if self.origin else self.organizer


def facts_in(announcement: Announcement, language: str) -> Facts:
    """The facts in ``language``. Raises CannotCarry naming what has no such form.

    A string that is given once counts for all languages: it is a name. One that is given
    per language and lacks this one can't be told: another language is never put in its
    place.
    """
    text = announcement.texts.get(language)
    if text is None:
        has = ", ".join(announcement.languages)
        raise CannotCarry(
            f"{announcement.id or 'The announcement'} has no text in "
            f"{language_name(language)} ({language}); it has {has}."
        )

    def must(words: Words, field: str) -> str:
        found = in_language(words, language)
        if found is None:
            raise CannotCarry(
                f"{field} has no form in {language_name(language)} ({language}). Add one."
            )
        return found

    def may(words: Words | None, field: str) -> str | None:
        return None if words is None else must(words, field)

    a, venue, registration = announcement, announcement.venue, announcement.registration
    return Facts(
        language=language,
        kind=a.kind,
        notice=a.notice,
        reference=a.reference,
        title=text.title,
        summary=text.summary,
        body=text.body,
        organizer=must(a.organizer, "organizer"),
        host=may(a.host, "host"),
        starts_at=a.starts_at,
        ends_at=a.ends_at,
        timezone=a.timezone,
        venue_name=may(venue.name, "venue.name"),
        room=may(venue.room, "venue.room"),
        locality=must(venue.locality, "venue.locality"),
        region=may(venue.region, "venue.region"),
        country=venue.country,
        directions=may(venue.directions, "venue.directions"),
        accessibility=may(venue.accessibility, "venue.accessibility"),
        online=venue.online,
        registration=registration,
        travel_support=may(
            registration.travel_support if registration else None,
            "registration.travel_support",
        ),
        contact_name=must(a.contact.name, "contact.name"),
        contact_role=may(a.contact.role, "contact.role"),
        phones=a.contact.phones,
        postal=may(a.contact.postal, "contact.postal"),
        programme=tuple(
            ProgrammeLine(
                at=item.at,
                title=must(item.title, f"programme.{number}.title"),
                speaker=may(item.speaker, f"programme.{number}.speaker"),
            )
            for number, item in enumerate(a.programme, 1)
        ),
        url=a.url,
        origin=a.origin.office if a.origin else None,
    )
