"""What the directory says of an organisation beside its name: what it is, who speaks for it,
what it needs, and what it is worth to others as a station, a print shop or a relay.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Literal, TypeAlias

from pydantic import AfterValidator, Field, StringConstraints

from outreach.model.announcement import Frozen
from outreach.model.consent import Consent, Name, Note
from outreach.model.words import Language

_SITE = re.compile(r"https?://[^\s/?#]+\.[^\s/?#]+([/?#]\S*)?", re.ASCII)
#: Monday first, as recurrence rules write them.
Weekday: TypeAlias = Literal["MO", "TU", "WE", "TH", "FR", "SA", "SU"]


def _site(value: str) -> str:
    if not _SITE.fullmatch(value):
        raise ValueError("is not a web address. Write it as https://example.org.")
    return value


WebSite = Annotated[str, StringConstraints(max_length=300), AfterValidator(_site)]


class FocalPoint(Frozen):
    """A person who speaks for an organisation. Their numbers are addressees of their own,
    each with their name.
    """

    name: Name
    role: Name | None = None
    languages: tuple[Language, ...] = ()
    note: Note | None = None
    #: That the person agreed to have name and role in the public directory.
    listed: Consent | None = None


class Preference(Frozen):
    """What an organisation says it wants, first of what reaches it."""

    channel: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,29}$")]
    #: The variant of that channel; None: its usual one.
    variant: Annotated[str, StringConstraints(max_length=30)] | None = None
    language: Language | None = None


class Slot(Frozen):
    """When a station reads announcements, and for how long."""

    days: tuple[Weekday, ...] = ()
    at: Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
    seconds: Annotated[int, Field(ge=5, le=3600)]


class Station(Frozen):
    """A radio station. Its pace and capitals are options of its addressee."""

    frequency: Annotated[str, StringConstraints(min_length=1, max_length=60)]
    coverage: Note | None = None
    languages: tuple[Language, ...] = ()
    slots: tuple[Slot, ...] = ()


class Printer(Frozen):
    """Who prints for others: how many copies at a time, on what, and how they travel."""

    copies: Annotated[int, Field(ge=1, le=1_000_000)] | None = None
    sizes: tuple[Annotated[str, StringConstraints(max_length=20)], ...] = ()
    route: Note | None = None
    #: The regions that it prints for; none, and no districts: its own.
    regions: tuple[Name, ...] = ()
    #: The districts that it prints for, in whichever region of its country they are.
    districts: tuple[Name, ...] = ()


class Vetting(Frozen):
    """What was found when somebody looked at an organisation; None: not looked at.

    The words are those of the report on working with civil society organisations:
    representative, sustainable, transparent, accountable; a host government's approval
    only where that is asked.
    """

    representative: bool | None = None
    sustainable: bool | None = None
    transparent: bool | None = None
    accountable: bool | None = None
    government_approval: bool | None = None
    by: Name
    on: date
    note: Note | None = None
