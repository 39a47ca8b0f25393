"""Asking Twilio what became of deliveries, by listing the messages to their numbers.

Messages have no idempotency key, and a listing does not show the callback URL with our
id in it. What remains is number, time and body. A false "not there" sends a text twice,
so "not there" is said only where it is certain:

- the whole listing to that number was read, without a filter by DateSent: a message that
  still waits in Twilio's queue has none, and a filter would hide it;
- it was read ``grace`` seconds after the delivery was handed over, when a request that
  was under way has long ended and listings have caught up;
- nothing in it could be the message with its body blotted out (accounts may redact).

Times are compared on Twilio's clock: the answer's Date header says how far ours is off.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from twilio.base.exceptions import TwilioException  # type: ignore[import-untyped]

from channels.gateways.twilio.answers import outcome_of
from channels.gateways.web import CutOff
from channels.gateways.window import masked, silence, unknown
from outreach.model.contracts import GatewayError, Outgoing, Receipt
from outreach.model.states import Outcome

#: How far apart the two clocks may drift between handing over and asking.
_SLACK = timedelta(minutes=10)
#: Twilio gives 1,000 messages a page; nobody got 20,000 texts from one office.
_PAGE_SIZE, _PAGES = 1000, 20
#: What a trial account puts before each text.
_TRIAL = "Sent from your Twilio trial account - "


@dataclass(slots=True)
class _Listing:
    """The messages to one number; each can answer for one delivery only."""

    #: Twilio's clock minus ours.
    shift: timedelta
    messages: list[Any] = field(default_factory=list)

    def take(self, text: str, since: datetime) -> Any | None:
        """The oldest message with that body made since then, taken out; None if absent."""
        for message in self._made(since):
            if _same(message.body, text):
                self.messages.remove(message)
                return message
        return None

    def has_blotted(self, since: datetime) -> bool:
        return any(not message.body for message in self._made(since))

    def _made(self, since: datetime) -> list[Any]:
        earliest = since + self.shift - _SLACK
        found = [m for m in self.messages if _created(m, earliest) >= earliest]
        return sorted(found, key=lambda m: _created(m, earliest))


class _Unread(Exception):
    """A listing could not be read to its end; the sentence says why."""


class Inquiry:
    """One question about some deliveries."""

    def __init__(
        self,
        messages: Any,
        in_flight: int,
        grace: float,
        clock: Callable[[], datetime],
    ) -> None:
        self._messages = messages
        self._gate = asyncio.Semaphore(in_flight)
        self._grace = timedelta(seconds=grace)
        self._clock = clock

    async def about(self, deliveries: Sequence[Outgoing]) -> list[Receipt]:
        """One receipt per delivery, in order; LATER is said only where it is certain.

        Raises GatewayError or NotWritten where nothing could be asked: no such account, no
        line.
        """
        numbers = {delivery.address: delivery for delivery in deliveries}
        read = await asyncio.gather(*(self._listing(n) for n in numbers))
        listings = dict(zip(numbers, read, strict=True))
        # The oldest first: of two with one body, it takes the older message.
        order = sorted(deliveries, key=lambda d: (d.claimed_at or self._clock(), d.id))
        receipts = {d.id: self._judge(d, listings[d.address]) for d in order}
        return [receipts[delivery.id] for delivery in deliveries]

    def _judge(self, delivery: Outgoing, listing: _Listing | _Unread) -> Receipt:
        if isinstance(listing, _Unread):
            return unknown(delivery, str(listing))
        since = delivery.claimed_at
        if since is None:
            return unknown(delivery, "It is not known when it was handed over.")
        if message := listing.take(delivery.text, since):
            return _told(delivery, message)
        if listing.has_blotted(since):
            return unknown(delivery, "Twilio blots out what messages said.")
        if self._clock() - since < self._grace:
            return unknown(delivery, "It is too early for Twilio's listing to show it.")
        return Receipt(delivery=delivery.id, outcome=Outcome.LATER)

    async def _listing(self, number: str) -> _Listing | _Unread:
        async with self._gate:
            try:
                return await self._read(number)
            except CutOff as error:
                return _Unread(silence("Twilio", error))
            except TwilioException as error:
                return _failed(error)
            except (ValueError, TypeError, AttributeError, KeyError):
                return _Unread("Twilio's listing can't be read.")

    async def _read(self, number: str) -> _Listing | _Unread:
        answer = await self._messages.page_with_http_info_async(
            to=number, page_size=_PAGE_SIZE
        )
        listing = _Listing(shift=_shift(answer.headers, self._clock()))
        page, pages = answer.data, 0
        while page is not None:
            listing.messages += [m for m in page if m.direction != "inbound"]
            pages += 1
            if pages == _PAGES:
                return _Unread("There are too many messages to this number.")
            page = await page.next_page_async()
        return listing


def _failed(error: Exception) -> _Unread:
    """An answer other than 200. Raises GatewayError where it is the account."""
    answer = error.args[1] if len(error.args) > 1 else None
    status = getattr(answer, "status_code", None)
    if status in (401, 403, 404):
        raise GatewayError(
            f"Twilio refused to list messages (HTTP {status}). Check "
            "OUTREACH_TWILIO_ACCOUNT_SID and OUTREACH_TWILIO_AUTH_TOKEN.",
            permanent=True,
        ) from None
    return _Unread(f"Twilio did not list its messages (HTTP {status}).")


def _told(delivery: Outgoing, message: Any) -> Receipt:
    code = None if message.error_code is None else str(message.error_code)
    return Receipt(
        delivery=delivery.id,
        outcome=outcome_of(str(message.status), code) or Outcome.ACCEPTED,
        gateway_ids=(str(message.sid),),
        code=code,
        detail=masked(message.error_message) or None,
    )


def _same(body: str | None, text: str) -> bool:
    said = (body or "").replace("\r\n", "\n").strip().removeprefix(_TRIAL)
    return said == text.replace("\r\n", "\n").strip()


def _created(message: Any, otherwise: datetime) -> datetime:
    """When Twilio made it; one without a date may be ours, so it counts as new."""
    found = message.date_created
    return found if isinstance(found, datetime) else otherwise


def _shift(headers: dict[str, str], now: datetime) -> timedelta:
    date = {name.lower(): value for name, value in headers.items()}.get("date")
    try:
        theirs = parsedate_to_datetime(date or "")
    except ValueError:
        return timedelta()
    return (theirs if theirs.tzinfo else theirs.replace(tzinfo=UTC)) - now
