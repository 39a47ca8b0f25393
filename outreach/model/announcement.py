"""The announcement: what staff post about one event."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, time
from decimal import Decimal
from typing import Annotated, Any, Literal, TypeAlias
from urllib.parse import urlsplit

import phonenumbers
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    StringConstraints,
    WithJsonSchema,
    model_validator,
)

from outreach.model.moments import (
    Clock,
    Day,
    Moment,
    Zone,
    clock_of,
    day_of,
    end_of_day,
    exists,
    to_utc,
)
from outreach.model.places import Country, Currency
from outreach.model.words import ByLanguage, Language, Line, Visible, Words, shown

Kind: TypeAlias = Literal[
    "conference",
    "meeting",
    "seminar",
    "workshop",
    "training",
    "consultation",
    "hearing",
    "other",
]
Notice: TypeAlias = Literal["new", "correction", "cancellation"]
Category: TypeAlias = Literal[
    "ngo", "popular_organisation", "media", "local_authority", "business", "research"
]
RegisterBy: TypeAlias = Literal["sms", "phone", "post", "in_person", "online"]
Ref = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,63}$")]


#: As people write a phone: +, digits in groups, perhaps an extension. No letters.
_PHONE = re.compile(
    r"\+[0-9][0-9\s()./\u2010-\u2014-]{3,30}(\s?(ext\.?|x)\s?[0-9]{1,6})?"
)


def _possible_phone(value: str) -> str:
    try:
        if not _PHONE.fullmatch(value):
            raise ValueError
        number = phonenumbers.parse(value, None)
    except (ValueError, phonenumbers.NumberParseException):
        raise ValueError(
            f"“{shown(value)}” is not a phone number with its country code. "
            "Write it as +254722451983."
        ) from None
    if not phonenumbers.is_possible_number(number):
        raise ValueError(
            f"“{shown(value)}” has too few or too many digits for its country. Correct it."
        )
    return value


def _web_address(value: str) -> str:
    try:
        parts = urlsplit(value)
        sound = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        sound = False
    if not sound or re.search(r"\s", value):
        raise ValueError("is not a web address. It starts with https:// or http://.")
    return value


def _amount(value: Any) -> Decimal:
    text = shown(value)
    if not re.fullmatch(r"[0-9]{1,12}(\.[0-9]{1,3})?", text):
        raise ValueError(f"“{text}” is not an amount. Write it as 2500 or 2500.50.")
    return Decimal(text)


def _no_truth(value: Any) -> Any:
    if isinstance(value, bool):  # to Python, true is 1
        raise ValueError("is not a whole number. Write it in digits.")
    return value


Phone = Annotated[str, AfterValidator(_possible_phone)]
Url = Annotated[str, StringConstraints(max_length=500), AfterValidator(_web_address)]
Amount = Annotated[
    Decimal,
    BeforeValidator(_amount),
    PlainSerializer(str),
    WithJsonSchema({"type": "string", "pattern": r"^\d{1,12}(\.\d{1,3})?$"}),
]


Seats = Annotated[int, Field(ge=1, le=1_000_000), BeforeValidator(_no_truth)]


class Frozen(BaseModel):
    """Every part of an announcement: immutable, and no field that we don't know."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Venue(Frozen):
    """Where it is. ``locality`` and ``country`` are required."""

    name: Words | None = None
    room: Words | None = None
    locality: Words
    region: Words | None = None
    country: Country
    directions: Words | None = None
    accessibility: Words | None = None
    online: Url | None = None


class Fee(Frozen):
    """What it costs to attend; an amount of 0 is said as free."""

    amount: Amount
    currency: Currency


class Registration(Frozen):
    """How and until when to register."""

    opens: Day | None = None
    deadline: Day | None = None
    how: tuple[RegisterBy, ...] = ()
    keyword: Annotated[str, StringConstraints(min_length=1, max_length=30)] | None = (
        None
    )
    fee: Fee | None = None
    seats: Seats | None = None
    seats_per_organisation: Seats | None = None
    travel_support: Words | None = None

    @model_validator(mode="after")
    def _order(self) -> Registration:
        if self.opens and self.deadline and self.deadline < self.opens:
            raise ValueError(
                "the deadline is before registration opens. Change one of them."
            )
        return self


class Contact(Frozen):
    """Whom to ask."""

    name: Words
    role: Words | None = None
    phones: tuple[Phone, ...] = ()
    postal: Words | None = None


class ProgrammeItem(Frozen):
    """One line of the programme."""

    at: Clock
    title: Words
    speaker: Words | None = None


class Text(Frozen):
    """The announcement's own words in one language."""

    title: Annotated[str, StringConstraints(min_length=1, max_length=300), Visible]
    summary: Annotated[str, StringConstraints(max_length=1200)] = ""
    body: Annotated[str, StringConstraints(max_length=60_000)] = ""


class Pronunciation(Frozen):
    """How a written name is said: ``Kisumu`` is ``ki-SOO-moo``."""

    written: Line
    say: Line
    language: Language


class Origin(Frozen):
    """The other office that it came from, and what it is there."""

    office: Line
    id: Ref
    #: None where that office does not count.
    version: Annotated[int, Field(ge=1, le=1_000_000), BeforeValidator(_no_truth)] | (
        None
    ) = None
    #: Whether our office has changed it since.
    changed: Literal[True] | None = None


class Announcement(Frozen):
    """One version of one announcement. ``id`` may be left out: then one is made."""

    id: Ref | None = None
    kind: Kind
    notice: Notice = "new"
    replaces: Ref | None = None
    urgency: Literal["normal", "urgent"] = "normal"
    reference: Line | None = None
    organizer: Words
    host: Words | None = None
    starts_at: Moment
    ends_at: Moment | None = None
    timezone: Zone
    venue: Venue
    registration: Registration | None = None
    contact: Contact
    programme: tuple[ProgrammeItem, ...] = ()
    url: Url | None = None
    publish_from: Moment | None = None
    topics: tuple[Line, ...] = ()
    categories: tuple[Category, ...] = ()
    texts: ByLanguage[Text]
    pronunciations: tuple[Pronunciation, ...] = ()
    origin: Origin | None = None

    @model_validator(mode="after")
    def _sound(self) -> Announcement:
        if (self.notice == "new") != (self.replaces is None):
            raise ValueError(
                "replaces: a correction or cancellation names the announcement that it "
                "replaces; a new announcement names none."
            )
        for name in ("starts_at", "ends_at", "publish_from"):
            moment = getattr(self, name)
            if moment and not exists(moment, self.timezone):
                raise ValueError(
                    f"{name}: {moment:%H:%M on %d %B %Y} does not exist in {self.timezone}: "
                    "the clocks go forward over it. Choose another time."
                )
        if self.ends_at and _before(self.ends_at, self.starts_at):
            raise ValueError(
                "ends_at: the end is before the start. Change one of them."
            )
        return self

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages it has texts in, in the order that staff gave them."""
        return tuple(self.texts)

    @property
    def first_instant(self) -> datetime:
        """The instant at which it starts (UTC); of a day alone, as the day begins there."""
        day, clock = day_of(self.starts_at), clock_of(self.starts_at)
        return to_utc(datetime.combine(day, clock or time()), self.timezone)

    @property
    def last_instant(self) -> datetime:
        """The instant after which nothing about it may be sent (UTC)."""
        end = self.ends_at or day_of(self.starts_at)
        if isinstance(end, datetime):
            return to_utc(end, self.timezone)
        return end_of_day(end, self.timezone)

    @property
    def content(self) -> dict[str, Any]:
        """The announcement as JSON values, without what is empty."""
        found: dict[str, Any] = self.model_dump(mode="json", exclude_none=True)
        return {k: v for k, v in found.items() if v not in ([], {})}


def _before(end: Any, start: Any) -> bool:
    if isinstance(end, datetime) and isinstance(start, datetime):
        return end < start
    return day_of(end) < day_of(start)


def schema() -> Mapping[str, Any]:
    """The JSON Schema of an announcement."""
    return Announcement.model_json_schema()
