"""Settings of the gateway to a phone that can't work are refused with a sentence."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from channels.gateways.smsgate import SmsgateSettings


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        pytest.param({"base_url": "192.168.1.10:8080"}, "base_url", id="no scheme"),
        pytest.param({"base_url": "http://me:hush@phone"}, "base_url", id="a password in the address"),
        pytest.param({"base_url": "http://phone:99999"}, "base_url", id="no such port"),
        pytest.param({"password": ""}, "PASSWORD", id="no password"),
        pytest.param({"user": "a:b"}, "user", id="a colon in the name"),
        pytest.param({"sim": 4}, "sim", id="no such slot"),
        pytest.param({"sender": "a name that is too long"}, "sender", id="no number"),
        pytest.param({"token": "line\nbreak"}, "token", id="no token"),
    ],
)  # fmt: skip
def test_settings_that_can_not_work_are_refused(
    changes: dict[str, object], named: str
) -> None:
    values = {"base_url": "http://phone:8080", "user": "sms", "password": "hush-hush"}
    with pytest.raises(ValidationError) as caught:
        SmsgateSettings.model_validate({**values, **changes})

    (fault,) = caught.value.errors()
    assert named in f"{fault['loc']} {fault['msg']}"
    assert "hush" not in str(caught.value)
