"""What every gateway keeps to that speaks to a provider: no text twice, none lost, no secret
and no number told.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from outreach.model.contracts import CanQuery, Gateway, GatewayError, Outgoing
from outreach.model.states import Outcome
from tests.channels.gateways.contract import counterpart, delivery, kind, made
from tests.channels.gateways.counterparts import SPEAKING, TEXTING, Counterpart
from tests.fakes.deliveries import item, outgoing
from tests.fakes.plans import Act

__all__ = ["counterpart", "kind"]

speaking = pytest.mark.parametrize("kind", SPEAKING, indirect=True)
ONE, TWO, THREE = (f"+25471100000{n}" for n in (1, 2, 3))


@pytest.fixture
def gateway(
    kind: type[Gateway], counterpart: Counterpart, tmp_path: Path
) -> Iterator[Gateway]:
    with made(kind, counterpart, tmp_path, timeout=0.5) as found:
        yield found


def window() -> list[Outgoing]:
    """Three that can't go in one request: each has a text of its own."""
    return [outgoing(n, item(f"Karibuni {n}")) for n in (1, 2, 3)]


@speaking
@pytest.mark.parametrize(
    "act",
    [
        pytest.param(Act.SILENCE_BEFORE, id="silence, not taken"),
        pytest.param(Act.SILENCE_AFTER, id="silence though taken"),
        pytest.param(Act.ERROR_BEFORE, id="500, not taken: we can't know"),
        pytest.param(Act.ERROR_AFTER, id="500 though taken"),
        pytest.param(Act.CUT_BEFORE, id="cut without an answer"),
        pytest.param(Act.CUT_AFTER, id="cut in the middle of the answer"),
        pytest.param(Act.GARBAGE_AFTER, id="201 that can't be read"),
    ],
)
def test_without_an_answer_one_is_unknown_and_no_other(
    gateway: Gateway, counterpart: Counterpart, act: Act
) -> None:
    counterpart.fake.always(TWO, act)
    before, this, after = gateway.send(window())

    assert this.outcome is Outcome.UNKNOWN
    assert this.detail
    assert before.outcome is after.outcome is Outcome.ACCEPTED
    assert counterpart.asked() == 3, "an adapter never retries"


@speaking
def test_a_number_that_is_refused_stops_nobody_else(
    gateway: Gateway, counterpart: Counterpart
) -> None:
    counterpart.refuse(TWO)
    before, this, after = gateway.send(window())

    assert this.outcome is Outcome.REFUSED
    assert this.detail
    assert before.outcome is after.outcome is Outcome.ACCEPTED


@speaking
def test_without_a_line_nothing_was_written(
    gateway: Gateway, counterpart: Counterpart
) -> None:
    counterpart.fake.go_away()
    with pytest.raises(GatewayError, match="can't be reached") as caught:
        gateway.send(window())

    assert caught.value.unwritten == {"K7QX2M-1", "K7QX2M-2", "K7QX2M-3"}
    assert not caught.value.permanent


LATE = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize("kind", TEXTING, indirect=True)
@pytest.mark.parametrize(
    ("bad", "code"),
    [
        pytest.param(outgoing(1, address="911"), "number", id="no phone's number"),
        pytest.param(outgoing(1, item(None)), "empty", id="no text"),
        pytest.param(outgoing(1, item("\ud83d")), "broken", id="half a character"),
        pytest.param(outgoing(1, expires_at=LATE), "expired", id="too late"),
    ],
)
def test_what_must_not_go_out_is_refused_before_it_is_sent(
    gateway: Gateway, counterpart: Counterpart, bad: Outgoing, code: str
) -> None:
    refused, sent = gateway.send([bad, outgoing(2)])

    assert (refused.outcome, refused.code) == (Outcome.REFUSED, code)
    assert sent.outcome is Outcome.ACCEPTED
    assert len(counterpart.taken()) == 1


@pytest.mark.parametrize("kind", ["africastalking", "http", "smsgate"], indirect=True)
def test_a_text_of_100_kb_and_signs_of_direction_go_as_they_are(
    gateway: Gateway, counterpart: Counterpart
) -> None:
    """They are the provider's to judge."""
    text = "\u202e" + "ж" * 50_000
    gateway.send([outgoing(1, item(text))])

    assert [message.text for message in counterpart.taken()] == [text]


@speaking
def test_no_secret_and_no_number_is_ever_logged_or_told(
    gateway: Gateway, counterpart: Counterpart, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    secrets = counterpart.secrets()
    counterpart.refuse(ONE)
    receipts = [*gateway.send([delivery(gateway, 1)])]
    if isinstance(gateway, CanQuery):
        receipts += gateway.query([delivery(gateway, 1)])
    counterpart.lock_out()
    with pytest.raises(GatewayError) as caught:
        gateway.send([delivery(gateway, 2)])

    said = f"{receipts} {caught.value!r} {gateway!r} {vars(gateway)} {caplog.text}"
    assert secrets
    assert [secret for secret in secrets if secret in said] == []
    assert "254711000001" not in said and "254711000002" not in said
    assert caught.value.__cause__ is None
