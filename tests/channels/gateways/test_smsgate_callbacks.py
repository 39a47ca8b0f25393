"""Webhooks of the app: believed with a right signature, one text counted once."""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from channels.gateways.smsgate import SmsgateGateway, SmsgateSettings
from outreach.model.errors import CallbackRefused
from outreach.model.news import CallbackRequest, Event, Inbound, News
from outreach.model.states import Outcome
from tests.fakes.smsgate import FakePhone, Webhook

NOW = datetime(2027, 4, 1, 9, 0, tzinfo=UTC)
PHONE = FakePhone()
RECEIVED = {
    "messageId": "6cdd8a1c",
    "message": "NDIYO",
    "sender": "+254711000001",
    "recipient": "+254711999999",
    "phoneNumber": "+254711000001",
    "simNumber": 1,
    "receivedAt": "2027-04-01T11:59:58.000+03:00",
}


def gateway(**more: object) -> SmsgateGateway:
    values = {
        "base_url": "http://phone.invalid",
        "user": "sms",
        "password": "p",
        "signing_key": PHONE.signing_key,
        "public_url": "https://o.example.org",
    }
    settings = SmsgateSettings.model_validate({**values, **more})
    return SmsgateGateway(settings, clock=lambda: NOW)


def request(hook: Webhook, **more: object) -> CallbackRequest:
    values = {
        "method": "POST",
        "url": "https://o.example.org/callbacks/smsgate",
        "headers": hook.headers,
        "body": hook.body,
    }
    return CallbackRequest(**{**values, **more})


def hook(event: str, payload: dict[str, Any], **more: Any) -> Webhook:
    return PHONE.webhook(event, payload, **{"at": NOW.timestamp(), **more})


def heard(event: str, payload: dict[str, Any], **more: Any) -> News:
    (news,) = gateway(**more).parse_callback(request(hook(event, payload)))
    return news


@pytest.mark.parametrize(
    ("event", "message", "reason", "outcome"),
    [
        pytest.param("sms:sent", "K7QX2M-7", None, Outcome.ACCEPTED, id="sent is not delivered"),
        pytest.param("sms:delivered", "K7QX2M-7", None, Outcome.DELIVERED, id="arrived"),
        pytest.param("sms:failed", "K7QX2M-7", "RESULT_ERROR_NO_SERVICE", Outcome.REFUSED, id="failed"),
        pytest.param("sms:delivered", "K7QX2M-7.3", None, Outcome.ACCEPTED, id="one of three parts"),
        pytest.param("sms:failed", "K7QX2M-7.3", "RESULT_ERROR", Outcome.UNKNOWN, id="one of three failed"),
    ],
)  # fmt: skip
def test_a_state_becomes_an_event_with_our_id(
    event: str, message: str, reason: str | None, outcome: Outcome
) -> None:
    news = heard(event, {"messageId": message, "reason": reason})

    assert isinstance(news, Event)
    assert (news.outcome, news.delivery) == (outcome, "K7QX2M-7")
    assert news.gateway_id == message
    assert news.detail == reason


def test_a_text_that_came_in_is_told_as_it_was_written() -> None:
    news = heard("sms:received", RECEIVED)

    assert news == Inbound(
        key=news.key,
        sender="+254711000001",
        recipient="+254711999999",
        text="NDIYO",
        at=datetime(2027, 4, 1, 8, 59, 58, tzinfo=UTC),
    )


def test_older_apps_say_less_and_our_number_is_known_from_the_settings() -> None:
    old = {k: v for k, v in RECEIVED.items() if k not in ("sender", "recipient")}
    news = heard("sms:received", old, sender="+254711888888")

    assert (news.sender, news.recipient) == ("+254711000001", "+254711888888")


@pytest.mark.parametrize(
    ("changes", "same"),
    [
        pytest.param({}, True, id="told again, with another hook and event id"),
        pytest.param({"receivedAt": "2027-04-01T08:59:58.000Z"}, True, id="told in another zone"),
        pytest.param({"recipient": None}, True, id="told without our number"),
        pytest.param({"receivedAt": "2027-04-01T12:00:03.000+03:00"}, False, id="the same words five seconds later, with the same id"),
        pytest.param({"sender": "+254711000002"}, False, id="from another"),
        pytest.param({"message": "HAPANA"}, False, id="other words"),
    ],
)  # fmt: skip
def test_a_repeat_has_the_same_key_and_another_text_another(
    changes: dict[str, Any], same: bool
) -> None:
    first = heard("sms:received", RECEIVED)
    second = heard("sms:received", {**RECEIVED, **changes})

    assert (first.key == second.key) is same


@pytest.mark.parametrize("event", ["system:ping", "mms:received", "sms:batch-received"])
def test_other_events_of_the_app_are_no_news(event: str) -> None:
    assert gateway().parse_callback(request(hook(event, {"health": {}}))) == ()


FORGERIES = [
    pytest.param(lambda h: replace(h, headers={}), id="no signature"),
    pytest.param(lambda h: replace(h, headers={**h.headers, "x-signature": "ü" * 64}), id="not hexadecimal"),
    pytest.param(lambda h: replace(h, headers={**h.headers, "x-signature": "0" * 64}), id="a guessed one"),
    pytest.param(lambda h: replace(h, headers={**h.headers, "x-timestamp": "1"}), id="another time than signed"),
    pytest.param(lambda h: replace(h, headers={**h.headers, "x-timestamp": "-1"}), id="no time"),
    pytest.param(lambda h: replace(h, body=h.body.replace(b"NDIYO", b"STOP")), id="other words"),
    pytest.param(lambda h: replace(h, body=h.body + b" "), id="a blank more"),
    pytest.param(lambda h: replace(h, body=b""), id="no body"),
    pytest.param(lambda _: hook("sms:received", RECEIVED, key="another"), id="another key"),
    pytest.param(lambda _: hook("sms:received", RECEIVED, at=NOW.timestamp() - 700), id="signed long ago"),
    pytest.param(lambda _: hook("sms:received", RECEIVED, at=NOW.timestamp() + 700), id="signed tomorrow"),
]  # fmt: skip


@pytest.mark.parametrize("forge", FORGERIES)
def test_a_forged_webhook_is_refused(forge) -> None:
    with pytest.raises(CallbackRefused):
        gateway().parse_callback(request(forge(hook("sms:received", RECEIVED))))


@pytest.mark.parametrize(
    "payload",
    [
        pytest.param({"event": "sms:received"}, id="no payload"),
        pytest.param({"event": "sms:received", "payload": {}}, id="nobody wrote"),
        pytest.param({"event": "sms:sent", "payload": {}}, id="no message"),
        pytest.param([1, 2], id="a list"),
        pytest.param("{" * 50_000, id="not JSON"),
        pytest.param("x" * 70_000, id="too long"),
    ],
)
def test_a_signed_webhook_that_says_nothing_is_refused(payload: Any) -> None:
    body = (
        payload.encode() if isinstance(payload, str) else json.dumps(payload).encode()
    )
    stamp = str(int(NOW.timestamp()))
    sign = hmac.new(PHONE.signing_key.encode(), body + stamp.encode(), hashlib.sha256)
    headers = {"x-signature": sign.hexdigest(), "x-timestamp": stamp}
    with pytest.raises(CallbackRefused):
        gateway().parse_callback(request(Webhook(headers=headers, body=body)))


def test_strange_signs_in_a_text_can_be_stored() -> None:
    news = heard("sms:received", {**RECEIVED, "message": "a\0b\ud83d\u202e"})

    assert news.text == "ab?\u202e"


def test_without_a_key_nothing_is_believed_and_no_receipts_are_promised() -> None:
    one = gateway(signing_key=None)
    with pytest.raises(CallbackRefused, match="SIGNING_KEY"):
        one.parse_callback(request(hook("sms:received", RECEIVED)))

    assert (one.capabilities.receipts, one.capabilities.inbound) == ("none", False)
    assert gateway().capabilities.inbound


def test_only_a_post_is_a_webhook() -> None:
    with pytest.raises(CallbackRefused):
        gateway().parse_callback(request(hook("sms:sent", {}), method="GET"))
