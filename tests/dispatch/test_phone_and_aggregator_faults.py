"""Phone, aggregator and Africa's Talking behind dispatch: whatever they do, no text goes
out twice, and what they tell late, doubled or out of order settles each delivery once.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from channels.gateways.africastalking import (
    AfricastalkingGateway,
    AfricastalkingSettings,
)
from channels.gateways.http import HttpGateway, HttpSettings
from channels.gateways.smsgate import SmsgateGateway, SmsgateSettings
from outreach.model.news import CallbackRequest
from outreach.model.states import State
from outreach.store.news import store_news
from tests.conftest import only_on
from tests.dispatch.conftest import Bench
from tests.fakes.africastalking import FakeAfricasTalking
from tests.fakes.aggregator import FakeAggregator
from tests.fakes.plans import Act
from tests.fakes.smsgate import FakePhone

BAD = "+254722000001"
TOKEN = "q9f3hGz7Lr2kXw5t"
PUBLIC = {"public_url": "https://o.example.org", "timeout": 0.7}
WITHOUT_AN_ANSWER = [
    pytest.param(Act.SILENCE_AFTER, 1, id="silent though it took the text"),
    pytest.param(Act.SILENCE_BEFORE, 0, id="silent, and it never took it"),
    pytest.param(Act.ERROR_AFTER, 1, id="500 though it took the text"),
    pytest.param(Act.ERROR_BEFORE, 0, id="500, and it never took it"),
    pytest.param(Act.CUT_AFTER, 1, id="cut in the middle of the answer"),
    pytest.param(Act.CUT_BEFORE, 0, id="cut before the answer"),
    pytest.param(Act.GARBAGE_AFTER, 1, id="an answer that can't be read"),
]


def phone(bench: Bench, fake: FakePhone) -> SmsgateGateway:
    values = {
        "base_url": fake.base_url,
        "user": fake.user,
        "password": fake.password,
        "signing_key": fake.signing_key,
    }
    settings = SmsgateSettings.model_validate({**PUBLIC, **values})
    return SmsgateGateway(settings, clock=lambda: bench.now)


def aggregator(bench: Bench, fake: FakeAggregator) -> HttpGateway:
    values = {
        "url": f"{fake.url}/send",
        "headers": json.dumps({"X-Api-Key": fake.key}),
        "body": "to={to}&text={text}&ref={id}",
        "status_path": "status",
        "accepted": "queued|duplicate",
        "id_path": "messages.0.id",
        "idempotent": fake.honours_ref,
        "callback_secret": TOKEN,
        "callback_id": "id",
        "callback_status": "status",
        "callback_accepted": "ENROUTE",
        "callback_delivered": "DELIVRD",
        "callback_failed": "UNDELIV",
    }
    settings = HttpSettings.model_validate({**PUBLIC, **values})
    return HttpGateway(settings, clock=lambda: bench.now)


def africas_talking(bench: Bench, fake: FakeAfricasTalking) -> AfricastalkingGateway:
    values = {
        "username": fake.username,
        "api_key": fake.key,
        "base_url": fake.url,
        "callback_token": TOKEN,
        "batch": 2,
    }
    settings = AfricastalkingSettings.model_validate({**PUBLIC, **values})
    return AfricastalkingGateway(settings, clock=lambda: bench.now)


Start = Callable[[Any, Callable[..., Any]], tuple[Any, Any]]


@pytest.fixture
def start(bench: Bench) -> Iterator[Start]:
    """Start a fake and the gateway that the bench sends by."""
    with ExitStack() as stack:

        def begin(fake: Any, made: Callable[..., Any]) -> tuple[Any, Any]:
            stack.enter_context(fake)
            gateway = made(bench, fake)
            stack.callback(gateway.close)
            bench.terms["gateways"] = {"recorder": gateway}
            return fake, gateway

        yield begin


@only_on("sqlite", "what a provider does is the same on both")
@pytest.mark.parametrize(("answer", "taken"), WITHOUT_AN_ANSWER)
@pytest.mark.parametrize(
    ("fake", "made"),
    [
        pytest.param(FakePhone, phone, id="phone"),
        pytest.param(lambda: FakeAggregator(honours_ref=True), aggregator, id="aggregator that honours our id"),
    ],
)  # fmt: skip
def test_where_an_id_goes_out_once_it_is_sent_again_and_arrives_once(
    bench: Bench, start: Start, fake, made, answer: Act, taken: int
) -> None:
    provider, _ = start(fake(), made)
    bench.announce()
    bench.phones(3)
    provider.next(BAD, answer)
    sent = bench.approved()
    bench.run()
    assert bench.tally(sent) == {State.ACCEPTED: 2, State.UNKNOWN: 1}
    assert len(provider.messages) == 2 + taken
    for _ in range(6):
        bench.later(minutes=1)
        bench.run()

    assert bench.tally(sent) == {State.ACCEPTED: 3}
    assert len(provider.messages) == 3
    assert provider.doubled() == []


@only_on("sqlite", "what a provider does is the same on both")
@pytest.mark.parametrize(("answer", "taken"), WITHOUT_AN_ANSWER)
@pytest.mark.parametrize(
    ("fake", "made", "together"),
    [
        pytest.param(FakeAggregator, aggregator, 1, id="aggregator"),
        pytest.param(FakeAfricasTalking, africas_talking, 2, id="Africa's Talking, two in a request"),
    ],
)  # fmt: skip
def test_where_nobody_can_know_it_stays_unknown_and_is_not_sent_again(
    bench: Bench, start: Start, fake, made, together: int, answer: Act, taken: int
) -> None:
    provider, _ = start(fake(), made)
    bench.announce()
    bench.phones(3)
    provider.next(BAD, answer)
    sent = bench.approved()
    for _ in range(4):
        bench.run()
        bench.later(minutes=10)

    assert bench.tally(sent) == {State.ACCEPTED: 3 - together, State.UNKNOWN: together}
    assert len(provider.messages) == 3 - together + taken * together
    assert provider.doubled() == []


@only_on("sqlite", "what a provider does is the same on both")
@pytest.mark.parametrize(
    ("fake", "made"),
    [
        pytest.param(FakePhone, phone, id="phone"),
        pytest.param(FakeAggregator, aggregator, id="aggregator"),
        pytest.param(FakeAfricasTalking, africas_talking, id="Africa's Talking"),
    ],
)
def test_a_provider_that_is_away_gets_each_text_once_when_it_is_back(
    bench: Bench, start: Start, fake, made
) -> None:
    provider, _ = start(fake(), made)
    gone = made(bench, provider)
    provider_url = provider.url
    bench.announce()
    bench.phones(3)
    sent = bench.approved()
    provider.go_away()
    bench.terms["gateways"] = {"recorder": gone}
    bench.run()
    assert bench.tally(sent) == {State.QUEUED: 3}
    provider.__enter__()
    assert provider.url != provider_url
    gone.close()
    back = made(bench, provider)
    bench.terms["gateways"] = {"recorder": back}
    for _ in range(3):
        bench.later(minutes=10)
        bench.run()
    back.close()

    assert bench.tally(sent) == {State.ACCEPTED: 3}
    assert provider.doubled() == []


def hook(fake: FakePhone, bench: Bench, message: str, word: str) -> CallbackRequest:
    made = fake.webhook(word, {"messageId": message}, at=bench.now.timestamp())
    return CallbackRequest(
        method="POST", url="/callbacks/smsgate", headers=made.headers, body=made.body
    )


def report(fake: Any, bench: Bench, message: str, word: str) -> CallbackRequest:
    body = json.dumps({"id": message, "status": word}).encode()
    url = f"/callbacks/http?token={TOKEN}"
    return CallbackRequest(method="POST", url=url, headers={}, body=body)


def form(
    fake: FakeAfricasTalking, bench: Bench, message: str, word: str
) -> CallbackRequest:
    url = f"/callbacks/africastalking?token={TOKEN}"
    body = fake.report(message, word)
    return CallbackRequest(method="POST", url=url, headers={}, body=body)


@only_on("sqlite", "what a provider tells is the same on both")
@pytest.mark.parametrize(
    ("fake", "made", "tell", "sent", "delivered", "failed"),
    [
        pytest.param(FakePhone, phone, hook, "sms:sent", "sms:delivered", "sms:failed", id="phone"),
        pytest.param(FakeAggregator, aggregator, report, "ENROUTE", "DELIVRD", "UNDELIV", id="aggregator"),
        pytest.param(FakeAfricasTalking, africas_talking, form, "Sent", "Success", "Failed", id="Africa's Talking"),
    ],
)  # fmt: skip
def test_late_doubled_and_out_of_order_reports_settle_each_delivery_once(
    bench: Bench, start: Start, fake, made, tell, sent: str, delivered: str, failed: str
) -> None:
    provider, gateway = start(fake(), made)
    bench.announce()
    bench.phones(3)
    broadcast = bench.approved()
    bench.run()
    ids = [m.id for m in sorted(provider.messages, key=lambda m: m.to)]
    told = [
        (ids[0], delivered), (ids[0], sent), (ids[0], delivered), (ids[0], failed),
        (ids[1], failed), (ids[1], sent), (ids[1], failed),
        ("a-stranger's", delivered),
    ]  # fmt: skip
    for message, word in told:
        news = gateway.parse_callback(tell(provider, bench, message, word))
        with bench.store.write() as connection:
            store_news(connection, "recorder", news, bench.store.secret, bench.now)

    assert bench.tally(broadcast) == {
        State.DELIVERED: 1,
        State.FAILED: 1,
        State.ACCEPTED: 1,
    }
