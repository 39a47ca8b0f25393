"""What a phone that is held before the page does: text, ring or keep the date. None of it
needs the internet.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

import phonenumbers

from channels.print.content import phone
from channels.print.labels import Labels
from channels.print.options import PrintOptions
from channels.print.parts import Part, Rank, together
from outreach.model.facts import Facts
from outreach.model.moments import day_of, to_utc

#: A longer title makes a code of smaller squares than a copied page keeps.
_MOST_TITLE, _MOST_PLACE = 60, 40
_BOTH = (
    phonenumbers.PhoneNumberType.MOBILE,
    phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE,
)


def with_code(
    parts: Sequence[Part], facts: Facts, labels: Labels, options: PrintOptions
) -> list[Part]:
    """``parts`` with the code below the contact."""
    at = next(n for n, part in enumerate(parts, 1) if part.role == "contact")
    return [*parts[:at], *code_of(facts, labels, options), *parts[at:]]


def code_of(facts: Facts, labels: Labels, options: PrintOptions) -> Iterator[Part]:
    """The code with its words, where there is something to do with it."""
    if options.qr == "none" or facts.notice == "cancellation":
        return
    payload, text = _act(facts, labels, options)
    yield Part(
        role="code", text=text, rank=Rank.CODE, name="the QR code", payload=payload
    )


def _act(facts: Facts, labels: Labels, options: PrintOptions) -> tuple[str, str]:
    """What the phone does, and the words for it."""
    number = facts.phones[0] if facts.phones else None
    if number and options.qr == "auto":
        called = phone(number)
        dialled = phonenumbers.parse(number, None)
        plain = phonenumbers.format_number(dialled, phonenumbers.PhoneNumberFormat.E164)
        word = options.reply_word
        if word and _takes_texts(facts, dialled):
            said = labels(
                "Scan to text {keyword} to {phone}",
                keyword=together(word),
                phone=called,
            )
            return f"SMSTO:{plain}:{word}", said
        return f"tel:{plain}", labels("Scan to call {phone}", phone=called)
    return _event(facts), labels("Scan to save the date in your phone")


def _takes_texts(facts: Facts, number: phonenumbers.PhoneNumber) -> bool:
    """Whether people are asked to text, and a text can come to the number."""
    registration = facts.registration
    asked = registration is not None and "sms" in registration.how
    kind = phonenumbers.number_type(number)
    unsure = kind is phonenumbers.PhoneNumberType.UNKNOWN
    return asked and (unsure or kind in _BOTH)


def _event(facts: Facts) -> str:
    """A calendar (RFC 5545) of one event, as short as it may be."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "BEGIN:VEVENT",
        f"SUMMARY:{_escaped(facts.title, _MOST_TITLE)}",
        *_times(facts),
        f"LOCATION:{_escaped(facts.venue_name or facts.locality, _MOST_PLACE)}",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "\r\n".join(lines)


def _times(facts: Facts) -> Iterator[str]:
    """In UTC, which every phone turns into its own time; days have no time."""
    start, end = facts.starts_at, facts.ends_at
    if not isinstance(start, datetime) or (end and not isinstance(end, datetime)):
        after = day_of(end or start) + timedelta(days=1)
        yield f"DTSTART;VALUE=DATE:{day_of(start):%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{after:%Y%m%d}"
        return
    yield f"DTSTART:{to_utc(start, facts.timezone):%Y%m%dT%H%M%SZ}"
    if isinstance(end, datetime):
        yield f"DTEND:{to_utc(end, facts.timezone):%Y%m%dT%H%M%SZ}"


def _escaped(text: str, most: int) -> str:
    """A text value (RFC 5545, 3.3.11), which can't begin another line."""
    short = text if len(text) <= most else f"{text[:most].rstrip()}…"
    for sign in ("\\", ";", ","):
        short = short.replace(sign, f"\\{sign}")
    return " ".join(short.split())
