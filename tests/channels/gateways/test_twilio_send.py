"""Handing texts to Twilio: every answer, and every way to get none."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from channels.gateways.twilio import TwilioGateway
from outreach.model.contracts import GatewayError
from outreach.model.states import Outcome
from tests.fakes.deliveries import item, outgoing
from tests.fakes.twilio import INVALID, OPTED_OUT, TOO_FAST, Act, FakeTwilio, Refuse

Make = Callable[..., TwilioGateway]
NOW = datetime(2027, 4, 1, 9, 0, tzinfo=UTC)


def refuse(code: int | None, status: int = 400, **more: object) -> Refuse:
    return Refuse(status=status, code=code, **more)


def test_a_window_is_accepted_with_twilios_ids_in_order(
    twilio: FakeTwilio, gateway: Make
) -> None:
    window = [outgoing(n) for n in range(1, 51)]
    twilio.delay = 0.005
    receipts = gateway(in_flight=10).send(window)

    assert [r.delivery for r in receipts] == [d.id for d in window]
    assert {r.outcome for r in receipts} == {Outcome.ACCEPTED}
    by_sid = {message.sid: message.to for message in twilio.messages}
    assert [by_sid[r.gateway_ids[0]] for r in receipts] == [d.address for d in window]
    assert twilio.doubled() == []
    assert 2 <= twilio.most_at_once <= 10


def test_the_text_goes_out_as_previewed_with_our_id_in_the_callback(
    twilio: FakeTwilio, gateway: Make
) -> None:
    text = "Réunion « eau » : l’après-midi\n+ 100 % d’eau & 1=1 €"
    gateway().send([outgoing(7, item(text))])

    (form,) = twilio.posts
    assert form == {
        "To": "+254711000007",
        "From": "+15005550006",
        "Body": text,
        "SmartEncoded": "false",
        "ValidityPeriod": "36000",
        "StatusCallback": "https://outreach.example.org/callbacks/twilio?delivery=K7QX2M-7",
    }


def test_without_a_public_url_no_callback_is_asked_and_no_receipt_is_promised(
    twilio: FakeTwilio, gateway: Make
) -> None:
    one = gateway(public_url=None)
    one.send([outgoing(1)])

    assert "StatusCallback" not in twilio.posts[0]
    assert (one.capabilities.own_id, one.capabilities.receipts) == (False, "none")
    assert gateway().capabilities.own_id


@pytest.mark.parametrize(
    ("sender", "field"),
    [
        pytest.param("MG" + "0" * 32, "MessagingServiceSid", id="messaging service"),
        pytest.param("AMANI", "From", id="name"),
        pytest.param("MG Water", "From", id="a name that begins like a service"),
        pytest.param("22141", "From", id="short code"),
    ],
)
def test_any_kind_of_sender(
    twilio: FakeTwilio, gateway: Make, sender: str, field: str
) -> None:
    gateway(sender=sender).send([outgoing(1)])
    gateway().send([outgoing(2, sender=sender)])

    assert [form[field] for form in twilio.posts] == [sender, sender]


@pytest.mark.parametrize(
    ("left", "most", "asked"),
    [
        pytest.param(None, 36_000, "36000", id="no end"),
        pytest.param(timedelta(hours=2), 36_000, "7200", id="what is left"),
        pytest.param(timedelta(days=9), 36_000, "36000", id="Twilio's most"),
        pytest.param(timedelta(hours=2), 600, "600", id="our own most"),
        pytest.param(timedelta(seconds=1), 36_000, "1", id="the last second"),
    ],
)
def test_a_text_waits_at_twilio_no_longer_than_it_is_of_use(
    twilio: FakeTwilio, gateway: Make, left: timedelta | None, most: int, asked: str
) -> None:
    ends = None if left is None else NOW + left
    gateway(validity=most, clock=lambda: NOW).send([outgoing(1, expires_at=ends)])

    assert twilio.posts[0]["ValidityPeriod"] == asked


@pytest.mark.parametrize(
    ("answer", "outcome", "code"),
    [
        pytest.param(INVALID, Outcome.REFUSED, "21211", id="not a number"),
        pytest.param(refuse(21614), Outcome.REFUSED, "21614", id="not a mobile"),
        pytest.param(refuse(21635), Outcome.REFUSED, "21635", id="a landline"),
        pytest.param(refuse(21612), Outcome.REFUSED, "21612", id="no route to it"),
        pytest.param(refuse(21999), Outcome.REFUSED, "21999", id="a code of tomorrow"),
        pytest.param(refuse(None), Outcome.REFUSED, "400", id="no code at all"),
        pytest.param(OPTED_OUT, Outcome.OPTED_OUT, "21610", id="said STOP"),
        pytest.param(refuse(21610, problem=True), Outcome.OPTED_OUT, "21610", id="the newer form of errors"),
        pytest.param(TOO_FAST, Outcome.LATER, "20429", id="too many requests"),
        pytest.param(refuse(None, 429), Outcome.LATER, "429", id="429 from a proxy"),
        pytest.param(refuse(30001), Outcome.LATER, "30001", id="queue overflow"),
        pytest.param(refuse(21611), Outcome.LATER, "21611", id="the sender's queue is full"),
        pytest.param(refuse(None, 502), Outcome.UNKNOWN, "502", id="bad gateway"),
        pytest.param(refuse(None, 408), Outcome.UNKNOWN, "408", id="a proxy gave up waiting"),
        pytest.param(refuse(20003, 503), Outcome.UNKNOWN, "20003", id="what a failing server says counts for nothing"),
    ],
)  # fmt: skip
def test_one_deliverys_answer_is_its_own(
    twilio: FakeTwilio, gateway: Make, answer, outcome: Outcome, code: str | None
) -> None:
    twilio.always("+254711000002", answer)
    receipts = gateway().send([outgoing(n) for n in (1, 2, 3)])

    assert [r.outcome for r in receipts] == [
        Outcome.ACCEPTED,
        outcome,
        Outcome.ACCEPTED,
    ]
    assert receipts[1].code == code
    assert receipts[1].detail
    assert len(twilio.posts) == 3, "an adapter never retries"


@pytest.mark.parametrize(
    ("answer", "advice"),
    [
        pytest.param(refuse(20003, 401), "AUTH_TOKEN", id="wrong token"),
        pytest.param(refuse(None, 401), "AUTH_TOKEN", id="401 without a code"),
        pytest.param(refuse(99999, 403), "AUTH_TOKEN", id="403 with a code of tomorrow"),
        pytest.param(refuse(20404, 404), "ACCOUNT_SID", id="no such account"),
        pytest.param(refuse(None, 404), "BASE_URL", id="no Twilio there"),
        pytest.param(refuse(None, 302), "BASE_URL", id="a sign-in page in between"),
        pytest.param(refuse(21606), "SENDER", id="the sender can't send"),
        pytest.param(refuse(21212), "SENDER", id="no such sender"),
        pytest.param(refuse(21408), "country", id="country not enabled"),
        pytest.param(refuse(21703), "messaging service", id="a service without numbers"),
        pytest.param(refuse(21608), "trial", id="trial account"),
        pytest.param(refuse(30002), "suspended", id="suspended"),
    ],
)  # fmt: skip
def test_what_would_fail_all_stops_the_batch_and_says_what_to_do(
    twilio: FakeTwilio, gateway: Make, answer: Refuse, advice: str
) -> None:
    twilio.next("+254711000003", answer)
    with pytest.raises(GatewayError) as caught:
        gateway(in_flight=1).send([outgoing(n) for n in range(1, 7)])

    assert caught.value.permanent
    assert advice in str(caught.value)
    assert [r.delivery for r in caught.value.receipts] == ["K7QX2M-1", "K7QX2M-2"]
    assert caught.value.unwritten == {f"K7QX2M-{n}" for n in (3, 4, 5, 6)}
    assert [m.to for m in twilio.messages] == ["+254711000001", "+254711000002"]


def test_when_the_batch_stops_what_is_on_its_way_is_waited_for(
    twilio: FakeTwilio, gateway: Make
) -> None:
    twilio.delay = 0.2
    twilio.always("+254711000001", refuse(20003, 401))
    twilio.always("+254711000002", Act.CUT_AFTER)
    with pytest.raises(GatewayError) as caught:
        gateway(in_flight=4).send([outgoing(n) for n in range(1, 20)])

    told = {r.delivery: r.outcome for r in caught.value.receipts}
    assert told["K7QX2M-2"] is Outcome.UNKNOWN
    assert told["K7QX2M-3"] is told["K7QX2M-4"] is Outcome.ACCEPTED
    taken = {f"K7QX2M-{int(m.to[-2:])}" for m in twilio.messages}
    assert not taken & caught.value.unwritten
    assert len(told) + len(caught.value.unwritten) == 19
