"""What the app tells by webhook, believed only with a right signature."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any

from channels.gateways import hearing
from channels.gateways.smsgate.answers import delivery_of, outcome_of
from channels.gateways.smsgate.settings import SmsgateSettings
from channels.gateways.window import masked
from outreach.model.errors import CallbackRefused
from outreach.model.news import CallbackRequest, Event, Inbound, News
from outreach.model.states import Outcome

#: The state that an event of the app tells.
_STATES: Mapping[str, str] = MappingProxyType(
    {"sms:sent": "Sent", "sms:delivered": "Delivered", "sms:failed": "Failed"}
)
_HEX = re.compile(r"[0-9a-fA-F]{64}")
_SECONDS = re.compile(r"[0-9]{1,12}")


def news_of(
    request: CallbackRequest,
    settings: SmsgateSettings,
    clock: Callable[[], datetime],
) -> Sequence[News]:
    """The news told, or none for an event that says nothing of a text.

    Raises CallbackRefused where the signature or the JSON is wrong.
    """
    if request.method != "POST":
        raise CallbackRefused("A webhook of the app is a POST.")
    _check_signature(request, settings, clock())
    told = hearing.body(request)
    payload = told.get("payload") if isinstance(told, dict) else None
    if not isinstance(payload, dict):
        raise CallbackRefused("The webhook has no payload.")
    event = str(told.get("event"))
    if event == "sms:received":
        return (_inbound(payload, settings),)
    return (_event(event, payload),) if event in _STATES else ()


def _inbound(payload: dict[str, Any], settings: SmsgateSettings) -> Inbound:
    """A text that came in. The app makes its id of what was said, so two true texts may
    have one id; when it came keeps them apart.
    """
    sender = hearing.phone(payload.get("sender") or payload.get("phoneNumber"))
    if not sender:
        raise CallbackRefused("The webhook does not say who wrote.")
    text = hearing.clean(payload.get("message"))
    at = hearing.instant(payload.get("receivedAt"))
    when = at.isoformat() if at else payload.get("receivedAt")
    return Inbound(
        key=hearing.key(payload.get("messageId"), when, sender, text),
        sender=sender,
        recipient=hearing.recipient(payload.get("recipient")) or settings.sender,
        text=text,
        at=at,
    )


def _event(event: str, payload: dict[str, Any]) -> Event:
    message = hearing.short_id(payload.get("messageId"))
    if not message:
        raise CallbackRefused("The webhook names no message.")
    delivery, parts = delivery_of(message)
    reason = masked(payload.get("reason"))
    return Event(
        key=f"{message}:{event}",
        outcome=outcome_of(_STATES[event], parts, reason) or Outcome.UNKNOWN,
        delivery=delivery[:40],
        gateway_id=message,
        detail=reason or None,
    )


def _check_signature(
    request: CallbackRequest, settings: SmsgateSettings, now: datetime
) -> None:
    """HMAC-SHA256 in hexadecimal of the body and the timestamp behind it."""
    if settings.signing_key is None:
        raise CallbackRefused(
            "Set OUTREACH_SMSGATE_SIGNING_KEY to the key that the app shows under Webhooks."
        )
    given = request.headers.get("x-signature", "")
    timestamp = request.headers.get("x-timestamp", "")
    secret = settings.signing_key.get_secret_value().encode()
    expected = hmac.new(secret, request.body + timestamp.encode(), hashlib.sha256)
    sound = _HEX.fullmatch(given) and _SECONDS.fullmatch(timestamp)
    if not sound or not hmac.compare_digest(given.lower(), expected.hexdigest()):
        raise CallbackRefused(
            "The webhook's signature is wrong. If the phone sent it, its key is not "
            "OUTREACH_SMSGATE_SIGNING_KEY."
        )
    if abs(now.timestamp() - int(timestamp)) > settings.clock_slack:
        raise CallbackRefused(
            "The webhook was signed at another time than now: set the phone's clock, or "
            "raise OUTREACH_SMSGATE_CLOCK_SLACK."
        )
