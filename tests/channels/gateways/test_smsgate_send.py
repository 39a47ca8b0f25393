"""Handing texts to a phone: every answer, every way to get none, and never twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from pydantic import ValidationError

from channels.gateways.smsgate import SmsgateGateway, SmsgateSettings
from outreach.model.contracts import BundleItem, Fate, GatewayError
from outreach.model.rendition import Measure, Rendition
from outreach.model.states import Outcome
from tests.fakes.deliveries import item, outgoing
from tests.fakes.plans import Act
from tests.fakes.smsgate import FULL, INVALID, FakePhone, Refuse

NOW = datetime(2027, 4, 1, 9, 0, tzinfo=UTC)
Make = Callable[..., SmsgateGateway]


@pytest.fixture
def phone() -> Iterator[FakePhone]:
    with FakePhone() as fake:
        yield fake


@pytest.fixture
def gateway(phone: FakePhone) -> Iterator[Make]:
    made: list[SmsgateGateway] = []

    def make(fake: FakePhone = phone, **more: object) -> SmsgateGateway:
        values = {
            "base_url": fake.base_url,
            "user": fake.user,
            "password": fake.password,
            "timeout": 5,
        }
        settings = SmsgateSettings.model_validate({**values, **more})
        made.append(SmsgateGateway(settings, clock=lambda: NOW))
        return made[-1]

    yield make
    for one in made:
        one.close()


def long_text(parts: int = 3) -> BundleItem:
    texts = tuple(f"part {n}" for n in range(parts))
    measure = Measure(segments=parts, parts=texts)
    whole = Rendition(files=(), text="".join(texts), measure=measure)
    return BundleItem(
        channel="sms", variant="full", languages=("en",), copies=1, rendition=whole
    )


def test_the_text_goes_out_with_our_id_and_ends_with_its_use(
    phone: FakePhone, gateway: Make
) -> None:
    text = "Mkutano “maji” \u202eعربي\u202c 💧"
    ends = NOW + timedelta(hours=2)
    receipts = gateway(sim=2).send([outgoing(7, item(text), expires_at=ends)])

    assert phone.posts == [
        {
            "id": "K7QX2M-7",
            "textMessage": {"text": text},
            "phoneNumbers": ["+254711000007"],
            "withDeliveryReport": True,
            "ttl": 7200,
            "simNumber": 2,
        }
    ]
    assert receipts[0].gateway_ids == ("K7QX2M-7",)


@pytest.mark.parametrize(
    ("answer", "outcome", "code"),
    [
        pytest.param(Act.ACCEPT, Outcome.ACCEPTED, None, id="queued"),
        pytest.param(INVALID, Outcome.REFUSED, "400", id="not a number"),
        pytest.param(FULL, Outcome.LATER, "503", id="the queue is full: surely not taken"),
        pytest.param(Refuse(status=429), Outcome.LATER, "429", id="too many requests"),
        pytest.param(Refuse(status=503), Outcome.UNKNOWN, "503", id="503 of something else"),
        pytest.param(Refuse(status=408), Outcome.UNKNOWN, "408", id="a proxy gave up waiting"),
    ],
)  # fmt: skip
def test_one_deliverys_answer_is_its_own(
    phone: FakePhone, gateway: Make, answer, outcome: Outcome, code: str | None
) -> None:
    phone.always("+254711000002", answer)
    receipts = gateway().send([outgoing(n) for n in (1, 2, 3)])

    assert [r.outcome for r in receipts] == [
        Outcome.ACCEPTED,
        outcome,
        Outcome.ACCEPTED,
    ]
    assert receipts[1].code == code
    assert receipts[1].detail
    assert len(phone.posts) == 3, "an adapter never retries"


@pytest.mark.parametrize(
    ("state", "error", "outcome"),
    [
        pytest.param("Pending", None, Outcome.ACCEPTED, id="waits there"),
        pytest.param("Sent", None, Outcome.ACCEPTED, id="sent is not delivered"),
        pytest.param("Delivered", None, Outcome.DELIVERED, id="arrived"),
        pytest.param("Failed", "TTL expired", Outcome.REFUSED, id="too late at the phone"),
        pytest.param("Teleported", None, Outcome.ACCEPTED, id="a state of tomorrow: it has it"),
    ],
)  # fmt: skip
def test_sent_again_with_the_same_id_the_phone_tells_of_the_first(
    phone: FakePhone, gateway: Make, state: str, error: str | None, outcome: Outcome
) -> None:
    phone.next("+254711000001", Act.SILENCE_AFTER)
    one = gateway(timeout=0.5)
    assert one.send([outgoing(1)])[0].outcome is Outcome.UNKNOWN
    phone.messages[0].state, phone.messages[0].error = state, error
    (receipt,) = one.send([outgoing(1)])

    assert receipt.outcome is outcome
    assert phone.doubled() == []
    assert len(phone.messages) == 1


def test_a_phone_that_has_it_but_can_not_tell_has_it(
    phone: FakePhone, gateway: Make
) -> None:
    one = gateway()
    one.send([outgoing(1)])
    phone.telling_fails = [500]

    assert one.send([outgoing(1)])[0].outcome is Outcome.ACCEPTED


@pytest.mark.parametrize(
    ("state", "error", "outcome"),
    [
        pytest.param("Delivered", None, Outcome.ACCEPTED, id="one of three parts arrived"),
        pytest.param("Failed", "RESULT_ERROR", Outcome.UNKNOWN, id="one failed, others may have gone"),
        pytest.param("Failed", "TTL expired", Outcome.REFUSED, id="none went"),
    ],
)  # fmt: skip
def test_of_several_parts_one_says_nothing_of_the_whole(
    phone: FakePhone, gateway: Make, state: str, error: str | None, outcome: Outcome
) -> None:
    one = gateway()
    one.send([outgoing(1, long_text())])
    assert phone.messages[0].id == "K7QX2M-1.3"
    phone.messages[0].state, phone.messages[0].error = state, error

    assert one.query([outgoing(1, long_text())])[0].outcome is outcome


def test_what_the_phone_does_not_know_may_have_left_its_log(gateway: Make) -> None:
    (receipt,) = gateway().query([outgoing(1)])

    assert (receipt.outcome, receipt.code) == (Outcome.UNKNOWN, "404")


def test_a_server_gets_the_phone_by_name_so_that_no_other_sends_it_again() -> None:
    with FakePhone(devices=("a", "b", "c")) as server:
        values = {
            "base_url": server.base_url,
            "user": server.user,
            "password": server.password,
        }
        with pytest.raises(ValidationError, match="DEVICE_ID"):
            SmsgateSettings.model_validate(values)
        settings = SmsgateSettings.model_validate({**values, "device_id": "b"})
        one = SmsgateGateway(settings)
        for _ in range(3):
            one.send([outgoing(n) for n in range(1, 11)])
        one.close()

    assert len(server.messages) == 10
    assert {m.device for m in server.messages} == {"b"}
    assert one.capabilities.fate is Fate.IDEMPOTENT


@pytest.mark.parametrize(
    ("answer", "advice"),
    [
        pytest.param(Refuse(status=401), "USER", id="wrong password"),
        pytest.param(Refuse(status=403), "TOKEN", id="a token without the right"),
        pytest.param(Refuse(status=404), "BASE_URL", id="no gateway there"),
        pytest.param(Refuse(status=302), "BASE_URL", id="a sign-in page in between"),
        pytest.param(Refuse(status=400, body={"message": "Invalid device ID"}), "DEVICE_ID", id="no such phone"),
        pytest.param(Refuse(status=400, body={"message": "simNumber must be >= 1"}), "SIM", id="no such SIM"),
    ],
)  # fmt: skip
def test_what_would_fail_all_stops_the_batch_and_says_what_to_do(
    phone: FakePhone, gateway: Make, answer: Refuse, advice: str
) -> None:
    phone.next("+254711000002", answer)
    with pytest.raises(GatewayError) as caught:
        gateway(in_flight=1).send([outgoing(n) for n in range(1, 5)])

    assert caught.value.permanent
    assert advice in str(caught.value)
    assert [r.delivery for r in caught.value.receipts] == ["K7QX2M-1"]
    assert caught.value.unwritten == {f"K7QX2M-{n}" for n in (2, 3, 4)}


@pytest.mark.parametrize(
    ("own", "wanted", "goes"),
    [
        pytest.param("+254711999999", "+254711999999", True, id="its own"),
        pytest.param("+254711999999", None, True, id="any"),
        pytest.param("+254711999999", "AMANI", False, id="another"),
        pytest.param(
            None, "+254711999999", True, id="an answer, where its own is not set"
        ),
    ],
)
def test_a_phone_sends_from_its_own_number_only(
    phone: FakePhone, gateway: Make, own: str | None, wanted: str | None, goes: bool
) -> None:
    """The others of the window go all the same."""
    one, other = gateway(sender=own).send([outgoing(1, sender=wanted), outgoing(2)])

    assert (one.outcome is Outcome.ACCEPTED, one.code) == (
        goes,
        None if goes else "sender",
    )
    assert other.outcome is Outcome.ACCEPTED
    assert len(phone.messages) == 1 + goes


def test_a_token_signs_in_as_well(phone: FakePhone, gateway: Make) -> None:
    one = gateway(token="ey.a.b")
    with pytest.raises(GatewayError, match="HTTP 401"):
        one.check()
