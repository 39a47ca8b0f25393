"""Handing a window to Twilio: so many at a time, one receipt for each."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import quote

from twilio.base.exceptions import (  # type: ignore[import-untyped]
    TwilioException,
    TwilioRestException,
    TwilioServiceException,
)

from channels.gateways.twilio.answers import Stop, masked, outcome_of, refusal
from channels.gateways.twilio.line import CutOff, NotWritten
from channels.gateways.twilio.settings import TwilioSettings
from outreach.model.contracts import GatewayError, Outgoing, Receipt
from outreach.model.states import Outcome


class Sending:
    """One window on its way. ``messages`` is the SDK's list of the account's messages."""

    def __init__(
        self, messages: Any, settings: TwilioSettings, clock: Callable[[], datetime]
    ) -> None:
        self._messages = messages
        self._settings = settings
        self._clock = clock
        self._gate = asyncio.Semaphore(settings.in_flight)
        self._stop: Stop | None = None

    async def all_of(self, window: Sequence[Outgoing]) -> list[Receipt]:
        """One receipt per delivery, in order.

        Raises GatewayError at the first answer that concerns all: what is on its way
        then is waited for, what has not begun stays unwritten.
        """
        answers = await asyncio.gather(*(self._one(delivery) for delivery in window))
        receipts = [answer for answer in answers if isinstance(answer, Receipt)]
        if self._stop is None:
            return receipts
        known = {receipt.delivery for receipt in receipts}
        raise GatewayError(
            self._stop.message,
            receipts=receipts,
            unwritten=[d.id for d in window if d.id not in known],
            permanent=self._stop.permanent,
        )

    async def _one(self, delivery: Outgoing) -> Receipt | Stop:
        async with self._gate:
            if self._stop:
                return self._stop
            answer = self._unfit(delivery) or await self._create(delivery)
            # The first wins, unless a later one needs a person and the first did not.
            if isinstance(answer, Stop) and not (self._stop and self._stop.permanent):
                self._stop = answer
            return answer

    def _unfit(self, delivery: Outgoing) -> Receipt | None:
        left = self._seconds_left(delivery)
        if not delivery.text:
            return _refused(delivery, "empty", "There is no text to send.")
        if left is not None and left < 1:
            return _refused(delivery, "expired", "It is too late to send it.")
        return None

    async def _create(self, delivery: Outgoing) -> Receipt | Stop:
        try:
            message = await self._messages.create_async(**self._request(delivery))
            return _accepted(delivery, message)
        except NotWritten as error:
            return Stop(
                message=f"Twilio can't be reached: {error}. It is tried again later.",
                permanent=False,
            )
        except CutOff as error:
            return _unknown(delivery, f"Twilio did not answer: {error}.")
        except TwilioRestException as error:
            return refusal(delivery.id, error.status, error.code, error.msg)
        except TwilioServiceException as error:
            words = error.detail or error.title
            return refusal(delivery.id, error.status, error.code, words)
        except (TwilioException, ValueError, TypeError, AttributeError, KeyError):
            return _unknown(delivery, "Twilio answered something that can't be read.")

    def _request(self, delivery: Outgoing) -> dict[str, Any]:
        sender = delivery.sender or self._settings.sender
        kind = "messaging_service_sid" if _is_service(sender) else "from_"
        request = {
            "to": delivery.address,
            kind: sender,
            "body": delivery.text,
            # What staff previewed and paid for, not what Twilio would make of it.
            "smart_encoded": False,
            "validity_period": self._validity(delivery),
        }
        if url := self._settings.callback_url:
            request["status_callback"] = f"{url}?delivery={quote(delivery.id, safe='')}"
        return request

    def _validity(self, delivery: Outgoing) -> int:
        left = self._seconds_left(delivery)
        most = self._settings.validity
        return most if left is None else min(most, int(left))

    def _seconds_left(self, delivery: Outgoing) -> float | None:
        if delivery.expires_at is None:
            return None
        return (delivery.expires_at - self._clock()).total_seconds()


def _is_service(sender: str) -> bool:
    return len(sender) == 34 and sender.startswith("MG")


def _accepted(delivery: Outgoing, message: Any) -> Receipt:
    if not isinstance(message.sid, str) or not message.sid:
        return _unknown(delivery, "Twilio took the message but gave it no id.")
    code = None if message.error_code is None else str(message.error_code)
    return Receipt(
        delivery=delivery.id,
        # A status that Twilio adds one day: it took the message, and no more is known.
        outcome=outcome_of(str(message.status), code) or Outcome.ACCEPTED,
        gateway_ids=(message.sid,),
        code=code,
        detail=masked(message.error_message) or None,
    )


def _unknown(delivery: Outgoing, why: str) -> Receipt:
    return Receipt(delivery=delivery.id, outcome=Outcome.UNKNOWN, detail=why)


def _refused(delivery: Outgoing, code: str, why: str) -> Receipt:
    return Receipt(delivery=delivery.id, outcome=Outcome.REFUSED, code=code, detail=why)
