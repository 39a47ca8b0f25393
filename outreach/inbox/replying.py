"""Handing answers to the gateway that the text came by. What may have gone out is never
sent again: a text twice is worse than an answer too few.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TypeAlias

from outreach import registry
from outreach.dispatch.window import check_order, receipts_of
from outreach.inbox.answering import bare, channel_of
from outreach.model.contracts import (
    BundleItem,
    CanQuery,
    Fate,
    Gateway,
    GatewayError,
    Outgoing,
    Receipt,
)
from outreach.model.delivery_ids import public_id
from outreach.model.errors import InputError
from outreach.model.rendition import Measure, Rendition
from outreach.model.states import Outcome
from outreach.settings import Settings
from outreach.store import Connection, Store, Unavailable, replies, routes
from outreach.store.ledger import throttle
from outreach.store.replies import Reply

log = logging.getLogger(__name__)

#: Answers handed over in one round, and for how long one is worth sending.
BATCH, WORTH = 20, timedelta(hours=12)
#: Seconds until what surely did not go out is tried again, and how often in all.
PAUSE, TRIES = 60, 5
_TOO_LATE = "It could not be handed over in time."
_LEFT = "Outreach stopped while it was handed over."

Call: TypeAlias = Callable[[Sequence[Outgoing]], Sequence[Receipt]]

_STATES = {
    Outcome.ACCEPTED: "accepted",
    Outcome.DELIVERED: "accepted",
    Outcome.REFUSED: "failed",
    Outcome.OPTED_OUT: "failed",
    Outcome.UNKNOWN: "unknown",
    #: As often as it was tried.
    Outcome.LATER: "failed",
}


@dataclass(slots=True)
class Replying:
    """The answers' way out."""

    #: Gateways that stopped, and when.
    _stopped: dict[str, datetime] = field(default_factory=dict)

    def send_due(
        self,
        store: Store,
        settings: Settings,
        gateways: Mapping[str, Gateway],
        now: datetime,
    ) -> bool:
        """Hand over what is due; whether there may be more."""
        working = {
            name: gateway
            for name, gateway in gateways.items()
            if not self._rests(name, now)
        }
        with store.read() as connection:
            second = int(now.timestamp())
            left = replies.left_sending(connection)
            due = replies.due(connection, working, second, BATCH)
            late = replies.any_older(connection, now - WORTH)
        if late:
            with store.write() as connection:
                replies.give_up(connection, _TOO_LATE, now, older=now - WORTH)
        for reply in left:
            self._settle_left(store, settings, gateways.get(reply.gateway), reply, now)
        for reply in due:
            if not self._rests(reply.gateway, now):
                self._send(store, settings, working[reply.gateway], reply, now)
        return len(due) == BATCH

    def _rests(self, gateway: str, now: datetime) -> bool:
        """Whether a gateway that stopped is left alone still, also if the clock was set
        back.
        """
        stopped = self._stopped.get(gateway)
        return stopped is not None and abs(now - stopped) < timedelta(seconds=PAUSE)

    def _settle_left(
        self,
        store: Store,
        settings: Settings,
        gateway: Gateway | None,
        reply: Reply,
        now: datetime,
    ) -> None:
        """One that a crash or a fault left on its way: by its gateway's policy."""
        channel = channel_of(settings, reply.gateway) or ""
        outgoing = composed(reply, channel, now)._replace(claimed_at=reply.changed_at)
        said = Receipt(delivery=outgoing.id, outcome=Outcome.UNKNOWN, detail=_LEFT)
        fate = gateway.capabilities.fate if gateway else Fate.HOLD
        if fate is Fate.IDEMPOTENT and reply.tries < TRIES:
            said = said._replace(outcome=Outcome.LATER)
        elif fate is Fate.QUERY and isinstance(gateway, CanQuery):
            said = self._called(gateway.query, reply, outgoing, now)
        _settle(store, reply, said, now)

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
        outgoing = composed(reply, channel, now)
        tried = replace(reply, tries=reply.tries + 1)
        _settle(store, tried, self._called(gateway.send, reply, outgoing, now), now)

    def _called(
        self, call: Call, reply: Reply, outgoing: Outgoing, now: datetime
    ) -> Receipt:
        """What the gateway says of the answer, handed over or asked about."""
        try:
            receipts = call([outgoing])
            check_order(reply.gateway, [outgoing], receipts)
        except GatewayError as error:
            self._stopped[reply.gateway] = now
            log.warning("answers wait for %s: %s", reply.gateway, error)
            receipts = receipts_of([outgoing], error)
        except Unavailable:
            raise
        except Exception:  # a bulkhead: nobody knows whether it went out
            log.exception("answer %s by %s", reply.id, reply.gateway)
            why = "The gateway failed: the log says how."
            return Receipt(delivery=outgoing.id, outcome=Outcome.UNKNOWN, detail=why)
        return receipts[0]


def _settle(store: Store, reply: Reply, said: Receipt, now: datetime) -> None:
    """Store what the gateway said of an answer, which it was given ``tries`` times."""
    key, detail = reply.id, said.detail
    with store.write() as connection:
        if said.outcome is Outcome.OPTED_OUT:
            replies.opt_out(
                connection, store.secret, reply.gateway, reply.recipient, now
            )
        if said.outcome is Outcome.LATER and reply.tries < TRIES:
            again = int(now.timestamp()) + PAUSE
            replies.put_off(connection, key, again, detail, now)
            return
        state = _STATES[said.outcome]
        replies.settle(connection, key, state, detail, now, said.gateway_ids)


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
    sender = throttle.sender_of(reply.gateway, _from_route(connection, reply))
    until = throttle.take(connection, sender, reply.segments, rate, instant)
    return None if until is None else math.ceil(until)


def _from_route(connection: Connection, reply: Reply) -> str | None:
    """The sender of a route that the answer goes out from; None: the gateway's own."""
    known = {bare(sender): sender for sender in routes.senders(connection)}
    return known.get(bare(reply.sender or ""))


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
        id=public_id(replies.BATCH, reply.id),
        broadcast=replies.BATCH,
        channel=channel,
        address=reply.recipient,
        name="",
        bundle=(item,),
        sender=reply.sender,
        expires_at=now + WORTH,
    )
