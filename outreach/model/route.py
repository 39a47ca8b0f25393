"""A route: by which gateway and sender a country is reached, and what a segment costs."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal, get_args

from phonenumbers import COUNTRY_CODE_TO_REGION_CODE

from outreach.model.errors import InputError, Problem
from outreach.model.money import amount, plain
from outreach.model.phones import read_phone
from outreach.model.places import countries, country_name
from outreach.model.words import clean, shown

SenderKind = Literal["number", "alphanumeric", "short_code"]
KINDS: tuple[SenderKind, ...] = get_args(SenderKind)

#: Wherever no other route is nearer.
EVERYWHERE = "*"
#: Their networks let no name through (AWS and Telnyx, early 2026).
NO_NAMES = frozenset({"US", "CA"})

_CALLING_CODE = re.compile(r"\+[1-9][0-9]{0,2}")
_NAME = re.compile(r"(?=.*[A-Za-z])[A-Za-z0-9][A-Za-z0-9 &+_.-]{0,10}")
_SHORT_CODE = re.compile(r"[0-9]{3,8}")
_YES = {"yes": True, "no": False, "": False}
LONGEST_NOTE = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One line of the table that staff keep. Channel, country and gateway name it."""

    channel: str
    #: Its ISO 3166-1 code; a calling code such as ``+1``, for all that share it; or ``*``.
    country: str
    gateway: str
    #: None: the gateway's own.
    sender: str | None = None
    sender_kind: SenderKind | None = None
    #: Whether people can answer it.
    answerable: bool = False
    #: Of one segment; None: nobody has said.
    price: Decimal | None = None
    #: What the price is in.
    currency: str | None = None
    note: str | None = None

    @property
    def key(self) -> tuple[str, str, str]:
        """What names it."""
        return (self.channel, self.country, self.gateway)

    @property
    def place(self) -> str:
        """The country as staff read it."""
        if self.country == EVERYWHERE:
            return "everywhere else"
        return country_name(self.country) or self.country

    @property
    def columns(self) -> dict[str, str]:
        """The route as it is typed, by ``COLUMNS``."""
        return {
            "channel": self.channel,
            "country": self.country,
            "gateway": self.gateway,
            "sender": self.sender or "",
            "sender_kind": self.sender_kind or "",
            "answerable": "yes" if self.answerable else "no",
            "price": "" if self.price is None else plain(self.price),
            "note": self.note or "",
        }

    def nearness(self, country: str | None, calling_code: int | None) -> int | None:
        """How near it is to a country, 0 the nearest; None where it does not lead there."""
        if self.country == country:
            return 0
        if calling_code and self.country == f"+{calling_code}":
            return 1
        return 2 if self.country == EVERYWHERE else None


#: The columns of a file of routes, and the fields of the form.
COLUMNS = (
    "channel",
    "country",
    "gateway",
    "sender",
    "sender_kind",
    "answerable",
    "price",
    "note",
)


def read_route(typed: Mapping[str, str], currency: str) -> Route:
    """A route as it was typed, by ``COLUMNS``. Raises InputError with every problem.

    Whether channel and gateway are there, and fit, is not looked at.
    """
    problems: list[Problem] = []

    def read(name: str, how: Callable[[str], Any]) -> Any:
        try:
            return how(typed.get(name, "").strip())
        except ValueError as error:
            problems.append(Problem(name, str(error)))
            return None

    kind = read("sender_kind", _kind)
    price = read("price", lambda text: amount(text) if text else None)
    found = Route(
        channel=read("channel", _filled),
        country=read("country", _country),
        gateway=read("gateway", _filled),
        sender=read("sender", lambda text: _sender(text, kind)),
        sender_kind=kind,
        answerable=read("answerable", _yes_or_no),
        price=price,
        currency=None if price is None else currency,
        note=read("note", _note),
    )
    if kind == "alphanumeric":
        problems += _of_names(found)
    if problems:
        raise InputError(problems)
    return found


def _filled(text: str) -> str:
    if not text:
        raise ValueError("is empty. Fill it in.")
    return text


def _country(text: str) -> str:
    code = text.upper()
    if code in countries() or code == EVERYWHERE:
        return code
    if _CALLING_CODE.fullmatch(code) and int(code) in COUNTRY_CODE_TO_REGION_CODE:
        return code
    raise ValueError(
        f"“{shown(text)}” is no country. Write two letters such as KE, a calling code "
        "such as +254, or * for everywhere else."
    )


def _kind(text: str) -> SenderKind | None:
    if not text:
        return None
    for kind in KINDS:
        if kind == text.lower().replace(" ", "_"):
            return kind
    raise ValueError(f"“{shown(text)}” is none of {', '.join(KINDS)}.")


def _sender(text: str, kind: SenderKind | None) -> str | None:
    if not text:
        return None
    match kind:
        case None:
            raise ValueError("has no kind. Say what it is: " + ", ".join(KINDS) + ".")
        case "number":
            return read_phone(text, unlisted=True).e164
        case "short_code" if not _SHORT_CODE.fullmatch(text):
            raise ValueError(f"“{shown(text)}” is no short code: 3 to 8 digits.")
        case "alphanumeric" if not _NAME.fullmatch(text):
            raise ValueError(
                f"“{shown(text)}” is no name that networks carry: 1 to 11 letters a to z, "
                "digits and blanks, a letter among them."
            )
    return text


def _yes_or_no(text: str) -> bool:
    if text.lower() not in _YES:
        raise ValueError(f"“{shown(text)}” is neither yes nor no.")
    return _YES[text.lower()]


def _note(text: str) -> str | None:
    if len(text) > LONGEST_NOTE:
        raise ValueError(f"is too long. It may have {LONGEST_NOTE} characters.")
    return clean(text)[0] or None


def _of_names(route: Route) -> list[Problem]:
    found = []
    if route.answerable:
        found.append(Problem("answerable", "is yes, but nobody can answer a name."))
    if route.country in NO_NAMES:
        where = country_name(route.country)
        found.append(
            Problem(
                "sender_kind",
                f"is alphanumeric, which networks in {where} refuse. Use a number or a "
                "short code.",
            )
        )
    return found
