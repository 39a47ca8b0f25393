"""A mail server's every answer gives the right receipt, and one hung-up line harms nobody else."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest

from channels.gateways.email import EmailGateway, EmailSettings
from outreach.model.contracts import GatewayError, Outgoing
from outreach.model.states import Outcome
from tests.fakes.deliveries import item, outgoing
from tests.fakes.mail import MailServer, Say

NOW = datetime(2027, 4, 1, 9, 0, tzinfo=UTC)
ONE, TWO, THREE = "one@radio.example", "two@radio.example", "three@radio.example"
Make = Callable[..., EmailGateway]


def gateway(server: MailServer, **more: object) -> EmailGateway:
    given = {**server.settings(), **more}
    return EmailGateway(EmailSettings.model_validate(given), clock=lambda: NOW)


@pytest.fixture
def server() -> Iterator[MailServer]:
    with MailServer() as found:
        yield found


def letter_to(address: str, number: int = 1, **more: object) -> Outgoing:
    script = item("Karibuni.", channel="radio", files={"pdf": b"%PDF-1.4 script"})
    return outgoing(number, script, address=address, title="Water forum", **more)


def window() -> list[Outgoing]:
    return [letter_to(address, n) for n, address in enumerate((ONE, TWO, THREE), 1)]


def test_a_window_goes_over_one_line(server: MailServer) -> None:
    receipts = gateway(server).send(window())

    assert [r.delivery for r in receipts] == ["K7QX2M-1", "K7QX2M-2", "K7QX2M-3"]
    assert {r.outcome for r in receipts} == {Outcome.ACCEPTED}
    assert (receipts[0].code, receipts[0].detail) == ("250", "2.0.0 queued as 4F")
    assert [m.recipient for m in server.messages] == [ONE, TWO, THREE]
    assert {m.sender for m in server.messages} == {"news@lake.example"}
    assert server.lines == 1


@pytest.mark.parametrize(
    ("say", "outcome", "code"),
    [
        pytest.param(Say(at="RCPT", words="550 5.1.1 No such user"), Outcome.REFUSED, "550", id="nobody of that name"),
        pytest.param(Say(at="RCPT", words="450 4.2.1 Greylisted"), Outcome.LATER, "450", id="greylisting"),
        pytest.param(Say(at="RCPT", words="452 4.2.2 Mailbox full"), Outcome.LATER, "452", id="a full mailbox"),
        pytest.param(Say(at="RCPT", words="421 4.3.2 Closing"), Outcome.LATER, "421", id="it closes before it takes any"),
        pytest.param(Say(at="DATA", words="554 5.5.1 No valid recipients"), Outcome.REFUSED, "554", id="no content wanted"),
        pytest.param(Say(at="DATA", words="451 4.3.0 Try later"), Outcome.LATER, "451", id="no content wanted now"),
        pytest.param(Say(at="END", words="552 5.3.4 Too large"), Outcome.REFUSED, "552", id="refused when it was read"),
        pytest.param(Say(at="END", words="451 4.7.1 Try later"), Outcome.LATER, "451", id="greylisting by content: not taken (RFC 5321, 4.2.1)"),
        pytest.param(Say(at="END", words="999 what", taken=True), Outcome.UNKNOWN, "999", id="a code that there is not"),
        pytest.param(Say(at="RCPT"), Outcome.LATER, None, id="hung up before the content"),
        pytest.param(Say(at="DATA"), Outcome.LATER, None, id="hung up in place of asking for the content"),
        pytest.param(Say(at="END", taken=True), Outcome.UNKNOWN, None, id="hung up though taken"),
        pytest.param(Say(at="END"), Outcome.UNKNOWN, None, id="hung up, not taken: we can't know"),
        pytest.param(Say(at="END", words="250 ok", taken=True, seconds=0.9), Outcome.UNKNOWN, None, id="silence after the content"),
        pytest.param(Say(at="RCPT", words="250 ok", seconds=0.9), Outcome.LATER, None, id="silence before it"),
    ],
)  # fmt: skip
def test_what_the_server_says_is_of_one_and_no_other(
    server: MailServer, say: Say, outcome: Outcome, code: str | None
) -> None:
    server.plan(TWO, say)
    before, this, after = gateway(server, timeout=0.4).send(window())

    assert (this.outcome, this.code) == (outcome, code)
    assert this.detail
    assert before.outcome is after.outcome is Outcome.ACCEPTED
    assert [m.recipient for m in server.messages].count(TWO) == int(say.taken)


@pytest.mark.parametrize(
    ("address", "say"),
    [
        pytest.param("news@lake.example", Say(at="MAIL", words="550 5.7.1 Not your address"), id="a sender that is not ours"),
        pytest.param(ONE, Say(at="RCPT", words="554 5.7.1 Relay access denied"), id="it carries nothing on for us"),
        pytest.param(ONE, Say(at="RCPT", words="530 5.7.0 Authentication required"), id="it wants us to sign in"),
    ],
)  # fmt: skip
def test_a_fault_of_our_settings_fails_no_delivery(
    server: MailServer, address: str, say: Say
) -> None:
    """The same would be said of all: they wait until somebody has set it right."""
    server.plan(address, say)
    with pytest.raises(GatewayError, match="OUTREACH_EMAIL_USER") as caught:
        gateway(server).send(window())

    assert caught.value.permanent
    assert caught.value.unwritten == {"K7QX2M-1", "K7QX2M-2", "K7QX2M-3"}


def test_greylisted_it_is_taken_when_it_comes_again(server: MailServer) -> None:
    server.plan(ONE, Say(at="RCPT", words="450 4.2.0 Greylisted, come back"))
    first, again = (gateway(server).send([letter_to(ONE)])[0] for _ in range(2))

    assert (first.outcome, again.outcome) == (Outcome.LATER, Outcome.ACCEPTED)
    (taken,) = server.messages
    assert taken.message["Message-ID"] == "<K7QX2M-1@lake.example>"


def test_a_server_that_goes_away_leaves_the_rest_unwritten(server: MailServer) -> None:
    server.plan(ONE, Say(at="END", taken=True, seconds=0.2))
    post = gateway(server)
    server.go_away_after_this_line()
    with pytest.raises(GatewayError, match="can't be reached") as caught:
        post.send(window())

    (unknown,) = caught.value.receipts
    assert (unknown.delivery, unknown.outcome) == ("K7QX2M-1", Outcome.UNKNOWN)
    assert caught.value.unwritten == {"K7QX2M-2", "K7QX2M-3"}
    assert not caught.value.permanent


def test_a_slow_server_is_left_before_the_lease_ends(server: MailServer) -> None:
    server.plan(ONE, Say(at="RCPT", words="250 ok", seconds=0.3))
    settings = EmailSettings.model_validate(server.settings())
    slow = EmailGateway(settings, clock=lambda: NOW, longest=0.2)
    with pytest.raises(GatewayError, match="slow") as caught:
        slow.send(window())

    assert {r.delivery for r in caught.value.receipts} == {"K7QX2M-1"}
    assert caught.value.unwritten == {"K7QX2M-2", "K7QX2M-3"}


@pytest.mark.parametrize(
    ("bad", "code"),
    [
        pytest.param({"address": "P.O. Box 14\nKisumu"}, "address", id="a postal address"),
        pytest.param({"address": "a@b.example\r\nRCPT TO:<c@d.example>"}, "address", id="a second command"),
        pytest.param({"address": "a@b.example> SIZE=1"}, "address", id="an option of the command"),
        pytest.param({"address": "a@b.example,c@d.example"}, "address", id="two addresses"),
        pytest.param({"expires_at": NOW - timedelta(days=1)}, "expired", id="too late"),
    ],
)  # fmt: skip
def test_what_must_not_go_out_is_refused_before_it_is_sent(
    server: MailServer, bad: dict[str, object], code: str
) -> None:
    refused, sent = gateway(server).send(
        [letter_to(ONE)._replace(**bad), letter_to(TWO, 2)]
    )

    assert (refused.outcome, refused.code) == (Outcome.REFUSED, code)
    assert sent.outcome is Outcome.ACCEPTED
    assert [m.recipient for m in server.messages] == [TWO]


@pytest.mark.parametrize("bundle", [item(None), item("\ud83d", files={"pdf": b"1"})])
def test_nothing_and_half_a_character_are_refused(server: MailServer, bundle) -> None:
    bad = outgoing(1, bundle, address=ONE)
    refused, sent = gateway(server).send([bad, letter_to(TWO, 2)])

    assert (refused.outcome, sent.outcome) == (Outcome.REFUSED, Outcome.ACCEPTED)


@pytest.mark.parametrize("text", [".\nQUIT", "a\n.\nb\n..", ".." * 60, "From here"])
def test_a_line_of_a_dot_neither_ends_the_message_nor_is_lost(
    server: MailServer, text: str
) -> None:
    gateway(server).send([outgoing(1, item(text, files={"pdf": b"1"}), address=ONE)])

    (taken,) = server.messages
    assert taken.body.replace("\r\n", "\n").startswith(text)


@pytest.mark.parametrize("hidden", [(), ("8BITMIME",), ("SIZE", "8BITMIME")])
def test_it_needs_nothing_that_a_server_may_lack(hidden: tuple[str, ...]) -> None:
    text = "Жыйын 5-майда. اجتماع المياه"
    with MailServer(hidden=hidden, utf8=False) as server:
        delivery = outgoing(1, item(text, files={"pdf": b"1"}), address=ONE)
        (receipt,) = gateway(server).send([delivery])

        assert receipt.outcome is Outcome.ACCEPTED
        (taken,) = server.messages
        assert taken.data.isascii()
        assert taken.body.startswith(text)


@pytest.mark.parametrize(
    ("utf8", "outcome"), [(True, Outcome.ACCEPTED), (False, Outcome.REFUSED)]
)
def test_letters_before_the_at_need_a_server_that_takes_them(
    utf8: bool, outcome: Outcome
) -> None:
    with MailServer(utf8=utf8) as server:
        receipts = gateway(server).send(
            [letter_to("радио@radio.example", 9), *window()]
        )

        assert receipts[0].outcome is outcome
        assert {r.outcome for r in receipts[1:]} == {Outcome.ACCEPTED}
        if utf8:
            assert server.messages[0].recipient == "радио@radio.example"
            assert "радио@radio.example".encode() in server.messages[0].data


def test_no_secret_and_no_address_is_ever_logged_or_told(
    server: MailServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="channels")
    post = gateway(server)
    server.plan(ONE, Say(at="RCPT", words=f"550 5.1.1 <{ONE}>: Recipient unknown"))
    receipts = post.send([letter_to(ONE)])
    server.password = "changed-by-somebody-else"
    with pytest.raises(GatewayError) as caught:
        post.send([letter_to(ONE)])

    said = f"{receipts} {caught.value!r} {post!r} {vars(post)} {caplog.text}"
    assert "s3cret" not in said and "one@" not in said
    assert "•••@radio.example" in said
    assert caught.value.__cause__ is None
