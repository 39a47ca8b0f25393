"""Disks that are full, broken or forbidden: the outbox says what surely was not written."""

from __future__ import annotations

import csv
import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager
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


def table(out: Path, stem: str = "sms-K7QX2M") -> list[dict[str, str]]:
    with (out / f"{stem}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@contextmanager
def disk_full_at(size: int) -> Iterator[None]:
    """No file of this process grows beyond ``size``: writes come short, then fail."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, before)


def test_on_a_full_disk_nothing_of_the_window_stays_and_all_of_it_is_unwritten(
    tmp_path: Path,
) -> None:
    one = gateway(tmp_path)
    one.send([outgoing(1)])
    size = (tmp_path / "sms-K7QX2M.jsonl").stat().st_size
    window = [outgoing(n) for n in range(2, 6)]

    with disk_full_at(size + 300), pytest.raises(GatewayError) as caught:
        one.send([*window, outgoing(6, item("Fax", channel="fax"))])

    assert caught.value.unwritten == {f"K7QX2M-{n}" for n in range(2, 7)}
    assert caught.value.receipts == ()
    assert "OUTREACH_OUT" in str(caught.value)
    assert (tmp_path / "sms-K7QX2M.jsonl").stat().st_size == size
    assert {r.outcome for r in one.query(window)} == {Outcome.LATER}
    one.send(window)
    assert [row["id"] for row in table(tmp_path)] == [
        f"K7QX2M-{n}" for n in range(1, 6)
    ]


def test_where_only_the_csv_fails_the_deliveries_stay_accepted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: Batch) -> None:
        raise OSError(28, "No space left on device")

    one = gateway(tmp_path)
    with monkeypatch.context() as patched, pytest.raises(GatewayError) as caught:
        patched.setattr(Batch, "tabulate", full)
        one.send([outgoing(1)])

    assert [r.outcome for r in caught.value.receipts] == [Outcome.ACCEPTED]
    assert not caught.value.unwritten
    assert not caught.value.permanent
    one.query([outgoing(1)])
    assert [row["id"] for row in table(tmp_path)] == ["K7QX2M-1"]


def test_what_can_not_be_taken_back_is_not_called_unwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: int) -> None:
        raise OSError(5, "Input/output error")

    one = gateway(tmp_path)
    one.send([outgoing(1)])
    with monkeypatch.context() as patched, pytest.raises(GatewayError) as caught:
        patched.setattr("channels.gateways.batch.os.fsync", broken)
        patched.setattr("channels.gateways.batch.os.ftruncate", broken)
        one.send([outgoing(2)])

    assert caught.value.unwritten == frozenset()
    assert caught.value.permanent


def test_a_folder_that_can_not_be_made_stops_the_batch_until_a_person_acts(
    tmp_path: Path,
) -> None:
    (tmp_path / "out").write_text("a file in the folder's place")
    with pytest.raises(GatewayError) as caught:
        gateway(tmp_path / "out").send([outgoing(1)])

    assert caught.value.permanent
    assert caught.value.unwritten == {"K7QX2M-1"}
    with pytest.raises(GatewayError):
        gateway(tmp_path / "out").query([outgoing(1)])
