"""Asking Twilio what became of a delivery: never guess that nothing went out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from channels.gateways.twilio import TwilioGateway
from outreach.model.contracts import GatewayError, Outgoing
from outreach.model.states import Outcome
from tests.fakes.deliveries import item, outgoing
from tests.fakes.twilio import Act, FakeTwilio

Make = Callable[..., TwilioGateway]
NOW = datetime(2027, 4, 1, 9, 0, tzinfo=UTC)
CLAIMED = NOW - timedelta(minutes=5)
NUMBER = "+254711000001"
TEXT = item().rendition.text or ""


@pytest.fixture(autouse=True)
def at_nine(twilio: FakeTwilio) -> None:
    twilio.clock = lambda: NOW


def ask(gateway: Make, *deliveries: Outgoing, **more: object) -> list[Outcome]:
    one = gateway(**{"clock": lambda: NOW, **more})
    return [receipt.outcome for receipt in one.query(deliveries)]


def claimed(number: int = 1, **more: object) -> Outgoing:
    return outgoing(number, **{"claimed_at": CLAIMED, **more})


@pytest.mark.parametrize(
    ("status", "error", "outcome"),
    [
        pytest.param("queued", None, Outcome.ACCEPTED, id="waits at Twilio, has no date sent"),
        pytest.param("sent", None, Outcome.ACCEPTED, id="sent is not delivered"),
        pytest.param("delivered", None, Outcome.DELIVERED, id="delivered"),
        pytest.param("undelivered", 30005, Outcome.REFUSED, id="unknown handset"),
        pytest.param("failed", 21610, Outcome.OPTED_OUT, id="said STOP"),
        pytest.param("new_word", None, Outcome.ACCEPTED, id="a status of tomorrow: it was taken"),
    ],
)  # fmt: skip
def test_a_message_that_is_there_tells_its_fate(
    twilio: FakeTwilio,
    gateway: Make,
    status: str,
    error: int | None,
    outcome: Outcome,
) -> None:
    message = twilio.take(NUMBER, TEXT, created=CLAIMED, status=status)
    message.error_code = error
    (receipt,) = gateway(clock=lambda: NOW).query([claimed()])

    assert receipt.outcome is outcome
    assert receipt.gateway_ids == (message.sid,)
    assert receipt.code == (str(error) if error else None)


def test_what_is_surely_not_there_may_go_again(
    twilio: FakeTwilio, gateway: Make
) -> None:
    twilio.take(NUMBER, "Another text", created=CLAIMED)
    twilio.take(NUMBER, TEXT, created=CLAIMED - timedelta(days=1))
    twilio.take(NUMBER, TEXT, created=CLAIMED, direction="inbound")
    twilio.take("+254711000009", TEXT, created=CLAIMED)

    assert ask(gateway, claimed()) == [Outcome.LATER]


@pytest.mark.parametrize(
    ("body", "outcome"),
    [
        pytest.param(f"  {TEXT}\r\n", Outcome.ACCEPTED, id="trimmed or padded by Twilio"),
        pytest.param(f"Sent from your Twilio trial account - {TEXT}", Outcome.ACCEPTED, id="a trial account's words before it"),
        pytest.param(f"CORRECTION: {TEXT}", Outcome.LATER, id="another text that ends like ours"),
        pytest.param("", Outcome.UNKNOWN, id="the body was blotted out"),
    ],
)  # fmt: skip
def test_bodies_are_compared_as_twilio_keeps_them(
    twilio: FakeTwilio, gateway: Make, body: str, outcome: Outcome
) -> None:
    twilio.take(NUMBER, body, created=CLAIMED)

    assert ask(gateway, claimed()) == [outcome]


def test_one_message_answers_for_one_delivery_only(
    twilio: FakeTwilio, gateway: Make
) -> None:
    """The same number and text twice in one window: one went out, one did not."""
    twilio.take(NUMBER, TEXT, created=CLAIMED)
    late = claimed(2, address=NUMBER, claimed_at=CLAIMED + timedelta(seconds=1))

    assert ask(gateway, late, claimed(1)) == [Outcome.LATER, Outcome.ACCEPTED]


def test_a_message_too_young_for_the_listing_is_unknown_and_not_absent(
    twilio: FakeTwilio, gateway: Make
) -> None:
    twilio.lag = timedelta(seconds=60)
    young = NOW - timedelta(seconds=30)
    twilio.take(NUMBER, TEXT, created=young)

    assert ask(gateway, claimed(claimed_at=young)) == [Outcome.UNKNOWN]
    assert ask(gateway, claimed(claimed_at=young), grace=10) == [Outcome.LATER]


def test_without_the_time_it_was_handed_over_nothing_is_certain(
    twilio: FakeTwilio, gateway: Make
) -> None:
    assert ask(gateway, outgoing(1)) == [Outcome.UNKNOWN]


@pytest.mark.parametrize("off", [timedelta(hours=1), timedelta(hours=-7)])
def test_our_clock_may_be_wrong(
    twilio: FakeTwilio, gateway: Make, off: timedelta
) -> None:
    """Twilio's own Date tells how far."""
    twilio.take(NUMBER, TEXT, created=CLAIMED)
    twilio.take("+254711000002", TEXT, created=CLAIMED - timedelta(hours=2))
    ours = NOW + off
    deliveries = [claimed(n, claimed_at=CLAIMED + off) for n in (1, 2)]

    assert ask(gateway, *deliveries, clock=lambda: ours) == [
        Outcome.ACCEPTED,
        Outcome.LATER,
    ]


def test_the_whole_listing_is_read_page_by_page_without_a_date_filter(
    twilio: FakeTwilio, gateway: Make
) -> None:
    message = twilio.take(NUMBER, TEXT, created=CLAIMED)
    for number in range(9):
        twilio.take(NUMBER, f"Later text {number}", created=NOW)
    twilio.page_size = 4

    (receipt,) = gateway(clock=lambda: NOW).query([claimed()])

    assert receipt.gateway_ids == (message.sid,)
    assert len(twilio.listings) == 3
    assert not any("DateSent" in name for query in twilio.listings for name in query)


def test_pages_of_a_compatible_server_below_a_folder(gateway: Make) -> None:
    with FakeTwilio(prefix="/api/laml", page_size=1) as compatible:
        compatible.clock = lambda: NOW
        compatible.take(NUMBER, TEXT, created=CLAIMED)
        compatible.take(NUMBER, "Later text", created=NOW)
        below = f"{compatible.url}/api/laml"

        assert ask(gateway, claimed(), base_url=below) == [Outcome.ACCEPTED]
        assert len(compatible.listings) == 2


@pytest.mark.parametrize("fails", [[500], [429], [0, 503]])
def test_a_listing_that_is_not_read_to_its_end_is_unknown(
    twilio: FakeTwilio, gateway: Make, fails: list[int]
) -> None:
    twilio.page_size = 1
    for _ in range(3):
        twilio.take(NUMBER, "Another text", created=NOW)
    twilio.listing_fails.extend(fails)

    assert ask(gateway, claimed(), in_flight=1) == [Outcome.UNKNOWN]


def test_a_listing_without_end_is_given_up(twilio: FakeTwilio, gateway: Make) -> None:
    twilio.page_size = 1
    for _ in range(25):
        twilio.take(NUMBER, "Another text", created=NOW)

    assert ask(gateway, claimed()) == [Outcome.UNKNOWN]


def test_where_nothing_could_be_asked_the_deliveries_stay_as_they_are(
    twilio: FakeTwilio, gateway: Make
) -> None:
    with pytest.raises(GatewayError) as refused:
        ask(gateway, claimed(), auth_token="wrong")
    with pytest.raises(GatewayError) as no_line:
        ask(gateway, claimed(), base_url="http://127.0.0.1:1")

    assert (refused.value.permanent, no_line.value.permanent) == (True, False)
    for error in (refused.value, no_line.value):
        assert not error.receipts
        assert not error.unwritten


def test_after_every_kind_of_failure_nothing_is_lost_and_nothing_goes_twice(
    twilio: FakeTwilio, gateway: Make
) -> None:
    """Send, ask about all that is unknown, send again what was not there."""
    acts = [*Act, Act.ACCEPT]
    window = [outgoing(n, claimed_at=CLAIMED) for n in range(1, 41)]
    for number, delivery in enumerate(window):
        twilio.next(delivery.address, acts[number % len(acts)])
    one = gateway(clock=lambda: NOW, timeout=0.5)

    for _ in range(2):
        done = {r.delivery: r.outcome for r in one.send(window)}
        unknown = [d for d in window if done[d.id] is Outcome.UNKNOWN]
        told = {r.delivery: r.outcome for r in one.query(unknown)} if unknown else {}
        window = [d for d in unknown if told[d.id] is Outcome.LATER]

    assert window == []
    assert twilio.lost(f"+254711{n:06d}" for n in range(1, 41)) == []
    assert twilio.doubled() == []
