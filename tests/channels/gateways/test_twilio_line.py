"""The line to Twilio: refused, silent, kept open, closed."""

from __future__ import annotations

import gc
import socket
import threading
import time
from collections.abc import Callable

import pytest

from channels.gateways.twilio import TwilioGateway, TwilioSettings
from outreach.model.contracts import GatewayError
from outreach.model.states import Outcome
from tests.fakes.deliveries import outgoing
from tests.fakes.twilio import Act, FakeTwilio

Make = Callable[..., TwilioGateway]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.mark.parametrize(
    "address",
    [
        pytest.param(f"http://127.0.0.1:{free_port()}", id="connection refused"),
        pytest.param("http://no-such-host.invalid", id="name unknown"),
    ],
)
def test_without_a_line_nothing_was_written(gateway: Make, address: str) -> None:
    with pytest.raises(GatewayError) as caught:
        gateway(base_url=address).send([outgoing(1), outgoing(2)])

    assert caught.value.unwritten == {"K7QX2M-1", "K7QX2M-2"}
    assert caught.value.receipts == ()
    assert not caught.value.permanent


def test_a_server_that_takes_no_connection_in_time_was_not_written_to(
    gateway: Make,
) -> None:
    """A listener whose queue is full: the connection hangs and nothing leaves."""
    with socket.socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        address = full.getsockname()
        fillers = [socket.socket() for _ in range(4)]
        for filler in fillers:
            filler.setblocking(False)
            filler.connect_ex(address)
        try:
            with pytest.raises(GatewayError) as caught:
                gateway(base_url=f"http://127.0.0.1:{address[1]}", timeout=0.3).send(
                    [outgoing(1)]
                )
        finally:
            for filler in fillers:
                filler.close()

    assert caught.value.unwritten == {"K7QX2M-1"}
    assert "0.3 s" in str(caught.value)


def test_a_silent_server_is_given_up_after_the_timeout(
    twilio: FakeTwilio, gateway: Make
) -> None:
    twilio.otherwise = Act.SILENCE_AFTER
    begun = time.monotonic()
    receipts = gateway(timeout=0.3).send([outgoing(n) for n in range(1, 6)])

    assert time.monotonic() - begun < 3
    assert {r.outcome for r in receipts} == {Outcome.UNKNOWN}


def test_connections_are_kept_from_window_to_window(
    twilio: FakeTwilio, gateway: Make
) -> None:
    one = gateway(in_flight=2)
    for start in range(0, 50, 10):
        one.send([outgoing(start + n) for n in range(1, 11)])

    assert len(twilio.messages) == 50
    assert len(twilio.connections) <= 2


def test_it_closes_its_connections_and_its_thread_and_can_go_on(
    twilio: FakeTwilio, gateway: Make
) -> None:
    one = gateway()
    one.send([outgoing(1)])
    one.close()
    one.close()
    assert "twilio" not in {thread.name for thread in threading.enumerate()}

    one.send([outgoing(2)])
    assert len(twilio.messages) == 2


def test_a_forgotten_gateway_closes_itself(twilio: FakeTwilio) -> None:
    one = TwilioGateway(
        TwilioSettings(
            account_sid=twilio.account,
            auth_token=twilio.token,
            sender="AMANI",
            base_url=twilio.url,
        )
    )
    one.send([outgoing(1)])
    del one
    gc.collect()

    assert "twilio" not in {thread.name for thread in threading.enumerate()}


def test_a_compatible_server_may_have_its_api_below_a_folder(gateway: Make) -> None:
    with FakeTwilio(prefix="/api/laml") as compatible:
        one = gateway(base_url=f"{compatible.url}/api/laml/")

        assert one.send([outgoing(1)])[0].outcome is Outcome.ACCEPTED


def test_the_environment_changes_nothing(
    twilio: FakeTwilio, gateway: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("TWILIO_EDGE", "TWILIO_REGION", "TWILIO_ACCOUNT_SID", "HTTP_PROXY"):
        monkeypatch.setenv(name, "elsewhere")

    assert gateway().send([outgoing(1)])[0].outcome is Outcome.ACCEPTED
