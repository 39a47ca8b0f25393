"""The modem's gateway on both back ends of gammu-smsd, where that misbehaves on demand."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import ValidationError

from channels.gateways.gammu import GammuGateway, GammuSettings, database
from channels.gateways.gammu.mark import marked, read
from channels.sms.segments import parts
from outreach.model.contracts import GatewayError, Outgoing
from outreach.model.states import Outcome
from tests.channels.gateways.conftest import NOW
from tests.fakes.deliveries import item, outgoing, text_to
from tests.fakes.smsd import FilesSmsd, SqlSmsd

Smsd = FilesSmsd | SqlSmsd
Make = Callable[..., GammuGateway]
UDH = "050003AA02{:02}"


@pytest.mark.parametrize(
    ("text", "coding"),
    [
        pytest.param("Water forum [hall] 5 €", "Default_No_Compression", id="the phone's alphabet"),
        pytest.param("a" * 152 + "€" + "b" * 100, "Default_No_Compression", id="a euro at the border"),
        pytest.param("ж" * 66 + "😀" + "я" * 40, "Unicode_No_Compression", id="a pair at the border"),
        pytest.param("ы" * 60 + "👨‍👩‍👧‍👦" + "я" * 40, "Unicode_No_Compression", id="a cluster at the border"),
        pytest.param('"; DROP TABLE outbox; --\n[SMSBackup001]\nNumber = "9"', "Default_No_Compression", id="words that look like gammu's own"),
    ],
)  # fmt: skip
def test_each_part_is_put_as_it_was_cut(
    smsd: Smsd, modem: Make, text: str, coding: str
) -> None:
    (receipt,) = modem().send([text_to(1, text)])

    cut, put = parts(text), smsd.parts()
    assert receipt.outcome is Outcome.ACCEPTED
    assert tuple(one.text for one in put) == cut
    assert {(one.number, one.coding) for one in put} == {("+254711000001", coding)}
    count = len(cut)
    heads = [f"{count:02X}{n:02X}" if count > 1 else "" for n in range(1, count + 1)]
    assert [one.udh[8:] for one in put] == heads
    assert len(set(receipt.gateway_ids)) == count


def test_texts_go_out_in_the_order_of_the_window(smsd: Smsd, modem: Make) -> None:
    window = [text_to(n) for n in range(1, 21)]
    receipts = modem().send(window)

    assert [r.delivery for r in receipts] == [d.id for d in window]
    assert sorted(smsd.waiting()) == [d.address for d in window]


@pytest.mark.parametrize(
    ("delivery", "code"),
    [
        pytest.param(text_to(1, expires_at=NOW), "expired", id="too late"),
        pytest.param(text_to(1, ""), "empty", id="no text"),
        pytest.param(text_to(1, "\ud83d"), "broken", id="half a pair"),
        pytest.param(outgoing(1, item("x" * 300)), "unfit", id="parts no phone takes"),
        pytest.param(text_to(1, address="+1/../../etc"), "number", id="a path for a number"),
        pytest.param(text_to(1, id="../../x"), "id", id="a path for an id"),
        pytest.param(text_to(1, sender="AMANI"), "sender", id="a sender that no modem has"),
    ],
)  # fmt: skip
def test_what_must_not_go_out_is_refused(
    smsd: Smsd, modem: Make, delivery: Outgoing, code: str
) -> None:
    bad, good = modem(sender="+254700000000").send([delivery, text_to(2)])

    assert (bad.outcome, bad.code) == (Outcome.REFUSED, code)
    assert bad.detail
    assert good.outcome is Outcome.ACCEPTED
    assert smsd.waiting() == ["+254711000002"]


def asked(gateway: GammuGateway, *deliveries: Outgoing) -> list[Outcome]:
    return [receipt.outcome for receipt in gateway.query(deliveries)]


def test_asked_it_tells_what_waits_what_went_and_what_it_never_had(
    smsd: Smsd, modem: Make
) -> None:
    one = modem()
    (sent,) = one.send([text_to(1, claimed_at=NOW)])
    smsd.send()
    (failed,) = one.send([text_to(2, claimed_at=NOW)])
    smsd.send(fails=True)
    one.send([text_to(3, claimed_at=NOW)])

    claimed = [text_to(n, claimed_at=NOW) for n in (1, 2, 3, 4)]
    assert asked(modem(), *claimed) == [
        Outcome.ACCEPTED, Outcome.UNKNOWN, Outcome.ACCEPTED, Outcome.LATER,
    ]  # fmt: skip
    told = modem().query(claimed[:2])
    assert [r.gateway_ids for r in told] == [sent.gateway_ids, failed.gateway_ids]


def test_an_earlier_try_says_nothing_of_a_later_one(smsd: Smsd, modem: Make) -> None:
    """A person had it sent again, and then the machine died."""
    modem().send([text_to(1)])
    smsd.send()
    again = text_to(1, claimed_at=NOW + timedelta(hours=1))

    assert asked(modem(), again) == [Outcome.LATER]
    modem(clock=lambda: NOW + timedelta(hours=1)).send([again])
    assert asked(modem(), again) == [Outcome.ACCEPTED]


def test_where_nothing_can_be_put_everything_stays_unwritten(
    smsd: Smsd, modem: Make
) -> None:
    smsd.ruin()
    one = modem()
    with pytest.raises(GatewayError, match="OUTREACH_GAMMU_") as caught:
        one.send([text_to(1), text_to(2)])

    assert caught.value.unwritten == {"K7QX2M-1", "K7QX2M-2"}
    assert caught.value.permanent
    for ask in (one.check, one.poll, lambda: one.query([text_to(1)])):
        with pytest.raises(GatewayError, match="OUTREACH_GAMMU_"):
            ask()


def test_check_looks_and_leaves_nothing(
    smsd: Smsd, modem: Make, tmp_path: Path
) -> None:
    before = sorted(tmp_path.rglob("*"))
    modem().check()

    assert sorted(tmp_path.rglob("*")) == before
    assert smsd.waiting() == []


@pytest.mark.parametrize("pid", ["", "x", "999999999"])
def test_check_says_that_smsd_does_not_run(
    modem: Make, tmp_path: Path, pid: str
) -> None:
    file = tmp_path / "smsd.pid"
    file.write_text(pid)
    with pytest.raises(GatewayError, match="systemctl start gammu-smsd"):
        modem(pidfile=file).check()


def test_check_reads_the_pid_of_one_that_runs(modem: Make, tmp_path: Path) -> None:
    file = tmp_path / "smsd.pid"
    file.write_text("1\n")
    modem(pidfile=file).check()


def test_check_wants_whole_texts_in_the_inbox(tmp_path: Path) -> None:
    smsd = FilesSmsd(tmp_path)
    (smsd.place / "inbox" / "IN20270401_090000_00_+254_00.txt").write_bytes(
        b"\xfe\xff\0S"
    )
    one = GammuGateway(GammuSettings.model_validate(smsd.settings))
    with pytest.raises(GatewayError, match="inboxformat = detail"):
        one.check()

    assert one.poll() == []


def test_check_wants_a_database_that_two_can_read_while_one_writes(
    tmp_path: Path,
) -> None:
    smsd = SqlSmsd(tmp_path)
    with closing(sqlite3.connect(smsd.database)) as connection:
        connection.execute("PRAGMA journal_mode = delete")
    one = GammuGateway(GammuSettings.model_validate(smsd.settings))
    with pytest.raises(GatewayError, match="PRAGMA journal_mode = wal"):
        one.check()


def test_while_smsd_writes_for_long_nothing_is_written_and_nothing_is_final(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "_BUSY", 0.01)
    smsd = SqlSmsd(tmp_path)
    with closing(sqlite3.connect(smsd.database, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(GatewayError) as caught:
            GammuGateway(GammuSettings.model_validate(smsd.settings)).send([text_to(1)])

    assert caught.value.unwritten == {"K7QX2M-1"}
    assert not caught.value.permanent


def test_another_version_of_gammu_is_refused(tmp_path: Path) -> None:
    smsd = SqlSmsd(tmp_path)
    with smsd.connected() as connection:
        connection.execute("UPDATE gammu SET Version = 99")
    with pytest.raises(GatewayError, match="version 99"):
        GammuGateway(GammuSettings.model_validate(smsd.settings)).check()


def test_a_modem_that_smsd_lost_is_told(tmp_path: Path) -> None:
    smsd = SqlSmsd(tmp_path)
    with smsd.connected() as connection:
        connection.execute("UPDATE phones SET UpdatedInDB = datetime('now', '-1 hour')")
    with pytest.raises(GatewayError, match="does not run"):
        GammuGateway(GammuSettings.model_validate(smsd.settings)).check()


def test_no_receipt_is_promised_but_where_the_modem_asks_for_one(
    smsd: Smsd, modem: Make
) -> None:
    asked_ = modem(reports=True).capabilities.receipts

    assert modem().capabilities.receipts == "none"
    assert asked_ == ("all" if smsd.backend == "sql" else "none")


def test_a_mark_comes_back_as_it_went() -> None:
    mark = marked(text_to(17, expires_at=NOW), NOW)

    assert mark and read(mark.text) == mark
    assert (mark.delivery, mark.ends) == ("K7QX2M-17", int(NOW.timestamp()))
    assert read("K7QX2M-17") is None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        pytest.param("backend", "mysql", id="another database"),
        pytest.param("sender", "AMANI", id="no modem has a name"),
    ],
)
def test_settings_that_can_not_work_are_refused(field: str, value: str) -> None:
    with pytest.raises(ValidationError) as caught:
        GammuSettings.model_validate({"backend": "files", field: value})

    assert caught.value.errors()[0]["loc"] == (field,)
