"""What a person writes to a phone: where it goes, what it costs, and sending it."""

from __future__ import annotations

from dataclasses import dataclass

from outreach import registry
from outreach.dispatch.routing import Routing
from outreach.inbox.answering import channel_of, cut, our_senders, unanswerable
from outreach.inbox.case import phone_behind
from outreach.inbox.clerk import Clerk
from outreach.model.errors import CannotCarry, InputError, Problem, Refused
from outreach.model.estimate import CostLine, Estimate, together
from outreach.model.phones import country_of
from outreach.model.rendition import Measure
from outreach.model.words import clean
from outreach.store import phones, replies, routes
from outreach.store.inbound import Kept

#: What a person writes: ten segments are the most that phones put together.
_LONGEST = 10
NO_CHANNEL = "No channel here can carry an answer."
_NO_PHONE = "The sender is no phone number with its country code."


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """A phone, and by which gateway and from which number of ours it is written to."""

    phone: str
    gateway: str
    #: None: the gateway's own.
    sender: str | None
    #: The text that is answered; None: there is none.
    inbound_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """An answer that goes out when the transaction is committed."""

    id: int
    segments: int


def back_to(clerk: Clerk, text: Kept) -> Destination:
    """To whoever sent a text, from the number that it was sent to. Raises Refused."""
    ours = our_senders(clerk.connection, clerk.settings)
    if why := unanswerable(text.sender, text.recipient, ours):
        raise Refused(f"It can't be answered: {why}.")
    return Destination(
        phone=phone_of_text(clerk, text),
        gateway=text.gateway,
        sender=text.recipient,
        inbound_id=text.id,
    )


def phone_of_text(clerk: Clerk, text: Kept) -> str:
    """Whom a text is from. Raises Refused."""
    phone = phone_behind(clerk.connection, registry.texting_channels(), text.sender)
    if phone is None:
        raise Refused(_NO_PHONE)
    return phone


def to_phone(clerk: Clerk, channel: str, phone: str) -> Destination:
    """To a phone of the directory, by the cheapest way there. Raises Refused."""
    try:
        ways = _routing(clerk).ways(registry.channel(channel), country_of(phone))
    except (CannotCarry, InputError) as error:
        raise Refused(f"It can't be texted to. {error}") from None
    return Destination(phone=phone, gateway=ways[0].gateway, sender=ways[0].sender)


def measured(clerk: Clerk, to: Destination, typed: str) -> Measure:
    """What was typed, as it would be cut. Raises InputError."""
    measure = cut(clerk.settings, to.gateway, _checked(typed))
    if measure is None:
        raise Refused(NO_CHANNEL)
    if (measure.segments or 1) > _LONGEST:
        told = (
            f"takes {measure.segments} segments; {_LONGEST} are the most. Shorten it."
        )
        raise InputError([Problem("answer", told)])
    return measure


def cost(clerk: Clerk, to: Destination, measure: Measure) -> Estimate:
    """What it costs to send it, at the price of today's route."""
    country, channel = (
        country_of(to.phone),
        channel_of(clerk.settings, to.gateway) or "",
    )
    try:
        ways = _routing(clerk).ways(registry.channel(channel), country)
    except (CannotCarry, InputError):
        ways = []
    line = CostLine(
        channel=channel,
        language="",
        country=country,
        gateway=to.gateway,
        recipients=1,
        segments=measure.segments or 1,
        price=next((way.price for way in ways if way.gateway == to.gateway), None),
    )
    return together([line], clerk.settings.currency)


def send(clerk: Clerk, to: Destination, typed: str, language: str) -> Sent:
    """Write it to the phone, unless it wants no texts. Raises InputError."""
    measure = measured(clerk, to, typed)
    channels = registry.texting_channels()
    if phones.opted_out(clerk.connection, clerk.secret, channels, to.phone):
        raise Refused("This number wants no texts. Call instead.")
    segments = measure.segments or 1
    key = replies.add(
        clerk.connection,
        inbound_id=to.inbound_id,
        gateway=to.gateway,
        recipient=to.phone,
        sender=to.sender,
        language=language,
        text="".join(measure.parts),
        parts=measure.parts,
        segments=segments,
        now=clerk.now,
        user_id=clerk.actor.user_id,
    )
    return Sent(id=key, segments=segments)


def _routing(clerk: Clerk) -> Routing:
    return Routing(clerk.settings, routes.all_routes(clerk.connection))


def _checked(typed: str) -> str:
    try:
        words, _ = clean(typed.strip())
    except ValueError as error:
        raise InputError([Problem("answer", str(error))]) from None
    if not words:
        raise InputError([Problem("answer", "is empty. Write it.")])
    return words
