"""The real Twilio gateway behind dispatch, with a provider that goes silent, says 500 after
it took a text, or hangs up: every text goes out once.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from channels.gateways.twilio import TwilioGateway, TwilioSettings
from outreach.model.states import State
from tests.conftest import only_on
from tests.dispatch.conftest import Bench
from tests.fakes.twilio import Act, FakeTwilio

BAD = "+254722000001"


@pytest.fixture
def twilio(bench: Bench) -> Iterator[FakeTwilio]:
    """The provider that the bench's gateway speaks to, on the bench's clock."""
    with FakeTwilio() as fake:
        fake.clock = lambda: bench.now
        settings = TwilioSettings.model_validate(
            {
                "account_sid": fake.account,
                "auth_token": fake.token,
                "sender": "+15005550006",
                "base_url": fake.url,
                "timeout": 1.5,
            }
        )
        gateway = TwilioGateway(settings, clock=lambda: bench.now)
        bench.terms["gateways"] = {"recorder": gateway}
        yield fake
        gateway.close()


@only_on("sqlite", "what a provider does is the same on both")
@pytest.mark.parametrize(
    ("answer", "taken"),
    [
        pytest.param(Act.SILENCE_AFTER, 3, id="silent though it took the text"),
        pytest.param(Act.SILENCE_BEFORE, 2, id="silent, and it never took it"),
        pytest.param(Act.ERROR_AFTER, 3, id="500 though it took the text"),
        pytest.param(Act.ERROR_BEFORE, 2, id="500, and it never took it"),
        pytest.param(Act.CUT_AFTER, 3, id="cut in the middle of the answer"),
        pytest.param(Act.CUT_BEFORE, 2, id="cut before the answer"),
        pytest.param(Act.GARBAGE_AFTER, 3, id="an answer that can't be read"),
    ],
)
def test_what_has_no_answer_is_unknown_until_asked_and_goes_out_once(
    bench: Bench, twilio: FakeTwilio, answer: Act, taken: int
) -> None:
    bench.announce()
    bench.phones(3)
    twilio.next(BAD, answer)
    sent = bench.approved()
    bench.run()
    assert bench.tally(sent) == {State.ACCEPTED: 2, State.UNKNOWN: 1}
    assert len(twilio.messages) == taken
    for _ in range(6):
        bench.later(minutes=1)
        bench.run()
    assert bench.tally(sent) == {State.ACCEPTED: 3}
    assert bench.state(sent) == "done"
    assert len(twilio.messages) == 3
    assert twilio.doubled() == []
