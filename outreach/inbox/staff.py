"""What a person does with a text that waits."""

from __future__ import annotations

import csv
import io

from outreach import registry
from outreach.inbox import writing
from outreach.inbox.answering import channel_of
from outreach.inbox.clerk import Clerk
from outreach.inbox.wording import language_of
from outreach.inbox.writing import NO_CHANNEL, phone_of_text
from outreach.model.audience import AddresseeRecord
from outreach.model.cells import cell
from outreach.model.errors import Refused
from outreach.store import inbound, phones, putting
from outreach.store.directory import Organisation
from outreach.store.inbound import Kept
from outreach.store.rsvps import Answer
from outreach.wording.dates import instant


def close(clerk: Clerk, text: Kept) -> None:
    """Nothing more has to be done about the text. Twice is as once."""
    if text.state != "waiting":
        return
    inbound.change(
        clerk.connection,
        text.id,
        state="done",
        marked=False,
        user_id=clerk.actor.user_id,
        done_at=clerk.now,
    )
    _log(clerk, "close text", text)


def write_back(clerk: Clerk, text: Kept, typed: str) -> None:
    """Answer by text, from the number that was written to. Raises InputError."""
    to = writing.back_to(clerk, text)
    owned = phones.owners(clerk.connection, registry.texting_channels(), to.phone)
    language = language_of(owner.language for owner in owned)
    sent = writing.send(clerk, to, typed, language)
    _log(clerk, "answer text", text, segments=sent.segments)


def _log(clerk: Clerk, act: str, text: Kept, **detail: object) -> None:
    clerk.log(act, f"text {text.id}", **detail)


def opt_out(clerk: Clerk, text: Kept) -> None:
    """Take the text for a STOP. Raises Refused."""
    phone = phone_of_text(clerk, text)
    if text.state != "waiting":
        return
    how = f"text, read by {clerk.actor.name}"
    phones.withdraw(
        clerk.connection,
        clerk.secret,
        registry.texting_channels(),
        phone,
        how,
        clerk.now,
    )
    inbound.change(clerk.connection, text.id, note="Opted out.")
    _log(clerk, "opt out", text)
    close(clerk, text)


def own(
    clerk: Clerk, text: Kept, organisation: Organisation, *, wants_texts: bool
) -> None:
    """Add the sender's phone to an organisation: with the text as consent to get texts, or
    without any, and then the text is read again. Twice is as once. Raises Refused.
    """
    if text.state != "waiting":
        return
    phone = phone_of_text(clerk, text)
    channel = channel_of(clerk.settings, text.gateway)
    if channel is None:
        raise Refused(NO_CHANNEL)
    if not _has(organisation, channel, phone):
        _add(clerk, organisation, channel, phone)
    _log(clerk, "whose phone", text, organisation=organisation.id, consent=wants_texts)
    inbound.change(clerk.connection, text.id, organisation_id=organisation.id)
    if not wants_texts:
        inbound.read_again(clerk.connection, text.id)
        return
    source = f"text {text.id} by {text.gateway}"
    phones.agree(
        clerk.connection,
        clerk.secret,
        registry.texting_channels(),
        phone,
        text.text,
        source,
        clerk.now,
        by=clerk.actor.name,
    )
    note = f"{organisation.name} wants our texts."
    inbound.change(clerk.connection, text.id, note=note)
    close(clerk, text)


def _has(organisation: Organisation, channel: str, phone: str) -> bool:
    return any(
        (a.channel, a.address) == (channel, phone) for a in organisation.addressees
    )


def _add(clerk: Clerk, organisation: Organisation, channel: str, phone: str) -> None:
    """In the language and zone of what else reaches it; nobody is guessed to have agreed."""
    others = organisation.addressees
    written = [a.language for a in others if _writes(channel, a.language)]
    made = AddresseeRecord(
        channel=channel,
        address=phone,
        language=written[0] if written else "en",
        timezone=others[0].timezone if others else clerk.settings.timezone,
    )
    putting.put_addressees(clerk.connection, [(organisation.id, made)], clerk.secret)


def _writes(channel: str, language: str) -> bool:
    return language in registry.channel(channel).languages


def table_of(answers: list[Answer], timezone: str) -> str:
    """Who comes, for the organiser's spreadsheet."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\r\n")
    table.writerow(("organisation", "country", "region", "comes", "answered"))
    for answer in answers:
        comes = "yes" if answer.coming else "no"
        at = instant(answer.at, timezone)
        row = (answer.name, answer.country, answer.region or "", comes, at)
        table.writerow(map(cell, row))
    return out.getvalue()
