"""Settings that describe a provider, refused with a sentence where they can't work."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from outreach import registry
from outreach.model.errors import InputError
from outreach.settings import read_settings
from tests.channels.gateways.aggregating import FORM, settings


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        pytest.param({"url": "api.example.org"}, "url", id="no address"),
        pytest.param({"check_url": "api.example.org"}, "check_url", id="no address to check"),
        pytest.param({"method": "DELETE"}, "method", id="a method that sends nothing"),
        pytest.param({"headers": "X-Key: 1"}, "headers", id="headers that are no JSON"),
        pytest.param({"headers": '{"X Key": "1"}'}, "headers", id="a header's name with a blank"),
        pytest.param({"headers": '{"Host": "x"}'}, "headers", id="a header that is ours"),
        pytest.param({"headers": '{"X-Key": 1}'}, "headers", id="a number for a text"),
        pytest.param({"headers": '{"X-Key": "a\\nb"}'}, "headers", id="two lines in a header"),
        pytest.param({"headers": '{"X-Key": "{key}"}'}, "headers", id="a mistyped placeholder"),
        pytest.param({"content_type": "text/xml"}, "content_type", id="neither form nor JSON"),
        pytest.param({"content_type": "application/json\r\nX: 1"}, "content_type", id="a second header"),
        pytest.param({"content_type": "application/json"}, "OUTREACH_HTTP_BODY", id="a form that is called JSON"),
        pytest.param({"body": '{"to": "{to}", "text": "{text}"}'}, "OUTREACH_HTTP_BODY", id="JSON that is called a form"),
        pytest.param({"body": "to={to}"}, "{text}", id="no text"),
        pytest.param({"body": "text={text}"}, "{to}", id="no number"),
        pytest.param({"method": "GET"}, "OUTREACH_HTTP_METHOD", id="a GET with a body"),
        pytest.param({"body": "to={to}&text={text}", "idempotent": "true"}, "OUTREACH_HTTP_IDEMPOTENT", id="idempotent without our id"),
        pytest.param({"body": "to={to}&text={text}", "callback_id_is": "ours"}, "OUTREACH_HTTP_CALLBACK_ID_IS", id="our id comes back that never went"),
        pytest.param({"status_path": "status"}, "OUTREACH_HTTP_ACCEPTED", id="a status without words"),
        pytest.param({"inbound_from": "from"}, "OUTREACH_HTTP_INBOUND_TEXT", id="who wrote without what"),
        pytest.param({"accepted": '["OK"'}, "accepted", id="half a list"),
        pytest.param({"callback_secret": "short"}, "callback_secret", id="a secret that can be guessed"),
        pytest.param({"callback_secret_in": "cookie:x"}, "callback_secret_in", id="no such place"),
        pytest.param({"sender": "a name that is too long"}, "sender", id="a long sender"),
        pytest.param({"user": "a:b"}, "user", id="a colon in the name"),
    ],
)  # fmt: skip
def test_settings_that_can_not_work_are_refused(
    changes: dict[str, object], named: str
) -> None:
    with pytest.raises(ValidationError) as caught:
        settings(**changes)

    fault = caught.value.errors()[0]
    assert named in f"{fault['loc']} {fault['msg']}"
    assert "nobody-may-see" not in str(caught.value)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        pytest.param({}, "OUTREACH_HTTP_URL: is not set", id="nothing is set"),
        pytest.param(
            {"URL": "https://api.example.org/?to={to}"},
            "OUTREACH_HTTP_URL and OUTREACH_HTTP_BODY have no {text}.",
            id="several settings together",
        ),
        pytest.param(
            {"URL": "https://api.example.org/?to={to}&t={txt}"},
            "OUTREACH_HTTP_URL: has the unknown placeholder {txt}.",
            id="one setting",
        ),
    ],
)
def test_staff_are_told_which_setting_and_what_to_do(
    values: dict[str, str], sentence: str
) -> None:
    found = read_settings({f"OUTREACH_HTTP_{k}": v for k, v in values.items()})
    with pytest.raises(InputError) as caught:
        registry.gateway("http", found)

    assert str(caught.value).startswith(sentence)


def test_settings_of_one_line_are_read_from_the_environment() -> None:
    found = read_settings(
        {
            "OUTREACH_HTTP_URL": "https://api.example.org/send",
            "OUTREACH_HTTP_BODY": FORM["body"],
            "OUTREACH_HTTP_ACCEPTED": "OK | queued",
            "OUTREACH_HTTP_USER": "",
        }
    )
    one = registry.gateway("http", found)

    assert one._settings.accepted == ("OK", "queued")
    assert one._settings.user is None
