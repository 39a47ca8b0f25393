"""Handing a window to Twilio: so many at a time, one receipt for each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import quote

from twilio.base.exceptions import (  # type: ignore[import-untyped]
    TwilioException,
    TwilioRestException,
    TwilioServiceException,
)

from channels.gateways.twilio.answers import outcome_of, refusal
from channels.gateways.twilio.settings import TwilioSettings
from channels.gateways.window import (
    Stop,
    masked,
    one_by_one,
    seconds_left,
    unfit,
    unknown,
)
from outreach.model.contracts import Outgoing, Receipt
from outreach.model.states import Outcome


class Sending:
    """One window on its way. ``messages`` is the SDK's list of the account's messages."""

    def __init__(
        self, messages: Any, settings: TwilioSettings, clock: Callable[[], datetime]
    ) -> None:
        self._messages = messages
        self._settings = settings
        self._clock = clock

    async def all_of(self, window: Sequence[Outgoing]) -> list[Receipt]:
        """One receipt per delivery, in order. Raises GatewayError."""
        return await one_by_one("Twilio", window, self._one, self._settings.in_flight)

    async def _one(self, delivery: Outgoing) -> Receipt | Stop:
        return unfit(delivery, self._clock()) or await self._create(delivery)

    async def _create(self, delivery: Outgoing) -> Receipt | Stop:
        if not (delivery.sender or self._settings.sender):
            return Stop(
                message="Nobody is set that Twilio sends from: name a sender in the route, "
                "or set OUTREACH_TWILIO_SENDER.",
                permanent=True,
            )
        try:
            message = await self._messages.create_async(**self._request(delivery))
            return _accepted(delivery, message)
        except TwilioRestException as error:
            return refusal(delivery.id, error.status, error.code, error.msg)
        except TwilioServiceException as error:
            words = error.detail or error.title
            return refusal(delivery.id, error.status, error.code, words)
        except (TwilioException, ValueError, TypeError, AttributeError, KeyError):
            return unknown(delivery, "Twilio answered something that can't be read.")

    def _request(self, delivery: Outgoing) -> dict[str, Any]:
        sender = delivery.sender or self._settings.sender
        kind = "messaging_service_sid" if _is_service(str(sender)) else "from_"
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
        left = seconds_left(delivery, self._clock())
        most = self._settings.validity
        return most if left is None else min(most, int(left))


def _is_service(sender: str) -> bool:
    return len(sender) == 34 and sender.startswith("MG")


def _accepted(delivery: Outgoing, message: Any) -> Receipt:
    if not isinstance(message.sid, str) or not message.sid:
        return unknown(delivery, "Twilio took the message but gave it no id.")
    code = None if message.error_code is None else str(message.error_code)
    return Receipt(
        delivery=delivery.id,
        # A status that Twilio adds one day: it took the message, and no more is known.
        outcome=outcome_of(str(message.status), code) or Outcome.ACCEPTED,
        gateway_ids=(message.sid,),
        code=code,
        detail=masked(message.error_message) or None,
    )
