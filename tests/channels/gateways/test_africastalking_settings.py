"""Settings of the gateway to Africa's Talking that can't work are refused."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from channels.gateways.africastalking import AfricastalkingSettings
from channels.gateways.africastalking.settings import LIVE, SANDBOX


@pytest.mark.parametrize(
    ("field", "value"),
    [
        pytest.param("username", "lake network", id="a blank in the name"),
        pytest.param("api_key", "line\nbreak", id="no key"),
        pytest.param("sender", "a name that is too long", id="a long sender"),
        pytest.param("base_url", "ftp://x", id="not the web"),
        pytest.param("callback_token", "short", id="a token that can be guessed"),
        pytest.param("batch", 0, id="nobody at once"),
    ],
)
def test_settings_that_can_not_work_are_refused(field: str, value: object) -> None:
    values = {"username": "lakenetwork", "api_key": "hush-hush"}
    with pytest.raises(ValidationError) as caught:
        AfricastalkingSettings.model_validate({**values, field: value})

    assert caught.value.errors()[0]["loc"] == (field,)
    assert "hush" not in str(caught.value)


def test_the_sandbox_is_another_server() -> None:
    def server(name: str) -> str:
        return AfricastalkingSettings(username=name, api_key="k").server

    assert (server("sandbox"), server("lakenetwork")) == (SANDBOX, LIVE)
