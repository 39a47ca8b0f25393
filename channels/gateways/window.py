"""A window on its way: so many requests at once, one receipt for each delivery."""

from __future__ import annotations

import asyncio
import logging
import re
import traceback
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeAlias

from channels.gateways.web import CutOff, NotWritten
from outreach.model import masking
from outreach.model.contracts import GatewayError, Outgoing, Receipt
from outreach.model.states import Outcome

log = logging.getLogger(__name__)

_AT_MOST = 200
#: E.164. A provider may take 911 or +0 for something else than we do.
_PHONE = re.compile(r"\+[1-9][0-9]{6,14}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """The batch can't go on. Of the deliveries it came with, those without a receipt
    surely did not go out.
    """

    message: str
    permanent: bool
    receipts: tuple[Receipt, ...] = ()


Said: TypeAlias = Sequence[Receipt] | Stop
#: Hands over what goes in one request.
Hand: TypeAlias = Callable[[Sequence[Outgoing]], Awaitable[Said]]


def now() -> datetime:
    """The clock that a gateway goes by unless it is given another."""
    return datetime.now(UTC)


async def one_by_one(
    whom: str,
    window: Sequence[Outgoing],
    hand: Callable[[Outgoing], Awaitable[Receipt | Stop]],
    in_flight: int,
) -> list[Receipt]:
    """As ``in_requests``, with one delivery a request."""

    async def alone(group: Sequence[Outgoing]) -> Said:
        said = await hand(group[0])
        return said if isinstance(said, Stop) else (said,)

    return await in_requests(whom, window, [(d,) for d in window], alone, in_flight)


async def in_requests(
    whom: str,
    window: Sequence[Outgoing],
    requests: Sequence[Sequence[Outgoing]],
    hand: Hand,
    in_flight: int,
    refused: Sequence[Receipt] = (),
) -> list[Receipt]:
    """One receipt per delivery of ``window``, in order; ``requests`` holds each once that
    is not ``refused`` already. Staff are told what ``whom`` did.

    Raises GatewayError at the first answer that concerns all: what is on its way then is
    waited for, what has not begun stays unwritten.
    """
    waiting, stops = iter(requests), list[Stop]()
    known = {receipt.delivery: receipt for receipt in refused}

    async def some() -> None:
        """One after another, as long as there are any; cheaper than a task for each."""
        for request in waiting:
            said = await _handed(whom, request, hand)
            if isinstance(said, Stop):
                stops.append(said)
            receipts = said.receipts if isinstance(said, Stop) else said
            known.update({receipt.delivery: receipt for receipt in receipts})
            if stops:
                return

    await asyncio.gather(*(some() for _ in range(min(in_flight, len(requests)))))
    if not stops:
        return [known[delivery.id] for delivery in window]
    # The first wins, unless a later one needs a person and the first did not.
    stop = next((stop for stop in stops if stop.permanent), stops[0])
    raise GatewayError(
        stop.message,
        receipts=[known[d.id] for d in window if d.id in known],
        unwritten=[d.id for d in window if d.id not in known],
        permanent=stop.permanent,
    )


def away(whom: str, error: NotWritten) -> Stop:
    """Nothing of the request has left, and so it will be for the next."""
    why = f"{whom} can't be reached: {error}. It is tried again later."
    return Stop(message=why, permanent=False)


def silence(whom: str, error: CutOff) -> str:
    """Why nobody knows what became of a request that left."""
    return f"{whom} did not answer: {error}."


async def _handed(whom: str, request: Sequence[Outgoing], hand: Hand) -> Said:
    """What is said of them. The log gets the place of a fault of ours alone: its words may
    hold a number or a key.
    """
    try:
        return await hand(request)
    except NotWritten as error:
        return away(whom, error)
    except CutOff as error:
        return [unknown(delivery, silence(whom, error)) for delivery in request]
    except Exception as error:  # noqa: BLE001  # a bulkhead: it must not lose what became of the others
        where = "".join(traceback.format_tb(error.__traceback__))
        log.error("a request failed with %s:\n%s", type(error).__name__, where)
        why = "A fault in Outreach: see the log. It may have gone out."
        return [unknown(delivery, why) for delivery in request]


def unfit(delivery: Outgoing, now: datetime) -> Receipt | None:
    """The refusal of what no provider should get: no number, no text, a broken one, too late."""
    left = seconds_left(delivery, now)
    if not _PHONE.fullmatch(delivery.address):
        return refused(
            delivery,
            "number",
            "That is no phone's number with its country: +254711000001.",
        )
    if not delivery.text:
        return refused(delivery, "empty", "There is no text to send.")
    if not _whole(delivery.text) or not _whole(delivery.sender or ""):
        return refused(
            delivery,
            "broken",
            "The text has a character that no phone can show. Type that word again.",
        )
    if left is not None and left < 1:
        return refused(delivery, "expired", "It is too late to send it.")
    return None


def from_elsewhere(delivery: Outgoing, own: str | None) -> Receipt | None:
    """The refusal of what must come from another number than a card's ``own``."""
    if own is None or delivery.sender in (None, own):
        return None
    why = "It goes out from the card's own number only. Send it by another gateway."
    return refused(delivery, "sender", why)


def seconds_left(delivery: Outgoing, now: datetime) -> float | None:
    """How long it may still wait; None where it has no end."""
    if delivery.expires_at is None:
        return None
    return (delivery.expires_at - now).total_seconds()


def refused(delivery: Outgoing, code: str, why: str) -> Receipt:
    """A refusal for good."""
    return Receipt(delivery=delivery.id, outcome=Outcome.REFUSED, code=code, detail=why)


def unknown(delivery: Outgoing, why: str, code: str | None = None) -> Receipt:
    """Nobody knows whether it went out."""
    return Receipt(delivery=delivery.id, outcome=Outcome.UNKNOWN, code=code, detail=why)


def masked(words: object) -> str:
    """A provider's words on one line, phone numbers masked: ledger and logs keep them."""
    line = " ".join(str(words or "").split())
    line = "".join(sign for sign in line if sign.isprintable())
    return masking.masked(line)[:_AT_MOST]


def _whole(text: str) -> bool:
    """Whether it can be written as UTF-8, and every phone gets all of it."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return "\0" not in text
