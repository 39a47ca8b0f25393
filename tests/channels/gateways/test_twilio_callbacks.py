"""Status callbacks are believed only with a right signature over the public URL."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import urlencode

import pytest

from channels.gateways.twilio import TwilioGateway
from outreach.model.errors import CallbackRefused
from outreach.model.news import CallbackRequest
from outreach.model.states import Outcome
from tests.fakes.deliveries import outgoing
from tests.fakes.twilio import Callback, FakeTwilio, signature

Make = Callable[..., TwilioGateway]


def request(callback: Callback, **more: object) -> CallbackRequest:
    values = {
        "method": "POST",
        "url": callback.url,
        "headers": callback.headers,
        "body": callback.body,
    }
    return CallbackRequest(**{**values, **more})


@pytest.fixture
def told(twilio: FakeTwilio, gateway: Make) -> Callable[..., Callback]:
    """A signed callback about a message that the gateway sent."""
    gateway().send([outgoing(7)])
    return lambda status="delivered", **more: twilio.callback(
        twilio.messages[0], status, **more
    )


@pytest.mark.parametrize(
    ("status", "error", "outcome"),
    [
        pytest.param("queued", None, Outcome.ACCEPTED, id="queued"),
        pytest.param("sending", None, Outcome.ACCEPTED, id="sending"),
        pytest.param("sent", None, Outcome.ACCEPTED, id="sent is not delivered"),
        pytest.param("delivered", None, Outcome.DELIVERED, id="delivered"),
        pytest.param("read", None, Outcome.DELIVERED, id="read"),
        pytest.param("undelivered", 30008, Outcome.REFUSED, id="the operator does not say why"),
        pytest.param("failed", 30005, Outcome.REFUSED, id="unknown handset"),
        pytest.param("failed", 21610, Outcome.OPTED_OUT, id="said STOP"),
        pytest.param("canceled", None, Outcome.REFUSED, id="cancelled at Twilio"),
    ],
)  # fmt: skip
def test_a_signed_status_becomes_an_event_with_our_id(
    twilio: FakeTwilio,
    gateway: Make,
    told: Callable[..., Callback],
    status: str,
    error: int | None,
    outcome: Outcome,
) -> None:
    (event,) = gateway().parse_callback(request(told(status, error_code=error)))

    sid = twilio.messages[0].sid
    assert (event.outcome, event.code) == (outcome, str(error) if error else None)
    assert (event.delivery, event.gateway_id) == ("K7QX2M-7", sid)
    assert event.key == f"{sid}:{status}"


def test_a_status_told_twice_has_the_same_key_and_another_status_another(
    gateway: Make, told: Callable[..., Callback]
) -> None:
    keys = [
        event.key
        for status in ("delivered", "sent", "delivered")
        for event in gateway().parse_callback(request(told(status)))
    ]

    assert keys[0] == keys[2] != keys[1]


def test_a_status_of_tomorrow_is_no_event_and_no_refusal(
    gateway: Make, told: Callable[..., Callback]
) -> None:
    assert gateway().parse_callback(request(told("teleported"))) == ()


def test_behind_a_proxy_the_configured_url_counts(
    gateway: Make, told: Callable[..., Callback]
) -> None:
    inner = "http://10.0.0.5:8000/callbacks/twilio?delivery=K7QX2M-7"

    assert gateway().parse_callback(request(told(), url=inner))


FORGERIES = [
    pytest.param(lambda c: replace(c, headers={}), id="no signature"),
    pytest.param(lambda c: replace(c, headers={"x-twilio-signature": ""}), id="an empty one"),
    pytest.param(lambda c: replace(c, headers={"x-twilio-signature": "ünicode"}), id="not base64"),
    pytest.param(lambda c: replace(c, body=c.body.replace(b"undelivered", b"delivered")), id="another status"),
    pytest.param(lambda c: replace(c, body=c.body + b"&Extra="), id="one empty field more"),
    pytest.param(lambda c: replace(c, body=c.body.replace(b"&ChannelPrefix=", b"")), id="one empty field less"),
    pytest.param(lambda c: replace(c, url=c.url.replace("M-7", "M-8")), id="another delivery in the query"),
    pytest.param(lambda c: replace(c, url=c.url + "&delivery=K7QX2M-8"), id="a second delivery in the query"),
    pytest.param(lambda c: replace(c, body=b""), id="no body"),
    pytest.param(lambda c: replace(c, body=b"\xff\xfe"), id="not text"),
    pytest.param(lambda c: replace(c, body=b"a=%ff"), id="not text once unquoted"),
    pytest.param(lambda c: replace(c, body=b"a=1&" * 200), id="too many fields"),
    pytest.param(lambda c: replace(c, body=b"a" * 70_000), id="too long"),
    pytest.param(lambda c: replace(c, headers={**c.headers, "x-twilio-webhooks-signature-settings": "algorithm=HMAC_MD5"}), id="an algorithm nobody has"),
    pytest.param(lambda c: replace(c, headers={**c.headers, "x-twilio-webhooks-signature-settings": "algorithm=HMAC_SHA256"}), id="another algorithm than signed with"),
]  # fmt: skip


@pytest.mark.parametrize("forge", FORGERIES)
def test_a_forged_callback_is_refused(
    gateway: Make, told: Callable[..., Callback], forge: Callable[[Callback], Callback]
) -> None:
    with pytest.raises(CallbackRefused):
        gateway().parse_callback(request(forge(told("undelivered"))))


@pytest.mark.parametrize(
    "more",
    [
        pytest.param({"secret": "guessed"}, id="another token"),
        pytest.param({"algorithm": "HMAC_SHA256"}, id="sha-256 without saying so"),
    ],
)
def test_a_callback_signed_otherwise_is_refused(
    gateway: Make, told: Callable[..., Callback], more: dict[str, str]
) -> None:
    with pytest.raises(CallbackRefused) as caught:
        gateway().parse_callback(request(told(**more)))

    assert "OUTREACH_PUBLIC_URL" in str(caught.value)


def test_only_a_post_is_a_callback(
    gateway: Make, told: Callable[..., Callback]
) -> None:
    with pytest.raises(CallbackRefused):
        gateway().parse_callback(request(told(), method="GET"))


def test_without_a_public_url_no_callback_can_be_checked(
    gateway: Make, told: Callable[..., Callback]
) -> None:
    with pytest.raises(CallbackRefused, match="OUTREACH_PUBLIC_URL"):
        gateway(public_url=None).parse_callback(request(told()))


def test_a_signed_form_without_a_message_is_refused(
    twilio: FakeTwilio, gateway: Make
) -> None:
    url, form = (
        "https://outreach.example.org/callbacks/twilio",
        {"MessageStatus": "sent"},
    )
    signed = {"x-twilio-signature": signature(url, form, twilio.token, "HMAC_SHA1")}
    with pytest.raises(CallbackRefused, match="no message"):
        gateway().parse_callback(
            CallbackRequest(
                method="POST", url=url, headers=signed, body=urlencode(form).encode()
            )
        )


@pytest.mark.parametrize("algorithm", ["HMAC_SHA1", "HMAC_SHA256"])
def test_a_shared_key_signs_with_its_own_secret(
    gateway: Make, told: Callable[..., Callback], algorithm: str
) -> None:
    signed = told(key="webhooks_sharedkey_1", secret="of the key", algorithm=algorithm)

    assert gateway(webhook_secret="of the key").parse_callback(request(signed))
    with pytest.raises(CallbackRefused, match="WEBHOOK_SECRET"):
        gateway().parse_callback(request(signed))
    with pytest.raises(CallbackRefused, match="signature"):
        gateway(webhook_secret="another").parse_callback(request(signed))


def test_with_a_shared_key_the_accounts_token_signs_nothing(
    twilio: FakeTwilio, gateway: Make, told: Callable[..., Callback]
) -> None:
    signed = told(key="webhooks_sharedkey_1", secret=twilio.token)

    with pytest.raises(CallbackRefused):
        gateway(webhook_secret="of the key").parse_callback(request(signed))


def test_callbacks_come_over_http_twice_and_out_of_order(
    twilio: FakeTwilio, gateway: Make
) -> None:
    """The fake calls a real server, and what comes in there is what we believe."""
    came: list[CallbackRequest] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            came.append(CallbackRequest(method="POST", url=self.path, headers=headers, body=body))  # fmt: skip
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Handler) as server:
        serving = threading.Thread(target=server.serve_forever)
        serving.start()
        one = gateway(public_url=f"http://127.0.0.1:{server.server_port}")
        one.send([outgoing(7)])
        calls = [twilio.callback(twilio.messages[0], s) for s in ("delivered", "sent", "delivered")]  # fmt: skip
        assert twilio.tell(*calls) == [204, 204, 204]
        server.shutdown()
        serving.join()

    outcomes = [e.outcome for r in came for e in one.parse_callback(r)]
    assert outcomes == [Outcome.DELIVERED, Outcome.ACCEPTED, Outcome.DELIVERED]
