"""Settings that would send in the clear, or nowhere, are refused in a sentence."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from channels.gateways.email import EmailSettings

SOUND = {"host": "mail.lake.example", "sender": "news@lake.example"}


def read(**more: object) -> EmailSettings:
    return EmailSettings.model_validate({**SOUND, **more})


@pytest.mark.parametrize(
    ("given", "says"),
    [
        pytest.param({"security": "none"}, "only for a server on this machine", id="in the clear over a network"),
        pytest.param({"security": "none", "host": "10.0.0.5"}, "only for", id="in the clear over the office's network"),
        pytest.param({"user": "office"}, "Set both", id="a user without a password"),
        pytest.param({"password": "s3cret"}, "Set both", id="a password without a user"),
        pytest.param({"user": "u", "password": "пароль"}, "printable ASCII", id="a password that SMTP can't send"),
        pytest.param({"sender": "news"}, "no e-mail address", id="no address"),
        pytest.param({"sender": "A <a@lake.example>\r\nBcc: x@y.example"}, "no e-mail address", id="a header"),
        pytest.param({"sender": "a@lake.example, b@lake.example"}, "no e-mail address", id="two addresses"),
        pytest.param({"sender": "бюро@lake.example"}, "not every mail server", id="needs SMTPUTF8"),
        pytest.param({"reply_to": "<>"}, "no e-mail address", id="an empty address"),
        pytest.param({"host": "mail.example\r\nX"}, "pattern", id="a host of two lines"),
        pytest.param({"largest": "0"}, "0.05", id="no room for anything"),
        pytest.param({"timeout": "600"}, "60", id="longer than a lease"),
        pytest.param({"ca": "no certificate"}, "no certificates", id="another file"),
    ],
)  # fmt: skip
def test_what_can_not_be_is_refused_and_no_value_is_shown(
    given: dict[str, object], says: str
) -> None:
    with pytest.raises(ValidationError, match=says) as caught:
        read(**given)
    assert "s3cret" not in str(caught.value) and "пароль" not in str(caught.value)


@pytest.mark.parametrize(
    ("given", "port"),
    [
        ({}, 587),
        ({"security": "tls"}, 465),
        ({"security": "none", "host": "::1"}, 25),
        ({"security": "none", "host": "localhost", "port": "1025"}, 1025),
    ],
)
def test_the_port_follows_the_line(given: dict[str, object], port: int) -> None:
    assert read(**given).at[1] == port


def test_the_office_is_named_in_its_address_and_its_domain_stands_alone() -> None:
    found = read(sender="Réseau des lacs Kisumu <News@Lâke.example>")

    assert found.sender == "Réseau des lacs Kisumu <news@xn--lke-ila.example>"
    assert found.domain == "xn--lke-ila.example"
    assert found.returned_to == "news@xn--lke-ila.example"
    assert read(bounces="b@lake.example").returned_to == "b@lake.example"
