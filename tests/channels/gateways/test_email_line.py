"""No word goes over a line that others can read, and staff are told what stands in the way."""

from __future__ import annotations

import socket
import threading
from contextlib import closing

import pytest

from channels.gateways.email import EmailGateway, EmailSettings
from outreach.model.contracts import GatewayError
from outreach.model.states import Outcome
from tests.channels.gateways.test_email_send import ONE, gateway, letter_to
from tests.fakes.mail import MailServer


@pytest.mark.parametrize("security", ["starttls", "tls", "none"])
def test_each_kind_of_line_signs_in_and_sends(security) -> None:
    with MailServer(security=security) as server:
        (receipt,) = gateway(server).send([letter_to(ONE)])

        assert receipt.outcome is Outcome.ACCEPTED, receipt
        assert server.signed_in == ["office"]
        gateway(server).check()
        assert len(server.messages) == 1


@pytest.mark.parametrize(
    ("security", "change", "advice", "permanent"),
    [
        pytest.param("none", {"password": "wrong"}, "OUTREACH_EMAIL_PASSWORD", True, id="a wrong password"),
        pytest.param("starttls", {"ca": ""}, "OUTREACH_EMAIL_CA_FILE", True, id="a certificate that nobody we trust has signed"),
        pytest.param("starttls", {"host": "127.0.0.2"}, "can't be reached", False, id="nobody there"),
        pytest.param("none", {"security": "starttls", "host": "localhost"}, "OUTREACH_EMAIL_SECURITY", True, id="a server that offers no encryption, or somebody between who hides it"),
        pytest.param("none", {"security": "tls", "host": "localhost"}, "OUTREACH_EMAIL_SECURITY", True, id="a server that speaks without encryption"),
    ],
)  # fmt: skip
def test_what_stands_in_the_way_is_told(
    security, change: dict[str, object], advice: str, permanent: bool
) -> None:
    with MailServer(security=security) as server:
        post = gateway(server, **change)
        for attempt in (post.check, lambda: post.send([letter_to(ONE)])):
            with pytest.raises(GatewayError, match=advice) as caught:
                attempt()
            assert str(caught.value).endswith(".")
            assert caught.value.permanent is permanent
        assert caught.value.unwritten == {"K7QX2M-1"}
        assert server.messages == server.signed_in == []


@pytest.mark.parametrize(
    ("greeting", "permanent"),
    [
        pytest.param(b"554 5.7.1 No service\r\n", True, id="it does not want us"),
        pytest.param(b"421 4.7.0 Too many lines\r\n", False, id="it is busy"),
        pytest.param(b"SSH-2.0-OpenSSH_9.6\r\n", False, id="no mail server"),
        pytest.param(b"", False, id="it hangs up at once"),
    ],
)
def test_a_greeting_that_is_none_is_told(greeting: bytes, permanent: bool) -> None:
    def greet() -> None:
        with closing(listening.accept()[0]) as line:
            line.sendall(greeting)

    with closing(socket.create_server(("127.0.0.1", 0))) as listening:
        thread = threading.Thread(target=greet)
        thread.start()
        given = {"host": "127.0.0.1", "port": listening.getsockname()[1]}
        values = {**given, "security": "none", "sender": "a@lake.example", "timeout": 2}
        post = EmailGateway(EmailSettings.model_validate(values))
        with pytest.raises(GatewayError) as caught:
            post.send([letter_to(ONE)])
        thread.join()

    assert caught.value.permanent is permanent
    assert caught.value.unwritten == {"K7QX2M-1"}
    assert str(caught.value).endswith(".")
