"""A local, stateful and nasty Twilio: its Messages API as a real server on 127.0.0.1.

It shares no code with the SDK or with us. What it does to a message is chosen per number,
or by a script that is used up answer by answer. It remembers every message it took, so
that a test can say what was lost and what went out twice.

    with FakeTwilio() as twilio:
        twilio.always("+254711000001", Act.SILENCE_AFTER)
        ... TwilioSettings(base_url=twilio.url, account_sid=twilio.account, ...)
        assert twilio.doubled() == []
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import threading
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

from aiohttp import web

from tests.fakes.served import Served
from tests.fakes.twilio_api import Api
from tests.fakes.twilio_state import (
    INVALID,
    OPTED_OUT,
    TOKEN,
    TOO_FAST,
    Act,
    Message,
    Refuse,
    TwilioState,
)

__all__ = ["INVALID", "OPTED_OUT", "TOO_FAST", "Act", "FakeTwilio", "Message", "Refuse"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Callback:
    """One signed request to us, not sent yet."""

    url: str
    headers: dict[str, str]
    body: bytes


class FakeTwilio(Served, TwilioState):
    """Start with ``with``; it ends with the block, and with the process in any case."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self._tellers: list[threading.Thread] = []

    def callback(
        self,
        message: Message,
        status: str,
        *,
        error_code: int | None = None,
        secret: str = TOKEN,
        algorithm: str = "HMAC_SHA1",
        key: str | None = None,
    ) -> Callback:
        """The signed request that tells ``status``; ``key`` names a shared key."""
        if not message.callback:
            raise ValueError("the message was sent without a StatusCallback")
        form = {
            "SmsSid": message.sid,
            "SmsStatus": status,
            "MessageStatus": status,
            "To": message.to,
            "MessageSid": message.sid,
            "AccountSid": self.account,
            "From": message.sender,
            "ApiVersion": "2010-04-01",
            # Real ones have empty fields too, and they are signed.
            "ChannelPrefix": "",
        }
        if error_code:
            form["ErrorCode"] = str(error_code)
        headers = {
            "content-type": "application/x-www-form-urlencoded; charset=UTF-8",
            "x-twilio-signature": signature(message.callback, form, secret, algorithm),
        }
        if key:
            settings = f"key={key},algorithm={algorithm}"
            headers["x-twilio-webhooks-signature-settings"] = settings
        return Callback(
            url=message.callback, headers=headers, body=urlencode(form).encode()
        )

    def tell(self, *callbacks: Callback) -> list[int]:
        """Send callbacks in this order, to this machine only; the HTTP statuses."""
        return [_post(callback) for callback in callbacks]

    def application(self) -> web.Application:
        return Api(self, self._tell_later).application()

    def __exit__(self, *what: object) -> None:
        super().__exit__(*what)
        for teller in self._tellers:
            teller.join(10)

    def _tell_later(self, message: Message) -> None:
        if not (self.tells and message.callback):
            return
        callbacks = [self.callback(message, status) for status in self.tells]
        teller = threading.Thread(target=self.tell, args=callbacks, daemon=True)
        self._tellers.append(teller)
        teller.start()


def signature(url: str, form: Mapping[str, str], secret: str, algorithm: str) -> str:
    """Twilio's documented rule: the URL, then each field and value in order of names."""
    signed = url + "".join(name + form[name] for name in sorted(form))
    kind = {"HMAC_SHA1": hashlib.sha1, "HMAC_SHA256": hashlib.sha256}[algorithm]
    return base64.b64encode(
        hmac.new(secret.encode(), signed.encode(), kind).digest()
    ).decode()


def _post(callback: Callback) -> int:
    if urlsplit(callback.url).hostname not in ("127.0.0.1", "localhost"):
        raise ValueError("the fake calls this machine only")
    request = urllib.request.Request(  # noqa: S310  # the host was just checked
        callback.url, callback.body, callback.headers, method="POST"
    )
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
            return int(answer.status)
    except urllib.error.HTTPError as error:
        with error:
            return int(error.code)
