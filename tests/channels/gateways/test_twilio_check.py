"""Signing in without sending: what the account's own page says."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from channels.gateways.twilio import TwilioGateway
from outreach.model.contracts import GatewayError
from tests.fakes.twilio import FakeTwilio, Refuse

Make = Callable[..., TwilioGateway]


def fault(gateway: TwilioGateway) -> GatewayError:
    with pytest.raises(GatewayError) as caught:
        gateway.check()
    return caught.value


def test_an_active_account_is_fine(twilio: FakeTwilio, gateway: Make) -> None:
    assert gateway().check() is None
    assert twilio.posts == []


@pytest.mark.parametrize(
    ("settings", "permanent", "says"),
    [
        pytest.param({"auth_token": "wrong"}, True, "Check OUTREACH_TWILIO_ACCOUNT_SID", id="wrong token"),
        pytest.param({"account_sid": "AC0"}, True, "OUTREACH_TWILIO_", id="another account"),
        pytest.param({"base_url": "http://127.0.0.1:1"}, False, "can't be reached: connection refused.", id="no line"),
    ],
)  # fmt: skip
def test_what_is_set_wrong_is_named(
    gateway: Make, settings: dict[str, str], permanent: bool, says: str
) -> None:
    found = fault(gateway(**settings))
    assert says in str(found)
    assert found.permanent is permanent


@pytest.mark.parametrize("status", ["suspended", "closed"])
def test_an_account_that_may_not_send_is_told(
    twilio: FakeTwilio, gateway: Make, status: str
) -> None:
    twilio.account_status = status
    assert str(fault(gateway())) == f"The Twilio account is {status}: ask Twilio."


def test_a_fault_of_twilio_s_own_passes(twilio: FakeTwilio, gateway: Make) -> None:
    twilio.account_fails = Refuse(status=503, code=20500)
    found = fault(gateway())
    assert not found.permanent
    assert "HTTP 503: try again" in str(found)
