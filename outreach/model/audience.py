"""Who is in the directory, and the rule that selects an audience from it."""

from __future__ import annotations

from typing import Annotated, Any, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from outreach.model.announcement import Category, Frozen
from outreach.model.consent import Consent, Name, Note, Short
from outreach.model.moments import Zone
from outreach.model.organisation import (
    FocalPoint,
    Preference,
    Printer,
    Station,
    Vetting,
    WebSite,
)
from outreach.model.places import Country
from outreach.model.words import ByLanguage, Language, Line

ChannelName: TypeAlias = Annotated[
    str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,29}$")
]


class AudienceRule(BaseModel):
    """Every part given must hold; of a list, any one entry. Nothing given: everybody."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    countries: tuple[Country, ...] = ()
    regions: tuple[Name, ...] = ()
    districts: tuple[Name, ...] = ()
    categories: tuple[Category, ...] = ()
    topics: tuple[Short, ...] = ()
    #: Of the addressee: the language it is written to in.
    languages: tuple[Language, ...] = ()
    #: Of the organisation: those that it works in.
    organisation_languages: tuple[Language, ...] = ()
    channels: tuple[ChannelName, ...] = ()
    women_led: bool | None = None
    has_internet: bool | None = None
    #: Nobody else but those who were sent an earlier version of what is announced.
    told: bool = False


class AddresseeRecord(Frozen):
    """One way to reach an organisation, as it is imported."""

    channel: ChannelName
    address: Annotated[str, StringConstraints(min_length=1, max_length=600)]
    language: Language
    timezone: Zone
    #: Staff say that the phone is right, though the numbering plan does not know it.
    unlisted: bool = False
    variants: tuple[str, ...] = ()
    copies: Annotated[int, Field(ge=1, le=10_000)] = 1
    options: dict[str, Any] = Field(default_factory=dict)
    #: Whose number it is: a focal point of the organisation by name, or another person.
    person: Name | None = None
    #: None: nobody has agreed, so nothing is sent there.
    consent: Consent | None = None
    #: That its owner agreed to have it in the public directory.
    listed: Consent | None = None


class OrganisationRecord(Frozen):
    """An organisation of the directory, as it is imported."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=300)]
    names: ByLanguage[Line] | None = None
    category: Category
    women_led: bool | None = None
    country: Country
    region: Name | None = None
    district: Name | None = None
    topics: tuple[Short, ...] = ()
    languages: tuple[Language, ...] = ()
    has_internet: bool | None = None
    #: Of a popular organisation: whether it is registered.
    formal: bool | None = None
    website: WebSite | None = None
    #: What it says itself that it needs.
    needs: Note | None = None
    prefers: Preference | None = None
    focal_points: tuple[FocalPoint, ...] = ()
    station: Station | None = None
    printer: Printer | None = None
    vetting: Vetting | None = None
    #: The name of the organisation in its country that passes messages on to it.
    relay: Annotated[str, StringConstraints(min_length=1, max_length=300)] | None = None
    #: That it agreed to stand in the public directory.
    listed: Consent | None = None
    addressees: tuple[AddresseeRecord, ...] = ()

    @property
    def details(self) -> dict[str, Any]:
        """What is kept of it as it is, for people to read: no rule selects by it."""
        return self.model_dump(mode="json", include=_DETAILS, exclude_defaults=True)


_DETAILS = {
    "formal",
    "website",
    "needs",
    "prefers",
    "station",
    "printer",
    "vetting",
    "listed",
}
