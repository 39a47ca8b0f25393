"""Settings that can work, and words that are safe to show."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from channels.gateways.twilio import TwilioSettings
from channels.gateways.window import masked


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        pytest.param("to +254 711 000-001 now", "to +254•••••••01 now", id="a grouped number"),
        pytest.param("SM00000000000000000000000000000001", "SM00000000000000000000000000000001", id="a message id stays"),
        pytest.param("error 21211 at 10:30", "error 21211 at 10:30", id="codes and times stay"),
        pytest.param("a\nb\x00\x1b[31m", "a b[31m", id="one line, and nothing that drives a terminal"),
        pytest.param(None, "", id="nothing"),
    ],
)  # fmt: skip
def test_numbers_are_masked(words: str | None, expected: str) -> None:
    assert masked(words) == expected


@pytest.mark.parametrize(
    ("field", "value"),
    [
        pytest.param("account_sid", "AC1/../x", id="an account that changes the URL"),
        pytest.param("auth_token", "", id="no token"),
        pytest.param("sender", "a name that is too long", id="a long name"),
        pytest.param("sender", "+0", id="no number"),
        pytest.param("base_url", "ftp://example.org", id="not the web"),
        pytest.param("base_url", "https://me:secret@example.org", id="a secret in the address"),
        pytest.param("base_url", "http://127.0.0.1:99999", id="no such port"),
        pytest.param("base_url", "https://example.org/\x01", id="a sign that no address has"),
        pytest.param("auth_token", "hush-hush\n", id="two lines"),
        pytest.param("sender", "MG" + "x" * 32, id="no messaging service"),
        pytest.param("timeout", 0, id="no time"),
        pytest.param("in_flight", 0, id="none at once"),
        pytest.param("validity", 36_001, id="longer than Twilio keeps"),
    ],
)  # fmt: skip
def test_settings_that_can_not_work_are_refused_without_showing_a_secret(
    field: str, value: object
) -> None:
    values = {"account_sid": "AC1", "auth_token": "hush-hush", "sender": "AMANI"}
    with pytest.raises(ValidationError) as caught:
        TwilioSettings.model_validate({**values, field: value})

    assert caught.value.errors()[0]["loc"] == (field,)
    assert "hush-hush" not in str(caught.value)
    assert "secret" not in str(caught.value)


def test_a_messaging_service_is_a_sender() -> None:
    values = {"account_sid": "AC1", "auth_token": "t", "sender": "MG" + "0a" * 16}

    assert TwilioSettings.model_validate(values).sender == values["sender"]


def test_an_empty_base_url_is_twilios() -> None:
    values = {"account_sid": "AC1", "auth_token": "t", "sender": "AMANI"}

    assert TwilioSettings.model_validate({**values, "base_url": ""}).base_url is None
