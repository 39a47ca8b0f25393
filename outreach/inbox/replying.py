"""Handing answers to the gateway that the text came by. What may have gone out is never
sent again: a text twice is worse than an answer too few.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from outreach import registry
from outreach.inbox.answering import channel_of
from outreach.model.contracts import BundleItem, Gateway, GatewayError, Outgoing
from outreach.model.errors import InputError
from outreach.model.rendition import Measure, Rendition
from outreach.model.states import Outcome
from outreach.settings import Settings
from outreach.store import Connection, Store, Unavailable, phones, replies
from outreach.store.ledger import throttle
from outreach.store.replies import Reply

log = logging.getLogger(__name__)

#: Answers handed over in one round, and for how long one is worth sending.
BATCH, WORTH = 20, timedelta(hours=12)
#: Seconds until what surely did not go out is tried again, and how often in all.
PAUSE, TRIES = 60, 5
_TOO_LATE = "It could not be handed over in time."

_STATES = {
    Outcome.ACCEPTED: "accepted",
    Outcome.DELIVERED: "accepted",
    Outcome.REFUSED: "failed",
    Outcome.OPTED_OUT: "failed",
    Outcome.UNKNOWN: "unknown",
}


@dataclass(slots=True)
class Replying:
    """The answers' way out. Its first round settles what a crash left."""

    _begun: bool = False
    #: Gateways that stopped, and until when they are left alone.
    _stopped: dict[str, datetime] = field(default_factory=dict)

    def send_due(
        self,
        store: Store,
        settings: Settings,
        gateways: Mapping[str, Gateway],
        now: datetime,
    ) -> bool:
        """Hand over what is due; whether there may be more."""
        if not self._begun:
            self._begin(store, now)
        working = {
            name: gateway
            for name, gateway in gateways.items()
            if not now < self._stopped.get(name, now) <= now + timedelta(seconds=PAUSE)
        }
        with store.read() as connection:
            second = int(now.timestamp())
            due = replies.due(connection, working, second, BATCH)
            late = replies.any_older(connection, now - WORTH)
        if late:
            with store.write() as connection:
                replies.give_up(connection, _TOO_LATE, now, older=now - WORTH)
        for reply in due:
            if now >= self._stopped.get(reply.gateway, now):
                self._send(store, settings, working[reply.gateway], reply, now)
        return len(due) == BATCH

    def _begin(self, store: Store, now: datetime) -> None:
        with store.write() as connection:
            why = "The server stopped while it was handed over."
            replies.forget_sending(connection, why, now)
        self._begun = True

    def _send(
        self,
        store: Store,
        settings: Settings,
        gateway: Gateway,
        reply: Reply,
        now: datetime,
    ) -> None:
        with store.write() as connection:
            busy_until = _throttled(connection, settings, reply, now)
            if busy_until is not None:
                replies.put_off(connection, reply.id, busy_until, None, now)
                return
            if not replies.mark_sending(connection, reply.id, now):
                return
        channel = channel_of(settings, reply.gateway) or ""
        outcome, detail = self._hand_over(
            gateway, reply, composed(reply, channel, now), now
        )
        with store.write() as connection:
            if outcome is Outcome.OPTED_OUT:
                _opted_out(connection, store.secret, reply, channel, now)
            if outcome is not Outcome.LATER:
                replies.settle(connection, reply.id, _STATES[outcome], detail, now)
            elif reply.tries + 1 >= TRIES:
                replies.settle(connection, reply.id, "failed", detail, now)
            else:
                again = int(now.timestamp()) + PAUSE
                replies.put_off(connection, reply.id, again, detail, now)

    def _hand_over(
        self, gateway: Gateway, reply: Reply, outgoing: Outgoing, now: datetime
    ) -> tuple[Outcome, str | None]:
        try:
            (receipt,) = gateway.send([outgoing])
        except GatewayError as error:
            self._stopped[reply.gateway] = now + timedelta(seconds=PAUSE)
            log.warning("answers wait for %s: %s", reply.gateway, error)
            given = {r.delivery: r for r in error.receipts}.get(outgoing.id)
            if given:
                return given.outcome, given.detail
            surely = outgoing.id in error.unwritten
            return Outcome.LATER if surely else Outcome.UNKNOWN, str(error)
        except Unavailable:
            raise
        except Exception:  # a bulkhead: nobody knows whether it went out
            log.exception("answer %s by %s", reply.id, reply.gateway)
            return Outcome.UNKNOWN, "The gateway failed: the log says how."
        return receipt.outcome, receipt.detail


def _opted_out(
    connection: Connection, secret: bytes, reply: Reply, channel: str, now: datetime
) -> None:
    """The provider knows of an opt-out that we may not know of."""
    if not phones.opted_out(connection, secret, (channel,), reply.recipient):
        how = f"told by {reply.gateway}"
        phones.withdraw(connection, secret, (channel,), reply.recipient, how, now)


def _throttled(
    connection: Connection, settings: Settings, reply: Reply, now: datetime
) -> int | None:
    """When to try again, where the sender's rate is used up now."""
    try:
        rate = registry.rate(reply.gateway, settings)
    except (InputError, KeyError):
        rate = None
    if rate is None:
        return None
    instant = now.timestamp()
    until = throttle.take(connection, reply.gateway, reply.segments, rate, instant)
    return None if until is None else math.ceil(until)


def composed(reply: Reply, channel: str, now: datetime) -> Outgoing:
    """An answer as a gateway gets it."""
    measure = Measure(segments=reply.segments, parts=reply.parts)
    item = BundleItem(
        channel=channel,
        variant="reply",
        languages=(reply.language,),
        copies=1,
        rendition=Rendition(files=(), text=reply.text, measure=measure),
    )
    return Outgoing(
        id=replies.public_id(reply.id),
        broadcast=replies.BATCH,
        channel=channel,
        address=reply.recipient,
        name="",
        bundle=(item,),
        sender=reply.sender,
        expires_at=now + WORTH,
    )
