"""What Twilio tells: statuses and texts that came in, believed only with a right signature."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from urllib.parse import parse_qs, urlsplit

from multidict import MultiDict
from twilio.request_validator import (  # type: ignore[import-untyped]
    SIGNATURE_HEADER,
    SIGNATURE_SETTINGS_HEADER,
    RequestValidator,
    get_signature_algorithm,
)

from channels.gateways import hearing
from channels.gateways.twilio.answers import outcome_of
from channels.gateways.twilio.settings import TwilioSettings
from channels.gateways.window import masked
from outreach.model.errors import CallbackRefused
from outreach.model.news import CallbackRequest, Event, Inbound, News

log = logging.getLogger(__name__)

_SID = re.compile(r"[A-Za-z0-9-]{1,64}")


def news_of(request: CallbackRequest, settings: TwilioSettings) -> Sequence[News]:
    """The news told: of a status, or a text that came in; none for a status that means
    nothing to us.

    Raises CallbackRefused where the signature or the form is wrong.
    """
    if request.method != "POST":
        raise CallbackRefused("A callback of Twilio is a POST.")
    # Empty fields are signed too.
    form = MultiDict(hearing.form(request))
    query = urlsplit(request.url).query
    _check_signature(request, form, query, settings)
    sid = form.get("MessageSid") or form.get("SmsSid") or ""
    if not _SID.fullmatch(sid):
        raise CallbackRefused("The callback names no message.")
    if "MessageStatus" not in form and "Body" in form:
        return (_inbound(sid, form),)
    return _events(sid, form, query)


def _events(sid: str, form: MultiDict[str], query: str) -> Sequence[Event]:
    status = form.get("MessageStatus") or form.get("SmsStatus") or ""
    code = form.get("ErrorCode") or None
    outcome = outcome_of(status, code)
    if outcome is None:
        log.warning("Twilio told an unknown status of %s: %s", sid, masked(status))
        return ()
    event = Event(
        key=f"{sid}:{status}",
        outcome=outcome,
        delivery=parse_qs(query).get("delivery", [None])[0],
        gateway_id=sid,
        code=code,
        detail=masked(form.get("ErrorMessage")) or None,
    )
    return (event,)


def _inbound(sid: str, form: MultiDict[str]) -> Inbound:
    """What somebody wrote, as it was written: also where Twilio has read STOP or START in
    it (OptOutType) and answered by itself, for it keeps its own list and we keep ours.
    """
    sender = hearing.phone(form.get("From"))
    if not sender:
        raise CallbackRefused("The callback does not say who wrote.")
    return Inbound(
        key=sid,
        sender=sender,
        recipient=hearing.recipient(form.get("To")),
        text=hearing.clean(form["Body"]),
    )


def _check_signature(
    request: CallbackRequest,
    form: MultiDict[str],
    query: str,
    settings: TwilioSettings,
) -> None:
    """Over the URL that we gave Twilio, not over what a proxy made of it."""
    if settings.callback_url is None:
        raise CallbackRefused("Set OUTREACH_PUBLIC_URL to take callbacks from Twilio.")
    url = f"{settings.callback_url}?{query}" if query else settings.callback_url
    how = request.headers.get(SIGNATURE_SETTINGS_HEADER.lower(), "")
    valid = RequestValidator(_secret(how, settings)).validate(
        url,
        form,
        request.headers.get(SIGNATURE_HEADER.lower(), ""),
        get_signature_algorithm(how),
    )
    if not valid:
        raise CallbackRefused(
            "The callback's signature is wrong. If Twilio sent it, OUTREACH_PUBLIC_URL "
            "or OUTREACH_TWILIO_AUTH_TOKEN is not what Twilio has."
        )


def _secret(how: str, settings: TwilioSettings) -> str:
    """The account's token, or the shared key's secret where the header names a key."""
    if "key=" not in how:
        return settings.auth_token.get_secret_value()
    if settings.webhook_secret is None:
        raise CallbackRefused(
            "The callback is signed with a shared key. Set OUTREACH_TWILIO_WEBHOOK_SECRET."
        )
    return settings.webhook_secret.get_secret_value()
