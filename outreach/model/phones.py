"""Phone numbers as ``phonenumbers`` reads them; a country is never guessed."""

from __future__ import annotations

import re
from dataclasses import dataclass

import phonenumbers
from phonenumbers import (
    PhoneNumber,
    PhoneNumberFormat,
    PhoneNumberType,
    ValidationResult,
)

from outreach.model.numbering import mobile_at_a_glance
from outreach.model.places import country_name
from outreach.model.words import shown

_E164 = re.compile(r"\+[1-9][0-9]{4,14}")
#: One number with its country code, however it is grouped: no word on the keys, no
#: extension, no second number.
_WRITTEN = re.compile(r"[+＋][\d\s().·‐-―-]{1,40}")
_SUCH_AS = "Write a mobile number with its country code, such as +254 722 451983."
_ELSE = "offer radio or print instead."

UNLISTED = "not in the numbering plan"
_MOBILE = {
    PhoneNumberType.MOBILE: "mobile",
    # Where the plan does not part them, as in the United States and Mexico.
    PhoneNumberType.FIXED_LINE_OR_MOBILE: "mobile or fixed line",
}
_OTHERS = {
    PhoneNumberType.FIXED_LINE: "a fixed line",
    PhoneNumberType.TOLL_FREE: "a toll-free number",
    PhoneNumberType.PREMIUM_RATE: "a premium-rate number",
    PhoneNumberType.SHARED_COST: "a shared-cost number",
    PhoneNumberType.VOIP: "an internet telephone",
    PhoneNumberType.PAGER: "a pager",
    PhoneNumberType.VOICEMAIL: "a voice mailbox",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Phone:
    """A number as it was read."""

    e164: str
    #: As people write it: ``+254 722 451983``.
    international: str
    #: ISO 3166-1; None where the numbering plan does not say.
    country: str | None
    #: In words: ``mobile``.
    kind: str

    def __str__(self) -> str:
        place = country_name(self.country) if self.country else None
        return f"{self.international}, {place or 'country unknown'}, {self.kind}"


def read_phone(text: str, *, home: str | None = None, unlisted: bool = False) -> Phone:
    """The phone that a text message would go to.

    ``home`` is where its owner is: only to say how the number would be written with its
    country code. ``unlisted`` takes a number of the right length that the numbering plan
    does not know: plans change faster than the library. Raises ValueError, with a
    sentence that lacks its subject, where no text message can go there.
    """
    quoted = f"“{shown(text)}”"
    number = _parsed(text)
    if number is None:
        raise ValueError(f"{quoted} {_why_unread(text, home)}")
    if lacks := _length_fault(number):
        raise ValueError(f"{quoted} {lacks}")
    found = _phone(number)
    listed = phonenumbers.is_valid_number(number)
    if listed and phonenumbers.number_type(number) in _MOBILE:
        return found
    if listed:
        raise ValueError(f"{quoted} is {_what(number)}{_of(found.country)}: {_ELSE}")
    if found.country is None:
        raise ValueError(
            f"{quoted} belongs to no country that the numbering plan knows. {_SUCH_AS}"
        )
    if not unlisted:
        raise ValueError(
            f"{quoted} is not in the numbering plan{_of(found.country)}. Ask the "
            "organisation; if the number is right, add “unlisted”: true to it."
        )
    if _parsed(found.e164) != number:
        raise ValueError(
            f"{quoted} can be two numbers, as it goes on with a zero after its country "
            f"code: leave out the zero that is dialled within the country. {_SUCH_AS}"
        )
    return found


def mobile(text: str) -> str | None:
    """E.164 of a number that ``read_phone`` takes, if that can be told at a glance: half of
    a long list's time is spent on what would be said of its numbers.
    """
    if found := mobile_at_a_glance(text):
        return found
    number = _parsed(text)
    if number is None or phonenumbers.number_type(number) not in _MOBILE:
        return None
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def phone_of(address: str) -> Phone | None:
    """An E.164 number as it reads now; None where an address is none."""
    if not _E164.fullmatch(address):
        return None
    try:
        return _phone(phonenumbers.parse(address, None))
    except phonenumbers.NumberParseException:
        return None


def country_of(address: str) -> str | None:
    """The country that a phone's number belongs to; None of other addresses.

    By its whole number: +1, +7 and +44 are several countries.
    """
    if not _E164.fullmatch(address):
        return None
    try:
        number = phonenumbers.parse(address, None)
    except phonenumbers.NumberParseException:
        return None
    return _country(number)


def national(text: str, country: str | None) -> str | None:
    """A number of ``country`` as it is dialled there: with its trunk prefix, in its own
    groups. None where it is a number of another country, or of none, or where what is
    dialled there would be another number.
    """
    number = _parsed(text)
    if number is None or not country:
        return None
    if not phonenumbers.is_valid_number_for_region(number, country):
        return None
    written = phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL)
    return written if phonenumbers.parse(written, country) == number else None


def international(text: str) -> str:
    """A number with its country code in the groups that its country writes; as it is where
    no country has its code.
    """
    number = _parsed(text)
    if number is None:
        return text
    return phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)


def _parsed(text: str) -> PhoneNumber | None:
    if not _WRITTEN.fullmatch(text.strip()):
        return None
    try:
        return phonenumbers.parse(text, None)
    except phonenumbers.NumberParseException:
        return None


def _why_unread(text: str, home: str | None) -> str:
    if _WRITTEN.fullmatch(text.strip()):
        return f"is not a phone number: no country has its code. {_SUCH_AS}"
    if not _WRITTEN.fullmatch(f"+{text.strip()}"):
        return f"is not a phone number. {_SUCH_AS}"
    if sum(c.isdigit() for c in text) <= 6:
        return f"is not a phone number, but a short code or an emergency number. {_SUCH_AS}"
    return f"has no country code. {_suggestion(text, home) or _SUCH_AS}"


def _suggestion(text: str, home: str | None) -> str | None:
    """How to write it with its country code: told, never done for them."""
    abroad = re.match(r"\s*00(.+)", text)
    try:
        number = (
            phonenumbers.parse(f"+{abroad[1]}", None)
            if abroad
            else phonenumbers.parse(text, home)
        )
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    found = _phone(number)
    return f"If this is meant, write {found.international}{_of(found.country)}."


def _length_fault(number: PhoneNumber) -> str | None:
    match phonenumbers.is_possible_number_with_reason(number):
        case ValidationResult.TOO_LONG:
            return f"has too many digits. {_SUCH_AS}"
        case ValidationResult.INVALID_COUNTRY_CODE:
            return f"is not a phone number: no country has its code. {_SUCH_AS}"
        case ValidationResult.IS_POSSIBLE:
            return None
        case _:
            return f"has too few digits. {_SUCH_AS}"


def _phone(number: PhoneNumber) -> Phone:
    written = PhoneNumberFormat
    listed = phonenumbers.is_valid_number(number)
    return Phone(
        e164=phonenumbers.format_number(number, written.E164),
        international=phonenumbers.format_number(number, written.INTERNATIONAL),
        country=_country(number),
        kind=_kind(number) if listed else UNLISTED,
    )


def _country(number: PhoneNumber) -> str | None:
    region = phonenumbers.region_code_for_number(number)
    return region if region and region.isalpha() else None


def _kind(number: PhoneNumber) -> str:
    return (
        _MOBILE.get(phonenumbers.number_type(number)) or _what(number).split(" ", 1)[1]
    )


def _what(number: PhoneNumber) -> str:
    return _OTHERS.get(phonenumbers.number_type(number), "a number of another service")


def _of(country: str | None) -> str:
    return f" ({country_name(country) or country})" if country else ""
