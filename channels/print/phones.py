"""Numbers on a page: as they are written, as they are dialled, and what is texted to them."""

from __future__ import annotations

from functools import lru_cache

import phonenumbers
from phonenumbers import PhoneNumberFormat, PhoneNumberType

from channels.print.options import PrintOptions
from channels.print.parts import together
from outreach.model.rendition import ChannelOptions
from outreach.wording.directions import isolated

#: Of some numbers nobody can say what they are.
_TEXTED = (
    PhoneNumberType.MOBILE,
    PhoneNumberType.FIXED_LINE_OR_MOBILE,
    PhoneNumberType.UNKNOWN,
)


@lru_cache(maxsize=1000)
def phone(number: str) -> str:
    """A number that no line end cuts; grouped as is usual where it is not yet. A short code
    stays as it is.
    """
    if number[:1] == "+" and number[1:].isdigit():
        parsed = phonenumbers.parse(number, None)
        number = phonenumbers.format_number(parsed, PhoneNumberFormat.INTERNATIONAL)
    return together(number)


def dialled(number: str) -> str:
    """As a phone dials it: digits, and a plus where it is no short code."""
    if number.isdigit():
        return number
    parsed = phonenumbers.parse(number, None)
    return phonenumbers.format_number(parsed, PhoneNumberFormat.E164)


def takes_texts(number: str) -> bool:
    """Whether a text can come to a contact's phone."""
    return phonenumbers.number_type(phonenumbers.parse(number, None)) in _TEXTED


def texted(options: ChannelOptions, language: str) -> str | None:
    """The reply word, and in brackets the number that takes it if that is not the contact's;
    None where there is none.
    """
    if not options.reply_word:
        return None
    word = isolated(together(options.reply_word), language)
    if not (isinstance(options, PrintOptions) and options.reply_to):
        return word
    return f"{word} ({isolated(phone(options.reply_to), language)})"
