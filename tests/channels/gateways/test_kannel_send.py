"""Handing parts to Kannel: every answer, and every way to get none."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest

from channels.gateways.kannel import KannelGateway, KannelSettings
from channels.sms.segments import parts
from outreach.model.contracts import GatewayError, Receipt
from outreach.model.states import Outcome
from tests.fakes.deliveries import item, outgoing, text_to
from tests.fakes.kannel import (
    ACCEPTED,
    BUSY,
    DENIED,
    NO_ROUTE,
    QUEUED,
    Act,
    Answer,
    FakeKannel,
)

Make = Callable[..., KannelGateway]
NOW = datetime(2027, 4, 1, 9, 0, tzinfo=UTC)
TOKEN = "a token of 16 or more"
ONE, TWO, THREE = "+254711000001", "+254711000002", "+254711000003"


@pytest.fixture
def kannel() -> Iterator[FakeKannel]:
    with FakeKannel() as fake:
        yield fake


@pytest.fixture
def gateway(kannel: FakeKannel) -> Iterator[Make]:
    made: list[KannelGateway] = []

    def make(**more: object) -> KannelGateway:
        values = {
            "url": kannel.sendsms,
            "username": kannel.username,
            "password": kannel.password,
            "public_url": "https://o.example.org",
            "token": TOKEN,
            "timeout": 5,
        }
        settings = KannelSettings.model_validate({**values, **more})
        made.append(KannelGateway(settings, clock=lambda: NOW))
        return made[-1]

    yield make
    for one in made:
        one.close()


LONG = "Water forum in Kisumu. " * 19  # three parts


@pytest.mark.parametrize(
    ("text", "coding"),
    [
        pytest.param("Réunion â 14 h [salle]", "2", id="one letter that is not there"),
        pytest.param("  [spaces] and {lines}\n\n€ ", "0", id="blanks at both ends"),
        pytest.param("é" * 152 + "€" + "x" * 20, "0", id="an escape at the border"),
        pytest.param("ж" * 66 + "😀" + "я" * 40, "2", id="a pair at the border"),
        pytest.param("ы" * 60 + "👨‍👩‍👧‍👦" + "я" * 40, "2", id="a cluster at the border"),
        pytest.param("ስብሰባ በኪሱሙ " * 12, "2", id="Amharic"),
        pytest.param("“Quoted”", "2", id="curly quotes never become ?"),
    ],
)  # fmt: skip
def test_each_part_goes_out_as_it_was_cut(
    kannel: FakeKannel, gateway: Make, text: str, coding: str
) -> None:
    (receipt,) = gateway().send([text_to(1, text)])

    assert receipt.outcome is Outcome.ACCEPTED
    assert tuple(part.text for part in kannel.messages) == parts(text)
    assert {part.headers["x-kannel-coding"] for part in kannel.messages} == {coding}
    assert len(receipt.gateway_ids) == len(parts(text))
    udh = [part.headers.get("x-kannel-udh", "") for part in kannel.messages]
    count = len(udh)
    wanted = [f"{count:02X}{n:02X}" if count > 1 else "" for n in range(1, count + 1)]
    assert [header[8:] for header in udh] == wanted


def test_neither_number_nor_password_stands_in_an_address(
    kannel: FakeKannel, gateway: Make
) -> None:
    gateway(smsc="sim", sender="AMANI").send([outgoing(1)])

    head = kannel.messages[0].headers
    assert (head["x-kannel-from"], head["x-kannel-smsc"]) == ("AMANI", "sim")
    assert head["x-kannel-dlr-mask"] == "31"
    assert re.fullmatch(
        r"https://o\.example\.org/callbacks/kannel\?message=K7QX2M-1\.1\.[0-9a-f]{8}"
        r"&sign=[0-9a-f]{32}&type=%d&reply=%A",
        head["x-kannel-dlr-url"],
    )
    assert "254711" not in head["x-kannel-dlr-url"]


@pytest.mark.parametrize("lacks", ["public_url", "token"])
def test_where_nothing_can_come_back_nothing_is_promised(
    kannel: FakeKannel, gateway: Make, lacks: str
) -> None:
    one = gateway(**{lacks: None})
    one.send([outgoing(1)])

    can = one.capabilities
    assert (can.receipts, can.inbound, can.own_id) == ("none", False, False)
    assert "x-kannel-dlr-url" not in kannel.messages[0].headers
    assert gateway().capabilities.receipts == "all"


def test_a_delivery_s_own_sender_comes_first(kannel: FakeKannel, gateway: Make) -> None:
    gateway(sender="AMANI").send([outgoing(1, sender="20880"), outgoing(2)])

    by_number = {m.to: m.headers["x-kannel-from"] for m in kannel.messages}
    assert by_number == {ONE: "20880", TWO: "AMANI"}


@pytest.mark.parametrize(
    ("delivery", "code"),
    [
        pytest.param(outgoing(1, item("x" * 300)), "unfit", id="parts that no phone takes"),
        pytest.param(outgoing(1, sender="A\r\nX-Kannel-To: 9"), "sender", id="a header in the sender"),
    ],
)  # fmt: skip
def test_what_kannel_would_spoil_is_refused_before_it_is_sent(
    kannel: FakeKannel, gateway: Make, delivery, code: str
) -> None:
    bad, good = gateway().send([delivery, outgoing(2)])

    assert (bad.outcome, bad.code) == (Outcome.REFUSED, code)
    assert bad.detail
    assert good.outcome is Outcome.ACCEPTED
    assert [part.to for part in kannel.messages] == [TWO]


@pytest.mark.parametrize(
    ("left", "minutes"),
    [
        pytest.param(timedelta(hours=2), "120", id="what is left"),
        pytest.param(timedelta(days=30), "2880", id="our own most"),
        pytest.param(None, "2880", id="no end"),
    ],
)
def test_a_text_waits_no_longer_than_it_is_of_use(
    kannel: FakeKannel, gateway: Make, left: timedelta | None, minutes: str
) -> None:
    ends = None if left is None else NOW + left
    gateway().send([outgoing(1, expires_at=ends)])

    assert kannel.messages[0].headers["x-kannel-validity"] == minutes


ANSWERS = [
    pytest.param(QUEUED, Outcome.ACCEPTED, id="queued while the operator is away"),
    pytest.param(BUSY, Outcome.LATER, id="its bearerbox is full"),
    pytest.param(DENIED, Outcome.REFUSED, id="on Kannel's black list"),
    pytest.param((400, "UDH field misformed, rejected"), Outcome.REFUSED, id="any other 400"),
    pytest.param((503, "<html>no upstream"), Outcome.UNKNOWN, id="a proxy's 503"),
    pytest.param((500, ""), Outcome.UNKNOWN, id="500"),
    pytest.param((408, ""), Outcome.UNKNOWN, id="gave up waiting"),
    pytest.param((200, "OK"), Outcome.UNKNOWN, id="not Kannel's yes"),
]  # fmt: skip


@pytest.mark.parametrize(("answer", "outcome"), ANSWERS)
def test_every_answer_of_one_delivery(
    kannel: FakeKannel, gateway: Make, answer: Answer, outcome: Outcome
) -> None:
    kannel.always(TWO, answer)
    before, this, after = gateway().send([outgoing(n) for n in (1, 2, 3)])

    assert this.outcome is outcome
    assert this.detail or outcome is Outcome.ACCEPTED
    assert {before.outcome, after.outcome} == {Outcome.ACCEPTED}


FAILURES = [
    *(row for row in ANSWERS if row.values[1] is not Outcome.ACCEPTED),
    pytest.param(Act.SILENCE_AFTER, Outcome.UNKNOWN, id="taken, and silence"),
    pytest.param(Act.CUT_BEFORE, Outcome.UNKNOWN, id="cut off before it was taken"),
]


@pytest.mark.parametrize(("answer", "alone"), FAILURES)
def test_a_part_that_fails_after_another_went_leaves_the_text_unknown(
    kannel: FakeKannel, gateway: Make, answer: Answer, alone: Outcome
) -> None:
    kannel.next(ONE, ACCEPTED, answer)
    (receipt,) = gateway(timeout=0.5).send([text_to(1, LONG)])

    assert receipt.outcome is Outcome.UNKNOWN, alone
    assert "Part 2 of 3" in str(receipt.detail)
    # Also the ids of parts that never went: else the first one's receipt settles all.
    assert len(receipt.gateway_ids) == 3
    assert len(kannel.messages) <= 2


def stopped(gateway: KannelGateway, count: int = 3) -> GatewayError:
    with pytest.raises(GatewayError) as caught:
        gateway.send([outgoing(n) for n in range(1, count + 1)])
    return caught.value


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        pytest.param(NO_ROUTE, "OUTREACH_KANNEL_SMSC", id="no such route"),
        pytest.param((403, "Authorization failed for sendsms"), "OUTREACH_KANNEL_PASSWORD", id="wrong user"),
        pytest.param((400, "Sender missing and no global set, rejected"), "OUTREACH_KANNEL_SENDER", id="no sender"),
        pytest.param((404, "Not found"), "OUTREACH_KANNEL_URL", id="another page"),
        pytest.param((302, ""), "OUTREACH_KANNEL_URL", id="sent elsewhere"),
    ],
)  # fmt: skip
def test_what_concerns_all_stops_the_batch_for_a_person(
    kannel: FakeKannel, gateway: Make, answer: Answer, says: str
) -> None:
    for number in (ONE, TWO, THREE):
        kannel.always(number, answer)
    error = stopped(gateway(in_flight=1))

    assert says in str(error)
    assert error.permanent
    assert error.unwritten == {"K7QX2M-1", "K7QX2M-2", "K7QX2M-3"}
    assert not error.receipts


def test_no_route_to_one_number_stops_nobody_else(
    kannel: FakeKannel, gateway: Make
) -> None:
    """Kannel says the same where a route takes no numbers of a country."""
    kannel.always(TWO, NO_ROUTE)
    receipts = gateway(in_flight=1).send([outgoing(n) for n in (1, 2, 3)])

    outcomes = [receipt.outcome for receipt in receipts]
    assert outcomes == [Outcome.ACCEPTED, Outcome.REFUSED, Outcome.ACCEPTED]


def test_when_kannel_dies_half_way_every_delivery_is_accounted_for(
    kannel: FakeKannel, gateway: Make
) -> None:
    kannel.always(THREE, Act.CUT_AFTER)
    kannel.always("+254711000004", (403, "Authorization failed for sendsms"))
    with pytest.raises(GatewayError) as caught:
        gateway(in_flight=1).send([outgoing(n) for n in range(1, 7)])

    told: dict[str, Receipt] = {r.delivery: r for r in caught.value.receipts}
    assert [told[f"K7QX2M-{n}"].outcome for n in (1, 2, 3)] == [
        Outcome.ACCEPTED, Outcome.ACCEPTED, Outcome.UNKNOWN,
    ]  # fmt: skip
    assert caught.value.unwritten == {"K7QX2M-4", "K7QX2M-5", "K7QX2M-6"}


def test_a_window_goes_side_by_side_and_no_more_than_set(
    kannel: FakeKannel, gateway: Make
) -> None:
    kannel.delay = 0.01
    window = [outgoing(n) for n in range(50, 0, -1)]
    receipts = gateway(in_flight=8).send(window)

    assert [r.delivery for r in receipts] == [d.id for d in window]
    assert sorted(m.to for m in kannel.messages) == sorted(d.address for d in window)
    assert 2 <= kannel.most_at_once <= 8


def test_each_try_has_ids_of_its_own(gateway: Make) -> None:
    one = gateway()
    (first,), (second,) = one.send([outgoing(1)]), one.send([outgoing(1)])

    assert not set(first.gateway_ids) & set(second.gateway_ids)
