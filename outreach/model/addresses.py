"""Addresses that are no phone: postal ones, of any number of lines, and of e-mail."""

from __future__ import annotations

import re
from typing import Literal

from outreach.model.words import shown

#: How an address is reached.
AddressKind = Literal["phone", "postal", "email"]

_E164 = re.compile(r"\+[1-9][0-9]{4,14}")
#: One word with an @ in it. A postal address has blanks or lines.
_ONE_WORD = re.compile(r"\S*@\S*")
#: A name before the address, as mail programs copy it.
_WITH_NAME = re.compile(r"[^\n]*<[^<>\s]*@[^<>\s]*>")
_LOCAL = re.compile(r"[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*")
_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}")
#: Letters that the two editions of IDNA write differently: another domain may answer.
_AMBIGUOUS = re.compile("[ßς\u200c\u200d]")


def kind_of(address: str) -> AddressKind:
    """How a normalised address is reached."""
    if _E164.fullmatch(address):
        return "phone"
    return "email" if _ONE_WORD.fullmatch(address) else "postal"


def read_address(text: str) -> str:
    """A postal or e-mail address in one form. Raises ValueError with a sentence to staff."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) == 1 and _WITH_NAME.fullmatch(lines[0]):
        raise ValueError(_wrong(lines[0]))
    if len(lines) == 1 and _ONE_WORD.fullmatch(lines[0]):
        return read_email(lines[0])
    return "\n".join(lines)


def read_email(text: str) -> str:
    """An e-mail address in lower case, its domain in ASCII.

    Lower case all through: no mail server of today tells letter cases apart, and who opted
    out as Desk@ must not hear from us as desk@. Raises ValueError with a sentence to staff.
    """
    local, _, domain = text.lower().rpartition("@")
    try:
        ascii_domain = domain.encode("idna").decode("ascii")
    except UnicodeError:
        raise ValueError(_wrong(text)) from None
    # "=?" begins an encoded word, in which a header hides line ends.
    plain = _LOCAL.fullmatch(local) and "=?" not in local
    sound = plain and _DOMAIN.fullmatch(ascii_domain)
    long = len(local.encode()) > 64 or len(local.encode()) + len(ascii_domain) > 253
    if not sound or long or _AMBIGUOUS.search(domain):
        raise ValueError(_wrong(text))
    return f"{local}@{ascii_domain}"


def _wrong(text: str) -> str:
    return (
        f"“{shown(text)}” is no e-mail address. Write it alone, such as desk@radio.example; "
        "a postal address has a blank or several lines."
    )


#: How what stands in an erased address's place begins; nobody writes an address so.
ERASED = "(erased "


def erased(key: int) -> str:
    """What stands in the place of an address that is kept no longer: counts hang on it.

    ``key``: an addressee's, so that two of them never are the same address.
    """
    return f"{ERASED}{key})"


def is_erased(address: str) -> bool:
    """Whether the address itself is kept no longer."""
    return address.startswith(ERASED)
