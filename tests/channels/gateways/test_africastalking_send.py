"""Handing a window to Africa's Talking: one request, an answer for each recipient."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest

from channels.gateways.africastalking import (
    AfricastalkingGateway,
    AfricastalkingSettings,
)
from outreach.model.contracts import Fate, GatewayError
from outreach.model.states import Outcome
from tests.fakes.africastalking import FakeAfricasTalking, Quirk
from tests.fakes.deliveries import item, outgoing
from tests.fakes.plans import Act

NOW = datetime(2027, 4, 1, 9, 0, tzinfo=UTC)
Make = Callable[..., AfricastalkingGateway]


@pytest.fixture
def provider() -> Iterator[FakeAfricasTalking]:
    with FakeAfricasTalking() as fake:
        yield fake


@pytest.fixture
def gateway(provider: FakeAfricasTalking) -> Iterator[Make]:
    made: list[AfricastalkingGateway] = []

    def make(**more: object) -> AfricastalkingGateway:
        values = {
            "username": provider.username,
            "api_key": provider.key,
            "sender": "AMANI",
            "base_url": provider.url,
            "timeout": 5,
        }
        settings = AfricastalkingSettings.model_validate({**values, **more})
        made.append(AfricastalkingGateway(settings, clock=lambda: NOW))
        return made[-1]

    yield make
    for one in made:
        one.close()


def test_all_that_have_one_text_go_in_one_request_and_each_gets_its_own_receipt(
    provider: FakeAfricasTalking, gateway: Make
) -> None:
    window = [outgoing(n) for n in range(1, 41)]
    receipts = gateway().send(window)

    assert [r.delivery for r in receipts] == [d.id for d in window]
    ids = {m.to: m.id for m in provider.messages}
    assert [r.gateway_ids for r in receipts] == [(ids[d.address],) for d in window]
    assert len(provider.posts) == 1
    assert {k: v for k, v in provider.posts[0].items() if k != "to"} == {
        "username": "lakenetwork",
        "message": window[0].text,
        "from": "AMANI",
        "bulkSMSMode": "1",
        "enqueue": "1",
    }


def test_texts_and_senders_are_never_mixed_and_no_number_stands_twice_in_a_request(
    provider: FakeAfricasTalking, gateway: Make
) -> None:
    text, other = item("Maji & 100 % +1"), item("Other")
    window = [
        outgoing(1, text),
        outgoing(2, other),
        outgoing(3, text, sender="22141"),
        outgoing(4, text),
        outgoing(5, text, address="+254711000001"),
    ]
    receipts = gateway().send(window)

    asked = {(p["message"], p["from"], p["to"]) for p in provider.posts}
    assert asked == {
        ("Maji & 100 % +1", "AMANI", "+254711000001,+254711000004"),
        ("Other", "AMANI", "+254711000002"),
        ("Maji & 100 % +1", "22141", "+254711000003"),
        ("Maji & 100 % +1", "AMANI", "+254711000001"),
    }
    assert [r.delivery for r in receipts] == [d.id for d in window]
    assert len({r.gateway_ids for r in receipts}) == 5


def test_a_request_has_at_most_a_batch(
    provider: FakeAfricasTalking, gateway: Make
) -> None:
    gateway(batch=7).send([outgoing(n) for n in range(1, 21)])

    assert sorted(p["to"].count("+") for p in provider.posts) == [6, 7, 7]
    assert provider.doubled() == []


@pytest.mark.parametrize(
    ("answer", "outcome", "code"),
    [
        pytest.param(100, Outcome.ACCEPTED, "100", id="processed"),
        pytest.param(101, Outcome.ACCEPTED, "101", id="sent"),
        pytest.param(102, Outcome.ACCEPTED, "102", id="queued"),
        pytest.param(401, Outcome.REFUSED, "401", id="risk hold"),
        pytest.param(403, Outcome.REFUSED, "403", id="not a number"),
        pytest.param(404, Outcome.REFUSED, "404", id="a landline"),
        pytest.param(406, Outcome.OPTED_OUT, "406", id="said STOP"),
        pytest.param(407, Outcome.REFUSED, "407", id="no route"),
        pytest.param(409, Outcome.LATER, "409", id="do not disturb at night"),
        pytest.param(500, Outcome.LATER, "500", id="their server"),
        pytest.param(501, Outcome.LATER, "501", id="their gateway"),
        pytest.param(502, Outcome.LATER, "502", id="rejected by their gateway"),
        pytest.param(999, Outcome.UNKNOWN, "999", id="a code of tomorrow"),
        pytest.param(Quirk.MISSING, Outcome.UNKNOWN, None, id="not in the answer"),
        pytest.param(Quirk.TWICE, Outcome.ACCEPTED, "101", id="twice in the answer"),
        pytest.param(Quirk.LOCAL, Outcome.ACCEPTED, "101", id="written without its country"),
        pytest.param(Quirk.NO_PLUS, Outcome.ACCEPTED, "101", id="written without its plus"),
    ],
)  # fmt: skip
def test_one_recipients_answer_is_its_own(
    provider: FakeAfricasTalking,
    gateway: Make,
    answer,
    outcome: Outcome,
    code: str | None,
) -> None:
    provider.always("+254711000002", answer)
    receipts = gateway().send([outgoing(n) for n in (1, 2, 3)])

    assert [r.outcome for r in receipts] == [
        Outcome.ACCEPTED,
        outcome,
        Outcome.ACCEPTED,
    ]
    assert receipts[1].code == code
    assert bool(receipts[1].gateway_ids) is (outcome is Outcome.ACCEPTED)
    assert receipts[1].detail or outcome is Outcome.ACCEPTED


def test_told_as_failed_but_with_an_id_it_may_have_gone_out(
    provider: FakeAfricasTalking, gateway: Make
) -> None:
    provider.always("+254711000001", Quirk.FAILED)
    (receipt,) = gateway().send([outgoing(1)])

    assert (receipt.outcome, receipt.code) == (Outcome.UNKNOWN, "500")
    assert receipt.gateway_ids == (provider.messages[0].id,)
    assert receipt.detail


@pytest.mark.parametrize("act", [Act.CUT_AFTER, Act.ERROR_AFTER, Act.GARBAGE_AFTER])
def test_without_an_answer_all_of_that_request_are_unknown_and_no_others(
    provider: FakeAfricasTalking, gateway: Make, act: Act
) -> None:
    provider.always("+254711000002", act)
    one = gateway(batch=2)
    receipts = one.send([outgoing(n) for n in range(1, 5)])

    assert [r.outcome for r in receipts] == [
        Outcome.UNKNOWN,
        Outcome.UNKNOWN,
        Outcome.ACCEPTED,
        Outcome.ACCEPTED,
    ]
    assert len(provider.posts) == 2, "an adapter never retries"
    assert one.capabilities.fate is Fate.HOLD


@pytest.mark.parametrize(
    ("code", "advice"),
    [
        pytest.param(405, "money", id="no balance"),
        pytest.param(402, "SENDER", id="the sender is not theirs"),
    ],
)
def test_what_would_fail_all_stops_the_batch_and_keeps_what_was_taken_before(
    provider: FakeAfricasTalking, gateway: Make, code: int, advice: str
) -> None:
    provider.always("+254711000003", code)
    provider.always("+254711000004", code)
    with pytest.raises(GatewayError, match=advice) as caught:
        gateway(batch=4, in_flight=1).send([outgoing(n) for n in range(1, 9)])

    assert caught.value.permanent
    assert [r.delivery for r in caught.value.receipts] == ["K7QX2M-1", "K7QX2M-2"]
    assert caught.value.unwritten == {f"K7QX2M-{n}" for n in range(3, 9)}
    assert {m.to for m in provider.messages} == {"+254711000001", "+254711000002"}


@pytest.mark.parametrize(
    ("word", "advice"),
    [("InvalidSenderId", "SENDER"), ("InsufficientBalance", "money")],
)
def test_a_word_in_place_of_recipients_stops_the_batch(
    provider: FakeAfricasTalking, gateway: Make, word: str, advice: str
) -> None:
    provider.refuses_all = word
    with pytest.raises(GatewayError, match=advice) as caught:
        gateway().send([outgoing(1)])

    assert caught.value.unwritten == {"K7QX2M-1"}


def test_no_recipients_without_a_word_we_know_is_unknown(
    provider: FakeAfricasTalking, gateway: Make
) -> None:
    provider.refuses_all = "Sent to 0/1"

    assert gateway().send([outgoing(1)])[0].outcome is Outcome.UNKNOWN


@pytest.mark.parametrize(
    ("status", "advice"),
    [
        pytest.param(401, "API_KEY", id="wrong key"),
        pytest.param(400, "USERNAME", id="no such name"),
        pytest.param(404, "BASE_URL", id="not there"),
        pytest.param(302, "BASE_URL", id="a sign-in page in between"),
    ],
)
def test_a_refusal_of_the_account_stops_the_batch(
    provider: FakeAfricasTalking, gateway: Make, status: int, advice: str
) -> None:
    provider.status = (status, "no")
    with pytest.raises(GatewayError, match=advice) as caught:
        gateway().send([outgoing(1), outgoing(2)])

    assert caught.value.permanent
    assert caught.value.unwritten == {"K7QX2M-1", "K7QX2M-2"}


def test_too_many_requests_took_nothing(
    provider: FakeAfricasTalking, gateway: Make
) -> None:
    provider.status = (429, "slow down")

    assert gateway().send([outgoing(1)])[0].outcome is Outcome.LATER
