"""Receipts are believed only on an address that we signed, texts only with our token."""

from __future__ import annotations

from base64 import b64encode
from datetime import UTC, datetime

import pytest
from pydantic import ValidationError

from channels.gateways import hearing
from channels.gateways.kannel import KannelGateway, KannelSettings
from channels.gateways.kannel.callbacks import receipt_url
from outreach.model.contracts import GatewayError
from outreach.model.errors import CallbackRefused
from outreach.model.news import CallbackRequest, Event, Inbound
from outreach.model.states import Outcome
from tests.fakes.kannel import FakeKannel

TOKEN = "a token of 16 or more"
PART = "K7QX2M-7.2.0a1b2c3d"
#: As the real Kannel called back, one each.
DELIVERED = (
    "id%3Am1+sub%3A001+dlvrd%3A001+submit+date%3A2611250000+done+date%3A2611250000"
    "+stat%3ADELIVRD+err%3A000+text%3Acall+%2B254711000001"
)
FAILED = DELIVERED.replace("DELIVRD", "UNDELIV").replace("err%3A000", "err%3A027")
NACK = "NACK%2F0x0000000b%2FInvalid+Destination+Address"


def settings(**more: object) -> KannelSettings:
    values = {
        "url": "http://127.0.0.1:13013/cgi-bin/sendsms",
        "username": "outreach",
        "password": "pw",
        "public_url": "https://o.example.org",
        "token": TOKEN,
    }
    return KannelSettings.model_validate({**values, **more})


def receipt(kind: str, reply: str = "", part: str = PART, **more: object):
    """Kannel fills in what became of the part."""
    url = receipt_url(part, settings(**more))
    assert url
    url = url.replace("%d", kind).replace("%A", reply).replace("%%", "%")
    return CallbackRequest(method="GET", url=url, headers={}, body=b"")


def told(request: CallbackRequest, **more: object):
    return KannelGateway(settings(**more)).parse_callback(request)


@pytest.mark.parametrize(
    ("kind", "reply", "outcome", "code"),
    [
        pytest.param("8", "ACK%2F", Outcome.ACCEPTED, None, id="the operator has it"),
        pytest.param("4", "", Outcome.ACCEPTED, None, id="buffered"),
        pytest.param("1", DELIVERED, Outcome.DELIVERED, None, id="on the phone"),
        pytest.param("2", FAILED, Outcome.REFUSED, "027", id="not on the phone"),
        pytest.param("2", "", Outcome.REFUSED, None, id="and no word why"),
        pytest.param("16", NACK, Outcome.REFUSED, "0x0000000b", id="the operator refused"),
    ],
)  # fmt: skip
def test_a_receipt_becomes_an_event_of_its_part(
    kind: str, reply: str, outcome: Outcome, code: str | None
) -> None:
    (event,) = told(receipt(kind, reply))

    assert isinstance(event, Event)
    assert (event.outcome, event.code) == (outcome, code)
    assert (event.delivery, event.gateway_id) == ("K7QX2M-7", PART)
    assert (outcome is Outcome.REFUSED) == bool(event.detail)
    assert "2547110" not in str(event)


def test_told_twice_it_has_the_same_key_and_other_news_another() -> None:
    keys = [told(receipt(kind))[0].key for kind in ("8", "1", "8")]

    assert keys[0] == keys[2] != keys[1]


@pytest.mark.parametrize(
    ("kind", "reply"),
    [
        pytest.param("32", "", id="a type of tomorrow"),
        # The answer told it; as a receipt it would fail what is only waiting for a route.
        pytest.param("16", "NACK%2Fno+SMSC", id="no route"),
    ],
)
def test_what_says_nothing_of_the_delivery_is_no_event(kind: str, reply: str) -> None:
    assert told(receipt(kind, reply)) == ()


FORGED = receipt("1")


@pytest.mark.parametrize(
    "url",
    [
        pytest.param(FORGED.url.replace("M-7.2", "M-8.2"), id="another delivery"),
        pytest.param(FORGED.url.replace(".2.", ".1."), id="another part"),
        pytest.param(FORGED.url.replace("&sign=", "&sign=0"), id="another signature"),
        pytest.param(FORGED.url.replace("&sign=", "&s="), id="none"),
        pytest.param(FORGED.url.replace("sign=", "sign=%C3%A9"), id="not ASCII"),
        pytest.param(FORGED.url.replace("message=", "message=x%00"), id="NUL"),
        pytest.param("https://o.example.org/callbacks/kannel", id="nothing"),
        pytest.param(FORGED.url + "&x=" + "y" * 70_000, id="too long"),
    ],
)
def test_a_forged_receipt_is_refused(url: str) -> None:
    with pytest.raises(CallbackRefused):
        told(CallbackRequest(method="GET", url=url, headers={}, body=b""))


def test_a_receipt_signed_with_another_token_is_refused() -> None:
    with pytest.raises(CallbackRefused, match="OUTREACH_KANNEL_TOKEN"):
        told(receipt("1", token="another token that is long"))


@pytest.mark.parametrize("lacks", ["public_url", "token"])
def test_where_nothing_is_expected_nothing_is_believed(lacks: str) -> None:
    with pytest.raises(CallbackRefused, match="OUTREACH_"):
        told(receipt("1"), **{lacks: None})


def posted(
    body: bytes,
    charset: str | None = "UTF-8",
    *,
    password: str = TOKEN,
    query: str = "?id=6c74314a-66f3-40bb-a6ff-d023c7243cba",
    **more: str,
) -> CallbackRequest:
    """As the real Kannel posts a text."""
    pair = b64encode(f"outreach:{password}".encode()).decode()
    kind = f'text/plain; charset="{charset}"' if charset else "application/octet-stream"
    return CallbackRequest(
        method="POST",
        url=f"https://o.example.org/callbacks/kannel{query}",
        headers={
            "authorization": f"Basic {pair}",
            "content-type": kind,
            "x-kannel-from": "+254711000077",
            "x-kannel-to": "20880",
            "x-kannel-time": "2026-11-25 02:48:35",
            **more,
        },
        body=body,
    )


@pytest.mark.parametrize(
    ("text", "charset", "codec"),
    [
        pytest.param("Hi é ì €", "UTF-8", "utf-8", id="the phone's alphabet"),
        pytest.param("توقف يا أخي", "UTF-16BE", "utf-16-be", id="Arabic"),
        pytest.param("ሰላም 😀", "UTF-16BE", "utf-16-be", id="Amharic and a pair"),
        pytest.param("", "UTF-8", "utf-8", id="an empty text"),
    ],
)
def test_a_text_comes_in(text: str, charset: str, codec: str) -> None:
    assert told(posted(text.encode(codec), charset)) == (
        Inbound(
            key=hearing.key("in", "6c74314a-66f3-40bb-a6ff-d023c7243cba"),
            sender="+254711000077",
            recipient="20880",
            text=text,
            at=datetime(2026, 11, 25, 2, 48, 35, tzinfo=UTC),
        ),
    )


@pytest.mark.parametrize(
    ("to", "ours"),
    [
        pytest.param("254711000009", "+254711000009", id="without its plus"),
        pytest.param("+20880", "20880", id="a short code that the operator gave one"),
        pytest.param("+29023456", "+29023456", id="a country with short numbers"),
        pytest.param("", None, id="none"),
    ],
)
def test_numbers_are_read_as_ours_are_written(to: str, ours: str | None) -> None:
    """Answers go out from there."""
    bare = {"x-kannel-from": "254711000077", "x-kannel-to": to}
    (inbound,) = told(posted(b"STOP", **bare))

    assert (inbound.sender, inbound.recipient) == ("+254711000077", ours)


def test_without_kannel_s_id_the_same_text_has_the_same_key() -> None:
    keys = [told(posted(b, query=""))[0].key for b in (b"JOIN", b"JOIN", b"STOP")]

    assert keys[0] == keys[1] != keys[2]


@pytest.mark.parametrize(
    "request_",
    [
        pytest.param(posted(b"\x00\x01", None), id="a picture"),
        pytest.param(posted(b"\xff", "UTF-8"), id="not what it says"),
        pytest.param(posted(b"x", "KLINGON"), id="no such encoding"),
    ],
)
def test_what_is_no_text_is_left_out(request_: CallbackRequest) -> None:
    assert told(request_) == ()


def test_a_text_from_nobody_is_refused_so_that_kannel_brings_it_again() -> None:
    with pytest.raises(CallbackRefused, match="send-sender"):
        told(posted(b"STOP", **{"x-kannel-from": ""}))


def test_an_instant_that_can_not_be_read_is_none() -> None:
    assert told(posted(b"x", **{"x-kannel-time": "yesterday"}))[0].at is None


@pytest.mark.parametrize(
    "password", [pytest.param("", id="none"), pytest.param("gué", id="wrong")]
)
def test_a_text_without_our_token_is_refused(password: str) -> None:
    with pytest.raises(CallbackRefused, match="post-url"):
        told(posted(b"STOP", password=password))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        pytest.param("url", "http://me:pw@127.0.0.1/", id="a secret in the address"),
        pytest.param("url", "http://127.0.0.1:99999/", id="no such port"),
        pytest.param("url", "http://127.0.0.1/\r\nX: 1", id="two lines"),
        pytest.param("status_url", "127.0.0.1:13000", id="no scheme"),
        pytest.param("status_url", "http://127.0.0.1:x/", id="no port"),
        pytest.param("password", "a\r\nb", id="a password of two headers"),
        pytest.param("sender", "+0", id="no number"),
        pytest.param("username", "a\r\nb", id="two headers"),
        pytest.param("sender", "a name that is too long", id="a long name"),
        pytest.param("smsc", "två", id="not ASCII"),
        pytest.param("token", "short", id="guessed soon"),
        pytest.param("in_flight", 0, id="none at once"),
    ],
)
def test_settings_that_can_not_work_are_refused(field: str, value: object) -> None:
    with pytest.raises(ValidationError) as caught:
        settings(**{field: value})

    assert caught.value.errors()[0]["loc"] == (field,)
    assert "me:pw" not in str(caught.value)


@pytest.mark.parametrize("sender", ["+254711000001", "254711000001", "20880", "AMANI"])
def test_a_sender_as_operators_want_it_is_taken(sender: str) -> None:
    assert settings(sender=sender).sender == sender


def check(fake: FakeKannel, **more: object) -> GatewayError | None:
    values = {
        "url": fake.sendsms,
        "password": fake.password,
        "status_url": fake.url,
        "status_password": fake.status_password,
        **more,
    }
    gateway = KannelGateway(settings(**values))
    try:
        gateway.check()
    except GatewayError as error:
        return error
    finally:
        gateway.close()
        assert fake.messages == []
    return None


@pytest.mark.parametrize(
    ("more", "status", "says", "permanent"),
    [
        pytest.param({}, "online 3s", None, False, id="all is well"),
        pytest.param({"smsc": "sim"}, "online 3s", None, False, id="and by our route"),
        pytest.param({"password": "x"}, "online 3s", "KANNEL_PASSWORD", True, id="wrong user"),
        pytest.param({"smsc": "mno"}, "online 3s", "no smsc-id “mno”", True, id="no such route"),
        pytest.param({"status_password": "x"}, "online 3s", "STATUS_PASSWORD", True, id="no look at the status"),
        pytest.param({}, "re-connecting", "no connection to the operator", False, id="the operator is away"),
        pytest.param({"status_url": None}, "connecting", None, False, id="without a status page"),
        pytest.param({"url": "http://127.0.0.1:1/"}, "online 3s", "can't be reached", False, id="no line"),
    ],
)  # fmt: skip
def test_a_check_says_what_stands_in_the_way(
    more: dict[str, object], status: str, says: str | None, permanent: bool
) -> None:
    with FakeKannel() as fake:
        fake.status = fake.status.replace("online 3s", status)
        error = check(fake, **more)

    assert (error is None) if says is None else says in str(error)
    assert permanent == bool(error and error.permanent)
