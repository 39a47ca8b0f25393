"""What a modem told or may have sent is never lost, whatever fails in between."""

from __future__ import annotations

import errno
import logging
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from channels.gateways.gammu import (
    GammuGateway,
    GammuSettings,
    database,
    files,
    joining,
)
from outreach.model.contracts import GatewayError, Outgoing
from outreach.model.news import Inbound
from outreach.model.states import Outcome
from tests.channels.gateways.conftest import NOW
from tests.fakes.deliveries import text_to
from tests.fakes.smsd import FilesSmsd, SqlSmsd

Smsd = FilesSmsd | SqlSmsd
Make = Callable[..., GammuGateway]


def asked(gateway: GammuGateway, *deliveries: Outgoing) -> list[Outcome]:
    return [receipt.outcome for receipt in gateway.query(deliveries)]


def test_a_failure_told_as_unsure_is_still_found_by_who_asks(
    smsd: Smsd, modem: Make
) -> None:
    """What is found nowhere counts as never taken, and is sent again."""
    modem().send([text_to(1)])
    smsd.send(fails=True)
    one = modem()
    (event,) = one.poll()

    assert event.outcome is Outcome.UNKNOWN
    assert one.poll() == modem().poll() == []
    assert asked(modem(), text_to(1, claimed_at=NOW)) == [Outcome.UNKNOWN]


def test_one_file_that_can_t_be_read_keeps_no_other_waiting(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    smsd = FilesSmsd(tmp_path)
    smsd.bring("+254711000077", [("", "STOP")])
    one = GammuGateway(GammuSettings.model_validate(smsd.settings))
    one.send([text_to(1), text_to(2)])
    smsd.send()
    in_sent, in_inbox = (
        "OUTC20000101_090000_00_+254711000009_K-9-" + "0" * 24,
        "IN0_+254711000009",
    )
    for folder, name in [("sent", f"{in_sent}.smsbackup"), ("inbox", in_inbox)]:
        (
            smsd.place / folder / name
        ).mkdir()  # a folder can't be read as a file, not even by root

    assert len(one.poll()) == 3
    assert one.poll() == one.poll() == []
    warnings = [r.getMessage() for r in caplog.records if r.levelno == logging.WARNING]
    assert [w.split("/")[0] for w in warnings] == [
        "gammu-smsd's sent",
        "gammu-smsd's inbox",
    ]
    assert "254711" not in caplog.text


def test_one_row_that_can_t_be_read_keeps_no_other_waiting(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    smsd = SqlSmsd(tmp_path)
    one = GammuGateway(GammuSettings.model_validate(smsd.settings))
    one.send([text_to(1)])
    smsd.send()
    smsd.bring("+254711000009", [("", "spoilt")])
    smsd.bring("+254711000077", [("", "STOP")])
    with smsd.connected() as connection:
        connection.execute("UPDATE inbox SET Text = x'ff' WHERE ID = 1")

    assert len(one.poll()) == 2
    assert one.poll() == one.poll() == []
    assert caplog.text.count("row 1 of gammu-smsd's inbox can't be read") == 1
    assert "254711" not in caplog.text


def test_what_a_poll_that_failed_never_told_is_told_by_the_next(
    smsd: Smsd, modem: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It must not let go of what the caller never got."""
    one = modem()
    one.send([text_to(1)])
    smsd.send()
    for number in (77, 78):
        smsd.bring(f"+2547110000{number}", [("", "STOP")])
    with monkeypatch.context() as fault:
        for module in (files, database):
            fault.setattr(module, "joined", failing_after(1))
        with pytest.raises(RuntimeError):
            one.poll()

    assert len(one.poll()) == 3


def failing_after(times: int) -> Callable[..., Inbound]:
    answers = iter(range(times))

    def joined_(group: Sequence[joining.Piece], recipient: str | None) -> Inbound:
        if next(answers, None) is None:
            raise RuntimeError("oops")
        return joining.joined(group, recipient)

    return joined_


def test_what_the_disk_may_have_lost_is_unknown_and_not_written_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file is in gammu-smsd's outbox before its folder is made durable."""
    smsd = FilesSmsd(tmp_path)
    one = GammuGateway(GammuSettings.model_validate(smsd.settings))
    with monkeypatch.context() as broken:
        broken.setattr(files, "sync_folder", failing)
        (receipt,) = one.send([text_to(1)])

    assert receipt.outcome is Outcome.UNKNOWN
    assert receipt.detail
    assert smsd.waiting() == ["+254711000001"]
    assert asked(one, text_to(1, claimed_at=NOW)) == [Outcome.ACCEPTED]


def test_a_draft_that_can_t_be_removed_is_no_worse(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    smsd = FilesSmsd(tmp_path)
    one = GammuGateway(GammuSettings.model_validate(smsd.settings))
    for act in ("rename", "unlink"):
        monkeypatch.setattr(Path, act, failing)
    with pytest.raises(GatewayError) as caught:
        one.send([text_to(1)])

    assert caught.value.unwritten == {"K7QX2M-1"}
    assert smsd.waiting() == []


def failing(*_: object, **__: object) -> None:
    raise OSError(errno.EIO, "Input/output error")
