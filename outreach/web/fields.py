"""The fields of the announcement form: where each stands, and how it is read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

#: line: one text · words: one text for all languages, or one for each · lines: a list,
#: one a line · many: a list of ticked boxes · number: a whole number · moment: a day
#: and, if known, a time · country: a country by its name.
Kind = Literal["line", "words", "lines", "many", "number", "moment", "country"]


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its dotted path in the announcement, which is its name in the form."""

    path: str
    kind: Kind = "line"


FIELDS: tuple[Field, ...] = (
    Field("id"),
    Field("kind"),
    Field("notice"),
    Field("replaces"),
    Field("urgency"),
    Field("reference"),
    Field("organizer", "words"),
    Field("host", "words"),
    Field("starts_at", "moment"),
    Field("ends_at", "moment"),
    Field("timezone"),
    Field("venue.name", "words"),
    Field("venue.room", "words"),
    Field("venue.locality", "words"),
    Field("venue.region", "words"),
    Field("venue.country", "country"),
    Field("venue.directions", "words"),
    Field("venue.accessibility", "words"),
    Field("venue.online"),
    Field("registration.opens"),
    Field("registration.deadline"),
    Field("registration.how", "many"),
    Field("registration.keyword"),
    Field("registration.fee.amount"),
    Field("registration.fee.currency"),
    Field("registration.seats", "number"),
    Field("registration.seats_per_organisation", "number"),
    Field("registration.travel_support", "words"),
    Field("contact.name", "words"),
    Field("contact.role", "words"),
    Field("contact.phones", "lines"),
    Field("contact.postal", "words"),
    Field("url"),
    Field("publish_from", "moment"),
    Field("topics", "lines"),
    Field("categories", "many"),
)

#: Fields that come as numbered lines: ``programme.2.title``.
ROWS: dict[str, tuple[Field, ...]] = {
    "programme": (Field("at"), Field("title", "words"), Field("speaker", "words")),
    "pronunciations": (Field("written"), Field("say"), Field("language")),
}

#: The announcement's own words in one language: ``texts.en.title``.
TEXT = ("title", "summary", "body")

#: The form's field that lists the chosen languages.
LANGUAGES = "languages"
