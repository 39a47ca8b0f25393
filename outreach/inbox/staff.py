"""What a person does with a text that waits."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import datetime

from outreach import registry
from outreach.inbox.answering import channel_of, cut, our_senders, unanswerable
from outreach.inbox.case import phone_behind
from outreach.inbox.wording import language_of
from outreach.model.audience import AddresseeRecord
from outreach.model.cells import cell
from outreach.model.errors import InputError, Problem, Refused
from outreach.model.words import clean
from outreach.settings import Settings
from outreach.store import Connection, inbound, phones, putting, replies
from outreach.store.audit import Actor, record
from outreach.store.directory import Organisation
from outreach.store.inbound import Kept
from outreach.store.rsvps import Answer
from outreach.wording.dates import instant

#: What a person writes: ten segments are the most that phones put together.
_LONGEST = 10
_NO_PHONE = "The sender is no phone number with its country code."
_NO_CHANNEL = "No channel here can carry an answer."


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Who does it, where and when."""

    connection: Connection
    settings: Settings
    secret: bytes
    actor: Actor
    now: datetime

    def log(self, act: str, text: Kept, **detail: object) -> None:
        """Note it in the audit log: never a number or a word of the text."""
        record(self.connection, self.actor, self.now, act, f"text {text.id}", **detail)


def close(desk: Desk, text: Kept) -> None:
    """Nothing more has to be done about the text. Twice is as once."""
    if text.state != "waiting":
        return
    inbound.change(
        desk.connection,
        text.id,
        state="done",
        marked=False,
        user_id=desk.actor.user_id,
        done_at=desk.now,
    )
    desk.log("close text", text)


def write_back(desk: Desk, text: Kept, typed: str) -> None:
    """Answer by text, from the number that was written to. Raises InputError."""
    words = _checked(typed)
    ours = our_senders(desk.connection, desk.settings)
    if why := unanswerable(text.sender, text.recipient, ours):
        raise Refused(f"It can't be answered: {why}.")
    phone = _phone(desk, text)
    if phones.opted_out(
        desk.connection, desk.secret, registry.texting_channels(), phone
    ):
        raise Refused("This number wants no texts. Call instead.")
    measure = cut(desk.settings, text.gateway, words)
    if measure is None:
        raise Refused(_NO_CHANNEL)
    if (measure.segments or 1) > _LONGEST:
        raise InputError(
            [
                Problem(
                    "answer",
                    f"takes {measure.segments} segments; {_LONGEST} are the most. "
                    "Shorten it.",
                )
            ]
        )
    owned = phones.owners(desk.connection, registry.texting_channels(), phone)
    replies.add(
        desk.connection,
        inbound_id=text.id,
        gateway=text.gateway,
        recipient=phone,
        sender=text.recipient,
        language=language_of(owner.language for owner in owned),
        text="".join(measure.parts),
        parts=measure.parts,
        segments=measure.segments or 1,
        now=desk.now,
        user_id=desk.actor.user_id,
    )
    desk.log("answer text", text, segments=measure.segments)


def _phone(desk: Desk, text: Kept) -> str:
    """Whom the text is from. Raises Refused."""
    phone = phone_behind(desk.connection, registry.texting_channels(), text.sender)
    if phone is None:
        raise Refused(_NO_PHONE)
    return phone


def _checked(typed: str) -> str:
    try:
        words, _ = clean(typed.strip())
    except ValueError as error:
        raise InputError([Problem("answer", str(error))]) from None
    if not words:
        raise InputError([Problem("answer", "is empty. Write it.")])
    return words


def opt_out(desk: Desk, text: Kept) -> None:
    """Take the text for a STOP. Raises Refused."""
    phone = _phone(desk, text)
    if text.state != "waiting":
        return
    how = f"text, read by {desk.actor.name}"
    phones.withdraw(
        desk.connection, desk.secret, registry.texting_channels(), phone, how, desk.now
    )
    inbound.change(desk.connection, text.id, note="Opted out.")
    desk.log("opt out", text)
    close(desk, text)


def own(
    desk: Desk, text: Kept, organisation: Organisation, *, wants_texts: bool
) -> None:
    """Add the sender's phone to an organisation: with the text as consent to get texts, or
    without any, and then the text is read again. Twice is as once. Raises Refused.
    """
    if text.state != "waiting":
        return
    phone = _phone(desk, text)
    channel = channel_of(desk.settings, text.gateway)
    if channel is None:
        raise Refused(_NO_CHANNEL)
    if not _has(organisation, channel, phone):
        _add(desk, organisation, channel, phone)
    desk.log("whose phone", text, organisation=organisation.id, consent=wants_texts)
    inbound.change(desk.connection, text.id, organisation_id=organisation.id)
    if not wants_texts:
        inbound.read_again(desk.connection, text.id)
        return
    source = f"text {text.id} by {text.gateway}"
    phones.agree(
        desk.connection,
        desk.secret,
        registry.texting_channels(),
        phone,
        text.text,
        source,
        desk.now,
        by=desk.actor.name,
    )
    note = f"{organisation.name} wants our texts."
    inbound.change(desk.connection, text.id, note=note)
    close(desk, text)


def _has(organisation: Organisation, channel: str, phone: str) -> bool:
    return any(
        (a.channel, a.address) == (channel, phone) for a in organisation.addressees
    )


def _add(desk: Desk, organisation: Organisation, channel: str, phone: str) -> None:
    """In the language and zone of what else reaches it; nobody is guessed to have agreed."""
    others = organisation.addressees
    written = [a.language for a in others if _writes(channel, a.language)]
    made = AddresseeRecord(
        channel=channel,
        address=phone,
        language=written[0] if written else "en",
        timezone=others[0].timezone if others else desk.settings.timezone,
    )
    putting.put_addressees(desk.connection, [(organisation.id, made)], desk.secret)


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
