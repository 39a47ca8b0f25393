"""The outbox writes each text once, whole, and says what surely was not written."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from channels.gateways.batch import Batch
from channels.gateways.outbox import OutboxGateway
from outreach.model.contracts import GatewayError, GatewaySettings
from outreach.model.states import Outcome
from tests.fakes.deliveries import item, outgoing


def gateway(out: Path) -> OutboxGateway:
    """A new one is a new process: it remembers nothing."""
    return OutboxGateway(GatewaySettings(out=out))


def lines(out: Path, stem: str = "sms-K7QX2M") -> list[dict]:
    data = (out / f"{stem}.jsonl").read_text(encoding="utf-8")
    assert data.endswith("\n")
    return [json.loads(line) for line in data.splitlines()]


def table(out: Path, stem: str = "sms-K7QX2M") -> list[dict[str, str]]:
    with (out / f"{stem}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_a_window_is_written_as_json_lines_and_as_csv(tmp_path: Path) -> None:
    swahili = item("Kongamano: maji “safi”", languages=("sw",))
    receipts = gateway(tmp_path).send([outgoing(1), outgoing(2, swahili)])

    assert [(r.delivery, r.outcome) for r in receipts] == [
        ("K7QX2M-1", Outcome.ACCEPTED),
        ("K7QX2M-2", Outcome.ACCEPTED),
    ]
    assert lines(tmp_path)[1] == {
        "id": "K7QX2M-2",
        "address": "+254711000002",
        "name": "Organisation 2",
        "language": "sw",
        "segments": 1,
        "parts": ["Kongamano: maji “safi”"],
        "text": "Kongamano: maji “safi”",
    }
    assert table(tmp_path)[1]["text"] == "Kongamano: maji “safi”"
    assert (tmp_path / "sms-K7QX2M.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_windows_of_several_processes_follow_one_another_in_both_files(
    tmp_path: Path,
) -> None:
    first, second = gateway(tmp_path), gateway(tmp_path)
    for number in range(1, 21):
        (first if number % 3 else second).send([outgoing(number)])

    wanted = [f"K7QX2M-{n}" for n in range(1, 21)]
    assert [row["id"] for row in lines(tmp_path)] == wanted
    assert [row["id"] for row in table(tmp_path)] == wanted


def test_each_channel_has_a_batch_of_its_own(tmp_path: Path) -> None:
    fax = outgoing(2, item("By fax", channel="fax"))
    gateway(tmp_path).send([outgoing(1), fax, outgoing(3)])

    assert [row["id"] for row in lines(tmp_path)] == ["K7QX2M-1", "K7QX2M-3"]
    assert [row["id"] for row in lines(tmp_path, "fax-K7QX2M")] == ["K7QX2M-2"]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param("=cmd|'/C calc'!A0", "'=cmd|'/C calc'!A0", id="a formula"),
        pytest.param("+1+1", "'+1+1", id="a sum"),
        pytest.param("-2", "'-2", id="a minus"),
        pytest.param("@SUM(1)", "'@SUM(1)", id="a Lotus function"),
        pytest.param("  =1", "'  =1", id="a formula behind spaces"),
        pytest.param("＝1", "'＝1", id="a full-width sign, which some read as ="),
        pytest.param("\n=1", "'\n=1", id="a formula behind a newline"),
        pytest.param("Amani", "Amani", id="a name stays"),
        pytest.param("", "", id="an empty name stays"),
        pytest.param('a "b", c', 'a "b", c', id="quotes and commas stay one cell"),
    ],
)
def test_no_cell_is_a_formula(tmp_path: Path, value: str, expected: str) -> None:
    gateway(tmp_path).send([outgoing(1, name=value)])

    assert table(tmp_path)[0]["name"] == expected
    assert lines(tmp_path)[0]["name"] == value
    assert table(tmp_path)[0]["address"] == "+254711000001"


@pytest.mark.parametrize(
    "tail",
    [
        pytest.param(b'{"id": "K7QX2M-2", "addr', id="half a line"),
        pytest.param(b"{" + b"x" * 200_000, id="half a line longer than a block"),
        pytest.param(
            json.dumps({"id": "K7QX2M-2"}).encode(), id="only the newline lacks"
        ),
    ],
)
def test_a_torn_last_line_is_cut_off_and_counts_as_not_written(
    tmp_path: Path, tail: bytes
) -> None:
    gateway(tmp_path).send([outgoing(1)])
    with (tmp_path / "sms-K7QX2M.jsonl").open("ab") as file:
        file.write(tail)
    again = gateway(tmp_path)

    receipts = again.query([outgoing(1), outgoing(2)])
    again.send([outgoing(2)])

    assert [r.outcome for r in receipts] == [Outcome.ACCEPTED, Outcome.LATER]
    assert [row["id"] for row in lines(tmp_path)] == ["K7QX2M-1", "K7QX2M-2"]
    assert [row["id"] for row in table(tmp_path)] == ["K7QX2M-1", "K7QX2M-2"]


@pytest.mark.parametrize("gone", ["sms-K7QX2M.csv", ".sms-K7QX2M.mark"])
def test_a_csv_that_is_gone_or_changed_is_made_anew(tmp_path: Path, gone: str) -> None:
    one = gateway(tmp_path)
    one.send([outgoing(1)])
    (tmp_path / gone).unlink()
    one.send([outgoing(2)])

    assert [row["id"] for row in table(tmp_path)] == ["K7QX2M-1", "K7QX2M-2"]


def test_rows_that_another_process_added_before_it_died_stand_once(
    tmp_path: Path,
) -> None:
    """It died between the CSV and the note of how far the CSV is."""
    one = gateway(tmp_path)
    one.send([outgoing(1)])
    mark = (tmp_path / ".sms-K7QX2M.mark").read_text()
    gateway(tmp_path).send([outgoing(2)])
    (tmp_path / ".sms-K7QX2M.mark").write_text(mark)
    one.send([outgoing(3)])

    wanted = ["K7QX2M-1", "K7QX2M-2", "K7QX2M-3"]
    assert [row["id"] for row in table(tmp_path)] == wanted


def test_what_somebody_wrote_behind_the_last_row_is_cut_off(tmp_path: Path) -> None:
    one = gateway(tmp_path)
    one.send([outgoing(1)])
    with (tmp_path / "sms-K7QX2M.csv").open("a") as file:
        file.write("a spreadsheet's notes\r\n" * 100)
    one.send([outgoing(2)])

    assert [row["id"] for row in table(tmp_path)] == ["K7QX2M-1", "K7QX2M-2"]


def test_a_new_process_does_not_trust_a_csv_that_a_power_cut_may_have_spoilt(
    tmp_path: Path,
) -> None:
    gateway(tmp_path).send([outgoing(1)])
    spoilt = tmp_path / "sms-K7QX2M.csv"
    spoilt.write_bytes(b"\0" * spoilt.stat().st_size)
    gateway(tmp_path).send([outgoing(2)])

    assert [row["id"] for row in table(tmp_path)] == ["K7QX2M-1", "K7QX2M-2"]


def test_a_later_window_is_added_to_the_csv_without_making_it_anew(
    tmp_path: Path,
) -> None:
    one = gateway(tmp_path)
    one.send([outgoing(1)])
    file = (tmp_path / "sms-K7QX2M.csv").stat().st_ino
    one.send([outgoing(2)])

    assert (tmp_path / "sms-K7QX2M.csv").stat().st_ino == file


def test_of_a_batch_that_was_never_begun_nothing_was_written(tmp_path: Path) -> None:
    (receipt,) = gateway(tmp_path / "none").query([outgoing(1)])

    assert receipt.outcome is Outcome.LATER


@pytest.mark.parametrize(
    "text",
    [pytest.param(None, id="no text"), pytest.param("\ud800", id="half a character")],
)
def test_what_can_not_be_written_is_refused_with_a_reason(
    tmp_path: Path, text: str | None
) -> None:
    bad, good = gateway(tmp_path).send([outgoing(1, item(text)), outgoing(2)])

    assert (bad.outcome, good.outcome) == (Outcome.REFUSED, Outcome.ACCEPTED)
    assert bad.detail
    assert [row["id"] for row in lines(tmp_path)] == ["K7QX2M-2"]


@pytest.mark.parametrize("broadcast", ["../../etc", "a/b", "", ".hidden", "a\x00b"])
def test_an_id_that_would_leave_the_folder_is_refused(
    tmp_path: Path, broadcast: str
) -> None:
    with pytest.raises(GatewayError) as caught:
        gateway(tmp_path).send([outgoing(1, broadcast=broadcast, channel="sms/..")])

    assert caught.value.permanent
    assert caught.value.unwritten == {"K7QX2M-1"}
    assert list(tmp_path.iterdir()) == []


def test_memory_stays_flat_while_a_large_csv_is_made_anew(tmp_path: Path) -> None:
    import tracemalloc

    row = json.dumps({**_row(1), "text": "x" * 150})
    for count in (2_000, 40_000):
        (tmp_path / "sms-K7QX2M.jsonl").write_text(f"{row}\n" * count)
        tracemalloc.start()
        Batch(tmp_path, "sms-K7QX2M").tabulate()
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert peak < 1_000_000, count
    assert len(table(tmp_path)) == 40_000


def _row(number: int) -> dict[str, object]:
    return {
        "id": f"K7QX2M-{number}",
        "address": f"+254711{number:06d}",
        "name": "",
        "language": "en",
        "segments": 1,
        "parts": [""],
        "text": "",
    }


def test_what_was_for_an_address_is_taken_out_and_nothing_else(tmp_path: Path) -> None:
    """Also by another process, between two windows of one that goes on writing."""
    writing = gateway(tmp_path)
    fax = outgoing(2, item("By fax", channel="fax"))
    writing.send([outgoing(1), outgoing(2), outgoing(3), fax])
    before = lines(tmp_path)
    sizes = [path.stat().st_size for path in sorted(tmp_path.glob("*.jsonl"))]

    assert gateway(tmp_path).forget({outgoing(2).address}) == 4, "two of each kind"

    gone = {"address": "", "parts": [], "text": ""}
    assert lines(tmp_path) == [before[0], {**before[1], **gone}, before[2]]
    assert lines(tmp_path, "fax-K7QX2M")[0]["text"] == ""
    now = [path.stat().st_size for path in sorted(tmp_path.glob("*.jsonl"))]
    assert now == sizes, "a crash can spoil no other line"
    assert gateway(tmp_path).forget({outgoing(2).address}) == 0
    writing.send([outgoing(4)])
    assert [row["id"] for row in table(tmp_path)] == [
        f"K7QX2M-{n}" for n in (1, 2, 3, 4)
    ]
    assert [row["address"] for row in table(tmp_path)][1] == ""
    found = [d.outcome for d in writing.query([outgoing(2), outgoing(4)])]
    assert found == [Outcome.ACCEPTED] * 2, "it is never written again"
