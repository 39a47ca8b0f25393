"""Something happens to the database at a chosen moment of dispatch, and is over later."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any, Literal

import pytest

from outreach.dispatch import embedded, send, watch
from outreach.dispatch.worker import running
from outreach.model.contracts import Outgoing, Receipt
from outreach.model.states import State
from outreach.schedule.ticker import tick
from tests.dispatch.conftest import NOW, Bench
from tests.fakes.plugins import RecordingGateway

Moment = Literal["starting", "claiming", "settling"]
TEXTS = 60
#: Seconds that the fault lasts, and in which all of it must be over.
LASTS, PATIENCE = 1.0, 60


class Answering(RecordingGateway):
    """Takes a window, and before it answers for the first time something happens."""

    def __init__(self, meddle: Callable[[], None] | None) -> None:
        super().__init__()
        self._meddle = meddle
        self.capabilities = replace(self.capabilities, window=20)

    def send(self, window: Sequence[Outgoing]) -> Sequence[Receipt]:
        receipts = super().send(window)
        if self._meddle:
            self._meddle()
            self._meddle = None
        return receipts


def goes_through(
    bench: Bench,
    monkeypatch: pytest.MonkeyPatch,
    meddle: Callable[[], None],
    moment: Moment,
) -> None:
    """Send TEXTS with ``meddle`` at the moment: each goes out once, without a restart."""
    monkeypatch.setattr(send, "PAUSE", 1)
    monkeypatch.setattr(embedded, "AGAIN", 0.2)
    bench.gateway = Answering(meddle if moment == "settling" else None)
    bench.announce()
    bench.phones(TEXTS)
    sent = bench.approved()
    tick(bench.store, bench.settings, bench.now)
    if moment == "starting":
        meddle()
    if moment == "claiming":
        _once_settled(monkeypatch, meddle)
    start = time.monotonic()
    worker = replace(
        bench.worker,
        clock=lambda: NOW + timedelta(seconds=time.monotonic() - start),
        lease=2,
    )
    with running(worker):
        while bench.state(sent) != "done" and time.monotonic() < start + PATIENCE:
            time.sleep(0.05)
    assert time.monotonic() > start + LASTS, "the fault was over before it was met"
    assert bench.tally(sent) == {State.ACCEPTED: TEXTS}
    assert sorted(bench.gateway.calls) == sorted(
        f"{sent.code}-{n}" for n in range(TEXTS)
    )


def _once_settled(monkeypatch: pytest.MonkeyPatch, meddle: Callable[[], None]) -> None:
    """The next that is written is a claim."""
    real = watch.settled
    left = [meddle]

    def settled(*args: Any) -> None:
        real(*args)
        if left:
            left.pop()()

    monkeypatch.setattr(watch, "settled", settled)
