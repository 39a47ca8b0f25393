"""Writing an answer: to whom none is written, and how it is cut."""

from __future__ import annotations

from outreach import registry
from outreach.inbox.case import Case
from outreach.inbox.wording import Message, say
from outreach.model.contracts import CanReply
from outreach.model.errors import InputError
from outreach.model.phones import read_phone
from outreach.model.rendition import Measure
from outreach.settings import Settings
from outreach.store import Connection, replies, routes

#: An opt-out is confirmed whatever else was answered in that hour.
_DUE = frozenset({Message.STOPPED, Message.STOPPED_BUT_ONE})
#: What goes also to a phone that wants no more texts.
_ALSO_OUT = _DUE | {Message.HELP}
#: What stands around and between the digits of a number.
_BETWEEN = str.maketrans("", "", "+-(). ")


def answer(case: Case, message: Message, **values: str) -> str:
    """Write an answer that goes out with this decision; a sentence where there is none."""
    values = {"office": case.settings.office, **values}
    return answer_in_words(case, message, say(message, case.language, **values))


def answer_in_words(case: Case, message: Message, words: str) -> str:
    """Write an answer of which the words are made already."""
    why = _why_none(case, message)
    if why is None:
        measure = cut(case.settings, case.text.gateway, words)
        if measure is None:
            why = "no channel here can answer"
        else:
            _add(case, words, measure)
            return ""
    return f" No answer was sent: {why}."


def _add(case: Case, words: str, measure: Measure) -> None:
    replies.add(
        case.connection,
        inbound_id=case.text.id,
        gateway=case.text.gateway,
        recipient=str(case.phone),
        sender=case.text.recipient,
        language=case.language,
        text="".join(measure.parts) or words,
        parts=measure.parts,
        segments=measure.segments or 1,
        now=case.now,
    )


def _why_none(case: Case, message: Message) -> str | None:
    """Why nothing is answered: machines must not talk to each other for ever."""
    ours = our_senders(case.connection, case.settings)
    if why := unanswerable(case.text.sender, case.text.recipient, ours):
        return why
    if case.phone is None:
        return "the sender is no phone that we know"
    if case.opted_out and message not in _ALSO_OUT:
        return "this number wants no texts"
    due, phone = message in _DUE, case.phone
    if not replies.within_limits(case.connection, phone, case.now, due=due):
        return "this number was sent several answers lately"
    return None


def unanswerable(
    sender: str, recipient: str | None, ours: frozenset[str]
) -> str | None:
    """Why a sender can't be answered at all, ``ours`` being our own; None if it can be."""
    if bare(sender) in {bare(recipient or ""), *ours}:
        return "the text came from a number of ours"
    digits = sender.strip()
    try:
        read_phone(digits if digits.startswith("+") else f"+{digits}", unlisted=True)
    except ValueError:
        return "the sender is no mobile phone"
    return None


def our_senders(connection: Connection, settings: Settings) -> frozenset[str]:
    """The senders of gateways and of the table of routes, numbers in their digits."""
    names = registry.plugins().gateways
    of_gateways = (settings.of_plugin(name).get("sender") or "" for name in names)
    found = (*of_gateways, *routes.senders(connection))
    return frozenset(bare(sender) for sender in found if sender)


def bare(sender: str) -> str:
    """A number in its digits: a gateway's settings, and those who bring texts, may leave
    out the plus.
    """
    digits = sender.translate(_BETWEEN)
    return digits if digits.isdecimal() else sender


def cut(settings: Settings, gateway: str, words: str) -> Measure | None:
    """The answer as the channel that the gateway carries cuts it; None if none can."""
    channel = registry.plugins().channels.get(channel_of(settings, gateway) or "")
    return channel.reply(words).measure if isinstance(channel, CanReply) else None


def channel_of(settings: Settings, gateway: str) -> str | None:
    """The channel by which answers go through a gateway: one that it carries, else any."""
    able = [
        channel
        for channel in registry.plugins().channels.values()
        if isinstance(channel, CanReply) and channel.freight == "text"
    ]
    for channel in able:
        try:
            if gateway in registry.routes(channel, settings):
                return channel.name
        except InputError:
            continue
    return able[0].name if able else None
