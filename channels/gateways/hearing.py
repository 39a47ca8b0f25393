"""What gateways do alike with a provider's request to us: read it, and believe it or not."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from datetime import UTC, datetime, tzinfo
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import phonenumbers
from pydantic import SecretStr

from outreach.model.errors import CallbackRefused
from outreach.model.news import CallbackRequest

#: A callback has some twenty fields; a text of many parts has a few thousand letters.
_MOST_FIELDS, _MOST_BYTES = 100, 65_536
#: No phone's number is as short.
_SHORT_CODE = re.compile(r"\+[0-9]{3,6}")
#: What is kept of a provider's id, of a number, and of a code.
_ID, _CODE = 80, 40


def form(request: CallbackRequest) -> list[tuple[str, str]]:
    """The fields of its form, empty ones too. Raises CallbackRefused."""
    return _pairs(_text(request))


def query(request: CallbackRequest) -> list[tuple[str, str]]:
    """The fields of its address, empty ones too. Raises CallbackRefused."""
    return _pairs(urlsplit(request.url).query)


def body(request: CallbackRequest) -> Any:
    """Its JSON. Raises CallbackRefused."""
    try:
        return json.loads(_text(request))
    except (ValueError, RecursionError):
        raise CallbackRefused("The callback's JSON can't be read.") from None


def check_secret(given: str, secret: SecretStr | None, setting: str) -> None:
    """Raise CallbackRefused unless ``given`` is the secret; its time tells nothing of it."""
    if secret is None:
        raise CallbackRefused(f"Set {setting} to take callbacks.")
    expected = secret.get_secret_value().encode()
    if not hmac.compare_digest(given.encode("utf-8", "replace"), expected):
        raise CallbackRefused(
            f"The callback has another secret than {setting}. Give the provider the address "
            "with the right one."
        )


def phone(number: object) -> str:
    """``number`` as E.164 where only its plus is missing, otherwise as the provider says it.

    A number without its country stays as it is: which country is not for us to guess.
    """
    said = "".join(clean(number).split()).replace("-", "")[:_ID]
    digits = said.removeprefix("00") if said.startswith("00") else said
    if not (digits.isascii() and digits.isdecimal()) or digits.startswith("0"):
        return said
    try:
        found = phonenumbers.parse(f"+{digits}", None)
    except phonenumbers.NumberParseException:
        return said
    return f"+{digits}" if phonenumbers.is_valid_number(found) else said


def recipient(number: object) -> str | None:
    """The number of ours that somebody wrote to; a short code without the plus that an
    operator may put before all numbers: answers go out from what this says.
    """
    said = phone(number)
    return (said[1:] if _SHORT_CODE.fullmatch(said) else said) or None


def instant(said: object, zone: tzinfo | None = None) -> datetime | None:
    """An ISO 8601 date and time in UTC; None where it is none, or has no zone and the
    provider does not always mean ``zone``.
    """
    try:
        found = datetime.fromisoformat(str(said).strip())
        if found.tzinfo is None and zone is not None:
            found = found.replace(tzinfo=zone)
        return found.astimezone(UTC) if found.tzinfo else None
    except (ValueError, OverflowError):
        return None


def key(*what: object) -> str:
    """A key for news that brings none of its own; equal for the same ``what``."""
    told = json.dumps([str(one) for one in what]).encode()
    return hashlib.sha256(told).hexdigest()[:40]


def short_id(said: object) -> str:
    """A provider's id as the ledger keeps it; one that is too long by its hash."""
    text = _printable(said)
    return text if len(text) <= _ID else key(text)


def short_code(said: object) -> str | None:
    """A provider's code as the ledger keeps it; None where there is none."""
    return _printable(said)[:_CODE] or None


def clean(text: object) -> str:
    """Words from outside as they can be stored: PostgreSQL takes no NUL, UTF-8 no halves."""
    said = str(text if text is not None else "").replace("\0", "")
    return said.encode("utf-8", "replace").decode()


def _printable(said: object) -> str:
    text = clean(said).strip()
    return "".join(sign for sign in text if sign.isprintable())


def check_length(request: CallbackRequest) -> None:
    """Raise CallbackRefused where it is longer than any provider's is."""
    if len(request.body) > _MOST_BYTES or len(request.url) > _MOST_BYTES:
        raise CallbackRefused("The callback is too long.")


def _text(request: CallbackRequest) -> str:
    check_length(request)
    try:
        return request.body.decode()
    except ValueError:
        raise CallbackRefused("The callback can't be read: it is not UTF-8.") from None


def _pairs(text: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(
            text, keep_blank_values=True, max_num_fields=_MOST_FIELDS, errors="strict"
        )
    except ValueError:
        raise CallbackRefused("The callback's fields can't be read.") from None
