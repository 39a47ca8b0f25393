"""Callbacks of Africa's Talking: a token in the address shows whose they are."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from channels.gateways.africastalking import (
    AfricastalkingGateway,
    AfricastalkingSettings,
)
from outreach.model.errors import CallbackRefused
from outreach.model.news import CallbackRequest, Event, Inbound, News
from outreach.model.states import Outcome
from tests.fakes.africastalking import FakeAfricasTalking

NOW = datetime(2027, 4, 1, 9, 0, tzinfo=UTC)
TOKEN = "q9f3hGz7Lr2kXw5t"
PROVIDER = FakeAfricasTalking()


def gateway(now: datetime = NOW, **more: object) -> AfricastalkingGateway:
    values = {
        "username": "lakenetwork",
        "api_key": "k",
        "public_url": "https://o.example.org",
        "callback_token": TOKEN,
    }
    settings = AfricastalkingSettings.model_validate({**values, **more})
    return AfricastalkingGateway(settings, clock=lambda: now)


def request(body: bytes, query: str = f"token={TOKEN}", **more: object):
    values = {
        "method": "POST",
        "url": f"https://o.example.org/callbacks/africastalking?{query}",
        "headers": {"content-type": "application/x-www-form-urlencoded"},
        "body": body,
    }
    return CallbackRequest(**{**values, **more})


def heard(body: bytes, now: datetime = NOW) -> News:
    (news,) = gateway(now).parse_callback(request(body))
    return news


@pytest.mark.parametrize(
    ("status", "reason", "outcome"),
    [
        pytest.param("Sent", None, Outcome.ACCEPTED, id="sent is not delivered"),
        pytest.param("Submitted", None, Outcome.ACCEPTED, id="at the operator"),
        pytest.param("Buffered", None, Outcome.ACCEPTED, id="waits at the operator"),
        pytest.param("Success", None, Outcome.DELIVERED, id="on the handset"),
        pytest.param("Rejected", "UserDoesNotExist", Outcome.REFUSED, id="rejected"),
        pytest.param("Failed", "DeliveryFailure", Outcome.REFUSED, id="failed"),
        pytest.param("Expired", None, Outcome.REFUSED, id="expired"),
        pytest.param("AbsentSubscriber", None, Outcome.REFUSED, id="never there"),
        pytest.param("Rejected", "UserInBlackList", Outcome.OPTED_OUT, id="said STOP"),
        pytest.param("Failed", "UserInBlacklist", Outcome.OPTED_OUT, id="said STOP, written otherwise"),
    ],
)  # fmt: skip
def test_a_report_becomes_an_event_with_their_id(
    status: str, reason: str | None, outcome: Outcome
) -> None:
    news = heard(PROVIDER.report("ATXid_1", status, reason))

    assert news == Event(
        key=f"ATXid_1:{status}",
        outcome=outcome,
        gateway_id="ATXid_1",
        code=reason or status,
        detail=reason,
    )


def test_a_status_of_tomorrow_is_no_event_and_no_refusal() -> None:
    assert gateway().parse_callback(request(PROVIDER.report("ATXid_1", "Flown"))) == ()


def test_a_text_that_came_in_is_told_as_it_was_written() -> None:
    news = heard(PROVIDER.incoming(text="Ndiyo, 3 & 4 +1"))

    assert news == Inbound(
        key=news.key,
        sender="+254711000001",
        recipient="22141",
        text="Ndiyo, 3 & 4 +1",
        at=datetime(2027, 5, 5, 11, 30, tzinfo=UTC),
    )


def test_a_text_told_twice_has_one_key_and_another_text_another() -> None:
    first, again = heard(PROVIDER.incoming()), heard(PROVIDER.incoming())
    other = heard(PROVIDER.incoming(id="another"))

    assert first.key == again.key != other.key


@pytest.mark.parametrize(
    ("said", "sender"),
    [
        pytest.param("254711000001", "+254711000001", id="its plus is missing"),
        pytest.param("00254711000001", "+254711000001", id="two zeros for the plus"),
        pytest.param("0711000001", "0711000001", id="no country: not guessed"),
        pytest.param("22141", "22141", id="a short code"),
        pytest.param("MPESA", "MPESA", id="a name"),
    ],
)
def test_a_sender_is_never_given_a_country_it_did_not_say(
    said: str, sender: str
) -> None:
    assert heard(PROVIDER.incoming(**{"from": said})).sender == sender


def test_an_opt_out_is_told_as_stop_from_that_number() -> None:
    news = heard(PROVIDER.opt_out("+254711000001"))

    assert isinstance(news, Inbound)
    assert (news.sender, news.recipient, news.text) == (
        "+254711000001",
        "AMANI",
        "STOP",
    )


@pytest.mark.parametrize(
    ("later", "number", "same"),
    [
        pytest.param(timedelta(minutes=20), "+254711000001", True, id="told again"),
        pytest.param(timedelta(days=3), "+254711000001", False, id="came back, and opts out again"),
        pytest.param(timedelta(), "+254711000002", False, id="another person"),
    ],
)  # fmt: skip
def test_an_opt_out_told_again_counts_once_and_a_new_one_is_heard(
    later: timedelta, number: str, same: bool
) -> None:
    first = heard(PROVIDER.opt_out("+254711000001"))
    second = heard(PROVIDER.opt_out(number), NOW + later)

    assert (first.key == second.key) is same


@pytest.mark.parametrize(
    "query",
    [
        pytest.param("", id="no token"),
        pytest.param("token=", id="an empty one"),
        pytest.param(f"token={TOKEN[:-1]}", id="a piece of it"),
        pytest.param(f"token={TOKEN}x", id="a sign more"),
        pytest.param("token=%ff", id="not text"),
        pytest.param("token=" + "é" * 16, id="not ASCII"),
        pytest.param(f"Token={TOKEN}", id="another name"),
    ],
)
def test_a_forged_callback_is_refused(query: str) -> None:
    with pytest.raises(CallbackRefused):
        gateway().parse_callback(request(PROVIDER.report("ATXid_1", "Success"), query))


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(
            b"phoneNumber=%2B254711000001&updateType=Addition", id="a subscription"
        ),
        pytest.param(b"status=Success", id="no message"),
        pytest.param(b"from=&text=STOP&id=1", id="nobody wrote"),
        pytest.param(b"from=%2B254711000001&text=STOP", id="no id"),
        pytest.param(b"\xff\xfe", id="not text"),
        pytest.param(b"a=1&" * 200, id="too many fields"),
        pytest.param(b"a" * 70_000, id="too long"),
    ],
)
def test_a_callback_that_says_nothing_is_refused(body: bytes) -> None:
    with pytest.raises(CallbackRefused):
        gateway().parse_callback(request(body))


def test_strange_signs_in_a_text_can_be_stored() -> None:
    news = heard(PROVIDER.incoming(text="a\0b\u202e" + "x" * 5000))

    assert news.text == "ab\u202e" + "x" * 5000


def test_without_a_token_nothing_is_believed_and_no_receipts_are_promised() -> None:
    one = gateway(callback_token=None)
    with pytest.raises(CallbackRefused, match="CALLBACK_TOKEN"):
        one.parse_callback(request(PROVIDER.report("ATXid_1", "Success")))

    assert (one.capabilities.receipts, one.capabilities.inbound) == ("none", False)


def test_only_a_post_is_a_callback() -> None:
    with pytest.raises(CallbackRefused):
        gateway().parse_callback(request(b"", method="GET"))
