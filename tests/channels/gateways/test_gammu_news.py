"""What a modem tells and brings, on both back ends of gammu-smsd."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from channels.gateways.gammu import (
    GammuGateway,
    GammuSettings,
)
from outreach.model.contracts import Outgoing
from outreach.model.news import Event, Inbound
from outreach.model.states import Outcome
from tests.channels.gateways.conftest import NOW
from tests.fakes.deliveries import text_to
from tests.fakes.smsd import FilesSmsd, SqlSmsd

Smsd = FilesSmsd | SqlSmsd
Make = Callable[..., GammuGateway]
UDH = "050003AA02{:02}"


def test_what_went_is_told_until_the_next_poll_and_after_a_crash_with_the_same_key(
    smsd: Smsd, modem: Make
) -> None:
    (receipt,) = modem().send([text_to(1, "Kisumu " * 40)])
    smsd.send()
    dying, fresh = modem(), modem()
    first, again = dying.poll(), fresh.poll()

    assert first == again
    assert [e.gateway_id for e in first if isinstance(e, Event)] == list(
        receipt.gateway_ids
    )
    assert {(e.delivery, e.outcome) for e in first if isinstance(e, Event)} == {
        ("K7QX2M-1", Outcome.ACCEPTED)
    }
    assert fresh.poll() == []
    assert modem().poll() == []


@pytest.mark.parametrize(
    ("code", "outcome"),
    [
        pytest.param(-1, Outcome.UNKNOWN, id="without a word from the operator"),
        pytest.param(38, Outcome.REFUSED, id="the operator refused it"),
    ],
)
def test_a_failure_is_sure_only_by_the_operator_s_word(
    smsd: Smsd, modem: Make, code: int, outcome: Outcome
) -> None:
    modem().send([text_to(1)])
    smsd.send(fails=True, code=code)
    (event,) = modem().poll()

    expected = outcome if smsd.backend == "sql" else Outcome.UNKNOWN
    assert (event.outcome, bool(event.detail)) == (expected, True)


def asked(gateway: GammuGateway, *deliveries: Outgoing) -> list[Outcome]:
    return [receipt.outcome for receipt in gateway.query(deliveries)]


ARABIC = "توقف يا أخي"


@pytest.mark.parametrize(
    ("pieces", "text"),
    [
        pytest.param([("", ARABIC)], ARABIC, id="Arabic"),
        pytest.param([("", "ሰላም 😀")], "ሰላም 😀", id="Amharic and a pair"),
        pytest.param([(UDH.format(1), "one "), (UDH.format(2), "two")], "one two", id="two parts"),
        pytest.param([(UDH.format(2), "two"), (UDH.format(1), "one ")], "one two", id="the second first"),
        pytest.param([("060804" + "00AA0201", "one "), ("0608040" + "0AA0202", "two")], "one two", id="long references"),
        pytest.param([("0B0504158200000003AA0201", "one "), ("0B0504158200000003AA0202", "two")], "one two", id="another header before"),
        pytest.param([("", "")], "", id="an empty text"),
    ],
)  # fmt: skip
def test_a_text_comes_in_whole_in_any_script(
    smsd: Smsd, modem: Make, pieces: list[tuple[str, str]], text: str
) -> None:
    smsd.bring("+254711000077", pieces)
    one = modem(sender="+254700000000")
    (inbound,) = one.poll()

    assert isinstance(inbound, Inbound)
    assert inbound.text == text
    assert (inbound.sender, inbound.recipient) == ("+254711000077", "+254700000000")
    assert smsd.left() > 0  # until it is stored
    assert one.poll() == []
    assert smsd.left() == 0


def test_the_same_text_brought_twice_has_the_same_key(smsd: Smsd, modem: Make) -> None:
    """As after a power cut between the modem's memory and the disk."""
    for _ in range(2):
        smsd.bring("+254711000077", [("", "STOP")])
    smsd.bring("+254711000077", [("", "STOP")], at="20270401T090001Z")
    keys = [inbound.key for inbound in modem().poll()]

    assert keys[0] == keys[1] != keys[2]


def test_a_text_of_which_a_part_is_missing_waits_and_then_comes_with_a_gap(
    smsd: Smsd, modem: Make
) -> None:
    smsd.bring("+254711000077", [(UDH.format(2), "two")])
    one = modem(clock=lambda: datetime.now(UTC))
    assert one.poll() == []
    assert one.poll() == []

    smsd.bring("+254711000078", [(UDH.format(2), "two")], age=100)
    (inbound,) = one.poll()
    assert isinstance(inbound, Inbound)
    assert (inbound.sender, inbound.text) == ("+254711000078", "[…]two")


def test_more_than_a_thousand_texts_come_in_turns_and_all(
    smsd: Smsd, modem: Make
) -> None:
    for n in range(1200):
        smsd.bring("+254711000077", [("", f"text {n}")])
    one, came = modem(), []
    while news := one.poll():
        assert len(news) <= 1000
        came += [inbound.text for inbound in news]

    assert sorted(came) == sorted(f"text {n}" for n in range(1200))


def test_what_was_not_sent_in_time_is_taken_back(smsd: Smsd, modem: Make) -> None:
    """The modem was off over the weekend; the meeting is over."""
    modem().send(
        [
            text_to(1, expires_at=NOW + timedelta(days=9)),
            text_to(2, "Kisumu " * 40, expires_at=NOW + timedelta(hours=1)),
            text_to(3),
        ]
    )
    late = modem(clock=lambda: NOW + timedelta(hours=2))
    events = late.poll()

    assert {
        (e.delivery, e.outcome, e.code) for e in events if isinstance(e, Event)
    } == {("K7QX2M-2", Outcome.REFUSED, "expired")}
    assert len(events) == 2  # one of each part
    assert smsd.waiting() == ["+254711000001", "+254711000003"]
    assert asked(modem(), text_to(2)) == [Outcome.REFUSED]
    assert late.poll() == []


def test_other_people_s_texts_are_left_alone(smsd: Smsd, modem: Make) -> None:
    smsd.foreign()
    one = modem()

    assert one.poll() == []
    assert one.poll() == []
    assert asked(one, text_to(1)) == [Outcome.LATER]
    if isinstance(smsd, FilesSmsd):
        assert len(list(smsd.place.rglob("OUT+*.txt"))) == 3


def test_a_half_written_file_is_left_until_it_is_whole(tmp_path: Path) -> None:
    smsd = FilesSmsd(tmp_path)
    smsd.bring("+254711000077", [("", ARABIC)])
    (path,) = (smsd.place / "inbox").iterdir()
    whole = path.read_bytes()
    one = GammuGateway(GammuSettings.model_validate(smsd.settings))
    for size in (0, 20, len(whole) // 2, len(whole) - 25):
        path.write_bytes(whole[:size])
        assert one.poll() == []

    path.write_bytes(whole)
    assert [i.text for i in one.poll()] == [ARABIC]


def test_a_report_in_the_inbox_is_no_text(tmp_path: Path) -> None:
    smsd = FilesSmsd(tmp_path)
    smsd.bring("+254711000077", [("", "Delivered")])
    (path,) = (smsd.place / "inbox").iterdir()
    path.write_text(path.read_text().replace("Deliver\n", "Status_Report\n"))
    one = GammuGateway(GammuSettings.model_validate(smsd.settings))

    assert one.poll() == one.poll() == []
    assert smsd.left() == 0


@pytest.mark.parametrize(
    ("status", "code", "outcome"),
    [
        pytest.param("DeliveryOK", -1, Outcome.DELIVERED, id="on the phone"),
        pytest.param("DeliveryFailed", -1, Outcome.REFUSED, id="not on the phone"),
        pytest.param("DeliveryPending", -1, Outcome.ACCEPTED, id="still trying"),
    ],
)
def test_a_delivery_report_is_told_after_the_sending(
    tmp_path: Path, status: str, code: int, outcome: Outcome
) -> None:
    smsd = SqlSmsd(tmp_path)
    one = GammuGateway(GammuSettings.model_validate({**smsd.settings, "reports": True}))
    one.send([text_to(1)])
    smsd.send()
    (sent,) = one.poll()
    with smsd.connected() as connection:
        connection.execute("UPDATE sentitems SET Status = ?", (status,))
    (told,) = one.poll()  # lets go of the sending, which has changed meanwhile

    assert one.capabilities.receipts == "all"
    assert told.outcome is outcome
    assert told.key != sent.key
    assert one.poll() == []


def test_a_row_on_its_way_to_the_modem_is_not_taken_back(tmp_path: Path) -> None:
    smsd = SqlSmsd(tmp_path)
    one = GammuGateway(
        GammuSettings.model_validate(smsd.settings),
        clock=lambda: NOW + timedelta(hours=2),
    )
    ends = NOW + timedelta(hours=1)
    GammuGateway(GammuSettings.model_validate(smsd.settings)).send(
        [text_to(1, expires_at=ends)]
    )
    with smsd.connected() as connection:
        connection.execute(
            "UPDATE outbox SET SendingTimeOut = datetime('now', '+60 seconds', 'localtime')"
        )

    assert one.poll() == []
    assert smsd.waiting() == ["+254711000001"]
