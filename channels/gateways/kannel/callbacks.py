"""What Kannel tells later: receipts on addresses that we signed, and texts that came in.

A receipt's address names the part and is signed; Kannel fills in what became of it. A
text is posted with our token as its password, numbers in headers and words in the body,
so that neither stands in a log of addresses.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
import re
from collections.abc import Mapping, Sequence
from datetime import UTC
from email.message import Message
from types import MappingProxyType
from urllib.parse import quote

from channels.gateways import hearing
from channels.gateways.kannel.settings import KannelSettings
from channels.gateways.web import basic
from channels.gateways.window import masked
from outreach.model.errors import CallbackRefused
from outreach.model.news import CallbackRequest, Event, Inbound, News
from outreach.model.states import Outcome

log = logging.getLogger(__name__)

#: Whom Kannel says it is when it brings a text: the user in ``post-url``.
USER = "outreach"
#: The types of receipts: https://www.kannel.org/userguide.shtml, “Delivery reports”.
_TYPES: Mapping[str, Outcome] = MappingProxyType(
    {
        "1": Outcome.DELIVERED,
        "2": Outcome.REFUSED,
        "4": Outcome.ACCEPTED,
        "8": Outcome.ACCEPTED,
        "16": Outcome.REFUSED,
    }
)
#: Told also by the answer to the request, which knows whether all texts have no route.
_NO_ROUTE = "NACK/no SMSC"
_PART = re.compile(r"([A-Za-z0-9-]{1,60})\.[0-9]{1,3}\.[0-9a-f]{8}")
_ID = re.compile(r"[0-9a-fA-F-]{16,64}")
_STATED = re.compile(r"stat:(\w{1,12})(?: err:(\w{1,12}))?", re.IGNORECASE)
_REFUSED = re.compile(r"NACK/(0x[0-9a-fA-F]{8})/(.*)", re.DOTALL)


def receipt_url(part: str, settings: KannelSettings) -> str | None:
    """Where Kannel tells what became of ``part``; it fills in ``%d`` and ``%A``."""
    if settings.callback_url is None:
        return None
    query = f"message={quote(part, safe='')}&sign={_signature(part, settings)}"
    fixed = f"{settings.callback_url}?{query}".replace("%", "%%")
    return f"{fixed}&type=%d&reply=%A"


def news_of(request: CallbackRequest, settings: KannelSettings) -> Sequence[News]:
    """The news told. Raises CallbackRefused where it is not from our Kannel."""
    if settings.callback_url is None:
        raise CallbackRefused(
            "Set OUTREACH_PUBLIC_URL and OUTREACH_KANNEL_TOKEN to hear from Kannel."
        )
    hearing.check_length(request)
    query = dict(hearing.query(request))
    if request.method == "POST":
        return _text(request, query, settings)
    return _receipt(query, settings)


def _receipt(query: Mapping[str, str], settings: KannelSettings) -> Sequence[Event]:
    part, given = query.get("message", ""), query.get("sign", "")
    found = _PART.fullmatch(part)
    right = _signature(part, settings)
    if not found or not hmac.compare_digest(right.encode(), given.encode()):
        raise CallbackRefused(
            "The receipt's signature is wrong. If Kannel sent it, OUTREACH_KANNEL_TOKEN "
            "was changed since the text went out."
        )
    kind, reply = query.get("type", ""), query.get("reply", "")
    outcome = _TYPES.get(kind)
    if outcome is None:
        log.warning("Kannel told an unknown type of receipt: %s", masked(kind))
    if outcome is None or reply.startswith(_NO_ROUTE):
        return ()
    code, detail = _reason(reply, outcome)
    event = Event(
        key=f"{part}:{kind}",
        outcome=outcome,
        delivery=found[1],
        gateway_id=part,
        code=code,
        detail=detail,
    )
    return (event,)


def _reason(reply: str, outcome: Outcome) -> tuple[str | None, str | None]:
    """The operator's code and words of a failure; receipts quote the text: that is left."""
    if outcome is not Outcome.REFUSED:
        return None, None
    if refused := _REFUSED.match(reply):
        return refused[1], masked(refused[2])
    if stated := _STATED.search(reply):
        return masked(stated[2]) or None, f"The operator says {masked(stated[1])}."
    return None, "The operator does not say why."


def _text(
    request: CallbackRequest, query: Mapping[str, str], settings: KannelSettings
) -> Sequence[Inbound]:
    right = basic(USER, _token(settings))["Authorization"]
    given = request.headers.get("authorization", "")
    if not hmac.compare_digest(right.encode(), given.encode()):
        raise CallbackRefused(
            "The password is wrong. Kannel's post-url must have OUTREACH_KANNEL_TOKEN."
        )
    header = request.headers
    sender = hearing.phone(header.get("x-kannel-from"))
    if not sender:  # Kannel tries again, so it is not lost once this is set
        raise CallbackRefused("Kannel names no sender: set send-sender = true.")
    text = _words(header.get("content-type", ""), request.body)
    if text is None:
        log.warning("Kannel brought something that is no text; it is left out")
        return ()
    at, to = header.get("x-kannel-time"), hearing.recipient(header.get("x-kannel-to"))
    own = query.get("id", "")
    told = (own,) if _ID.fullmatch(own) else (sender, to, at, request.body)
    inbound = Inbound(
        # Kannel's own id of the text; where ``post-url`` lacks it, all that it told.
        key=hearing.key("in", *told),
        sender=sender,
        recipient=to,
        text=hearing.clean(text),
        # In UTC, whatever the machine's zone.
        at=hearing.instant(at, UTC),
    )
    return (inbound,)


def _words(content_type: str, body: bytes) -> str | None:
    """The text, or None where it is none: a picture, a broken encoding."""
    message = Message()
    message["content-type"] = content_type
    if message.get_content_maintype() != "text":
        return None
    try:
        return body.decode(message.get_content_charset("utf-8"))
    except (UnicodeDecodeError, LookupError):
        return None


def _signature(part: str, settings: KannelSettings) -> str:
    return hmac.new(
        _token(settings).encode(), part.encode(), hashlib.sha256
    ).hexdigest()[:32]


def _token(settings: KannelSettings) -> str:
    return settings.token.get_secret_value() if settings.token else ""
