"""A window on its way: receipts in order, and nothing unaccounted for when it stops."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from channels.gateways.web import CutOff, NotWritten
from channels.gateways.window import Said, Stop, in_requests, unfit
from outreach.model.contracts import GatewayError, Outgoing, Receipt
from outreach.model.states import Outcome
from tests.fakes.deliveries import item, outgoing

NOW = datetime(2027, 4, 1, 9, 0, tzinfo=UTC)
WINDOW = [outgoing(n) for n in range(1, 7)]
#: Three requests of two, in an order of their own.
REQUESTS = [(WINDOW[5], WINDOW[0]), (WINDOW[2], WINDOW[3]), (WINDOW[1], WINDOW[4])]


def accepted(delivery: Outgoing) -> Receipt:
    return Receipt(delivery=delivery.id, outcome=Outcome.ACCEPTED)


def sent(*answers: Said | None) -> list[Receipt]:
    """The receipts where request n gets answer n; None accepts all."""
    said = dict(zip(REQUESTS, answers, strict=True))

    async def hand(request: Sequence[Outgoing]) -> Said:
        await asyncio.sleep(0)
        return said[tuple(request)] or [accepted(d) for d in request]

    return asyncio.run(in_requests("They", WINDOW, REQUESTS, hand, in_flight=1))


def test_receipts_come_in_the_order_of_the_window() -> None:
    assert [r.delivery for r in sent(None, None, None)] == [d.id for d in WINDOW]


def test_what_a_stopped_request_knows_counts_and_the_rest_is_unwritten() -> None:
    stop = Stop(message="No balance.", permanent=True, receipts=(accepted(WINDOW[2]),))
    with pytest.raises(GatewayError, match="No balance") as caught:
        sent(None, stop, None)

    assert [r.delivery for r in caught.value.receipts] == [
        "K7QX2M-1",
        "K7QX2M-3",
        "K7QX2M-6",
    ]
    assert caught.value.unwritten == {"K7QX2M-2", "K7QX2M-4", "K7QX2M-5"}


@pytest.mark.parametrize(
    ("error", "says", "unsure"),
    [
        pytest.param(CutOff("the connection was cut"), None, {"K7QX2M-3", "K7QX2M-4"}, id="it had left"),
        pytest.param(NotWritten("no route"), "They can't be reached: no route", set(), id="it never left"),
    ],
)  # fmt: skip
def test_what_had_not_left_may_go_again_and_nobody_knows_of_what_had(
    error: Exception, says: str | None, unsure: set[str]
) -> None:
    async def hand(request: Sequence[Outgoing]) -> Said:
        if request == REQUESTS[1]:
            raise error
        return [accepted(d) for d in request]

    refusal = Receipt(delivery="K7QX2M-1", outcome=Outcome.REFUSED)
    requests = [(WINDOW[5],), *REQUESTS[1:]]
    try:
        told = asyncio.run(in_requests("They", WINDOW, requests, hand, 1, [refusal]))
    except GatewayError as stop:
        assert says and says in str(stop)
        assert not stop.permanent
        assert stop.unwritten == {f"K7QX2M-{n}" for n in (2, 3, 4, 5)}
        told = list(stop.receipts)
    else:
        assert says is None

    assert {r.delivery for r in told if r.outcome is Outcome.UNKNOWN} == unsure
    assert refusal in told


def test_a_fault_of_ours_in_one_request_loses_no_other(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def hand(request: Sequence[Outgoing]) -> Said:
        if request == REQUESTS[0]:
            raise ValueError(f"{request[0].address} can't be a header")
        return [accepted(d) for d in request]

    receipts = asyncio.run(in_requests("They", WINDOW, REQUESTS, hand, in_flight=1))

    unsure = [r.delivery for r in receipts if r.outcome is Outcome.UNKNOWN]
    assert unsure == ["K7QX2M-1", "K7QX2M-6"]
    assert {r.outcome for r in receipts} == {Outcome.UNKNOWN, Outcome.ACCEPTED}
    assert "ValueError" in caplog.text
    assert "254711" not in caplog.text


@pytest.mark.parametrize(
    ("delivery", "code"),
    [
        pytest.param(outgoing(1, item(None)), "empty", id="no text"),
        pytest.param(outgoing(1, item("a\ud83d")), "broken", id="half a character"),
        pytest.param(outgoing(1, item("a\0b")), "broken", id="NUL ends a text on some phones"),
        pytest.param(outgoing(1, sender="AM\udc00"), "broken", id="half a character in the sender"),
        pytest.param(outgoing(1, expires_at=NOW), "expired", id="too late"),
        pytest.param(outgoing(1, address="+0"), "number", id="no number"),
        pytest.param(outgoing(1, address="911"), "number", id="an emergency"),
        pytest.param(outgoing(1, address="22141"), "number", id="a short code sends, it gets nothing"),
        pytest.param(outgoing(1, address="+254711000001,+254711000002"), "number", id="two numbers"),
        pytest.param(outgoing(1, address="+254711000001\n"), "number", id="a line's end"),
        pytest.param(outgoing(1, address="+٢٥٤٧١١٠٠٠٠٠١"), "number", id="other digits"),
        pytest.param(outgoing(1, item("\u202eabc\u202c"), expires_at=NOW + timedelta(hours=1)), None, id="marks of direction are text"),
        pytest.param(outgoing(1, item("x" * 100_000)), None, id="long is the provider's to refuse"),
    ],
)  # fmt: skip
def test_what_no_provider_should_get(delivery: Outgoing, code: str | None) -> None:
    receipt = unfit(delivery, NOW)

    assert (receipt.code if receipt else None) == code
