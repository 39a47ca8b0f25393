"""Texts that come in at Twilio are told as they were written, with a right signature."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from urllib.parse import urlencode

import pytest

from channels.gateways.twilio import TwilioGateway
from outreach.model.errors import CallbackRefused
from outreach.model.news import CallbackRequest, Inbound
from tests.fakes.twilio import FakeTwilio, signature

Make = Callable[..., TwilioGateway]
INCOMING = {
    "ToCountry": "US",
    "SmsMessageSid": "SM" + "1" * 32,
    "NumMedia": "0",
    "SmsSid": "SM" + "1" * 32,
    "SmsStatus": "received",
    "Body": "Ndiyo & asante +1",
    "To": "+15005550006",
    "NumSegments": "1",
    "MessageSid": "SM" + "1" * 32,
    "AccountSid": "AC" + "0" * 31 + "1",
    "From": "+254711000001",
    "ApiVersion": "2010-04-01",
    # Real ones have empty fields too, and they are signed.
    "FromCity": "",
}


def incoming(secret: str, **changes: str) -> CallbackRequest:
    told = {**INCOMING, **changes}
    url = "https://outreach.example.org/callbacks/twilio"
    signed = signature(url, told, secret, "HMAC_SHA1")
    return CallbackRequest(
        method="POST",
        url=url,
        headers={"x-twilio-signature": signed},
        body=urlencode(told).encode(),
    )


def test_a_text_that_came_in_is_told_as_it_was_written(
    twilio: FakeTwilio, gateway: Make
) -> None:
    one = gateway()

    assert (
        one.capabilities.inbound and not gateway(public_url=None).capabilities.inbound
    )
    assert one.parse_callback(incoming(twilio.token)) == (
        Inbound(
            key="SM" + "1" * 32,
            sender="+254711000001",
            recipient="+15005550006",
            text="Ndiyo & asante +1",
        ),
    )


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        pytest.param("STOP", "Stop.", id="Twilio has read STOP and confirms it"),
        pytest.param("START", "unstop", id="Twilio has read START"),
        pytest.param("HELP", "INFO", id="Twilio has answered HELP"),
        pytest.param("STOP", "ACHA", id="a word that Twilio was told means STOP"),
    ],
)
def test_what_twilio_read_in_it_changes_no_word(
    twilio: FakeTwilio, gateway: Make, kind: str, body: str
) -> None:
    (news,) = gateway().parse_callback(
        incoming(twilio.token, Body=body, OptOutType=kind)
    )

    assert news.text == body


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        pytest.param({"Body": ""}, "", id="a picture without words"),
        pytest.param({"Body": "x" * 1600}, "x" * 1600, id="a long one"),
        pytest.param({"Body": "\u202eعربي\u202c 💧"}, "\u202eعربي\u202c 💧", id="another script"),
        pytest.param({"Body": "a\0b"}, "ab", id="NUL can't be stored"),
    ],
)  # fmt: skip
def test_any_text_can_come_in(
    twilio: FakeTwilio, gateway: Make, changes: dict[str, str], text: str
) -> None:
    (news,) = gateway().parse_callback(incoming(twilio.token, **changes))

    assert news.text == text


def test_a_text_told_twice_has_one_key(twilio: FakeTwilio, gateway: Make) -> None:
    first, again, other = (
        gateway().parse_callback(incoming(twilio.token, MessageSid=sid))[0].key
        for sid in ("SM1", "SM1", "SM2")
    )

    assert first == again != other


@pytest.mark.parametrize(
    "forge",
    [
        pytest.param(lambda r: replace(r, body=r.body.replace(b"Ndiyo", b"STOP")), id="other words"),
        pytest.param(lambda r: replace(r, body=r.body.replace(b"711000001", b"711000002")), id="another sender"),
        pytest.param(lambda r: replace(r, url=r.url + "?a=1"), id="another address"),
        pytest.param(lambda _: incoming("guessed"), id="another token"),
    ],
)  # fmt: skip
def test_a_forged_text_is_refused(twilio: FakeTwilio, gateway: Make, forge) -> None:
    with pytest.raises(CallbackRefused):
        gateway().parse_callback(forge(incoming(twilio.token)))


def test_a_text_from_nobody_is_refused(twilio: FakeTwilio, gateway: Make) -> None:
    with pytest.raises(CallbackRefused, match="who wrote"):
        gateway().parse_callback(incoming(twilio.token, From=""))
