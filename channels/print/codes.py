"""What a phone that is held before the page does: text, ring or keep the date. None of it
needs the internet.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from channels.print.options import PrintOptions
from channels.print.parts import Part, together
from channels.print.phones import dialled, phone, takes_texts
from outreach.model.facts import Facts
from outreach.model.moments import day_of, to_utc
from outreach.wording.labels import Labels

#: A longer title makes a code of smaller squares than a copied page keeps.
_MOST_TITLE, _MOST_PLACE = 60, 40


def with_code(
    parts: Sequence[Part], facts: Facts, labels: Labels, options: PrintOptions
) -> list[Part]:
    """``parts`` with the code beside the contact, where there is something to do with it:
    below the label, where a page is blank.
    """
    if options.qr == "none" or facts.notice == "cancellation":
        return list(parts)
    payload, caption = act_of(facts, labels, options)
    return [
        replace(part, payload=payload, caption=caption)
        if part.role == "contact"
        else part
        for part in parts
    ]


def without_code(parts: Sequence[Part]) -> list[Part]:
    """The same ``parts`` without a code."""
    return [replace(part, payload="", caption="") for part in parts]


def act_of(facts: Facts, labels: Labels, options: PrintOptions) -> tuple[str, str]:
    """What the phone does, and the words for it."""
    if options.qr == "auto":
        word, number = options.reply_word, _texted(facts, options)
        if word and number:
            said = labels(
                "Scan to text {keyword} to {phone}",
                keyword=together(word),
                phone=phone(number),
            )
            return f"SMSTO:{dialled(number)}:{word}", said
        if facts.phones:
            called = facts.phones[0]
            said = labels("Scan to call {phone}", phone=phone(called))
            return f"tel:{dialled(called)}", said
    return _event(facts), labels("Scan to save the date in your phone")


def _texted(facts: Facts, options: PrintOptions) -> str | None:
    """The number that takes texts, where people are asked to text."""
    registration = facts.registration
    if registration is None or "sms" not in registration.how:
        return None
    if options.reply_to:
        return options.reply_to
    return next((n for n in facts.phones[:1] if takes_texts(n)), None)


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
