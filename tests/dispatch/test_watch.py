"""What is counted, and what a silent part is told by."""

from __future__ import annotations

import socket
import threading
from urllib.request import urlopen

import pytest

from outreach.dispatch import watch
from outreach.model.contracts import GatewayError
from outreach.model.errors import InputError
from outreach.model.states import Outcome
from tests.dispatch.conftest import Bench

ONE = "+254722000000"
WAY = {"channel": "text", "gateway": "recorder"}


def value(name: str, **labels: str) -> float:
    return watch.registry.get_sample_value(name, labels) or 0


class Counted:
    """How much each figure has grown since this was made."""

    NAMES = (
        ("outreach_windows_total", {"gateway": "recorder"}),
        ("outreach_gateway_send_seconds_count", {"gateway": "recorder"}),
        ("outreach_retries_total", WAY),
        *(
            ("outreach_deliveries_total", {**WAY, "state": state})
            for state in ("sending", "accepted", "failed", "queued", "unknown")
        ),
    )

    def __init__(self) -> None:
        self._before = self._now()

    def _now(self) -> dict[str, float]:
        return {
            labels.get("state", name): value(name, **labels)
            for name, labels in self.NAMES
        }

    @property
    def grown(self) -> dict[str, float]:
        found = self._now()
        return {
            name: found[name] - was
            for name, was in self._before.items()
            if found[name] != was
        }


WINDOW = {"outreach_windows_total": 1, "outreach_gateway_send_seconds_count": 1}


@pytest.mark.parametrize(
    ("outcome", "grown"),
    [
        pytest.param(
            Outcome.ACCEPTED, {"sending": 3, "accepted": 3}, id="all were taken"
        ),
        pytest.param(
            Outcome.REFUSED,
            {"sending": 3, "accepted": 2, "failed": 1},
            id="one refused",
        ),
        pytest.param(
            Outcome.LATER,
            {"sending": 3, "accepted": 2, "queued": 1, "outreach_retries_total": 1},
            id="one is put back: a retry",
        ),
        pytest.param(
            Outcome.UNKNOWN,
            {"sending": 3, "accepted": 2, "unknown": 1},
            id="nobody knows of one",
        ),
    ],
)
def test_what_became_of_a_window_is_counted(
    bench: Bench, outcome: Outcome, grown: dict[str, float]
) -> None:
    bench.announce()
    bench.phones(3)
    bench.gateway.script[ONE] = [outcome]
    bench.approved()
    counted = Counted()
    bench.run()
    assert counted.grown == WINDOW | grown


def test_a_window_that_fails_as_a_whole_is_timed_and_put_back(bench: Bench) -> None:
    bench.announce()
    bench.phones(2)
    bench.gateway.failures = [
        GatewayError("no line", unwritten=[]),
    ]
    bench.approved()
    counted = Counted()
    bench.run()
    assert counted.grown == WINDOW | {"sending": 2, "unknown": 2}


def test_no_label_holds_what_a_person_would_recognise(bench: Bench) -> None:
    bench.announce()
    bench.phones(2)
    bench.approved()
    bench.run()
    labels = {
        text
        for metric in watch.registry.collect()
        for sample in metric.samples
        for text in (*sample.labels, *sample.labels.values())
    }
    assert {"text", "recorder", "accepted"} <= labels
    assert not [t for t in labels if "2547220" in t or "Water" in t or "Group" in t]


@pytest.mark.parametrize(
    ("method", "label"),
    [
        pytest.param("GET", "GET", id="known"),
        pytest.param("X" * 4000, "other", id="invented: it would fill the memory"),
    ],
)
def test_an_answer_is_counted_by_method_and_status(method: str, label: str) -> None:
    name, labels = "outreach_http_requests_total", {"method": label, "status": "418"}
    before = value(name, **labels)
    watch.answered(method, 418)
    assert value(name, **labels) == before + 1


def test_a_part_is_silent_only_after_its_patience(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = 1000.0
    monkeypatch.setattr(watch.time, "monotonic", lambda: now)
    watch.beat("ticker")
    now += watch.PATIENCE["ticker"]
    assert watch.silent() == []
    now += 1
    assert watch.silent() == [("ticker", 61)]
    watch.ended("ticker")
    assert watch.silent() == []


def test_a_worker_tells_its_own_figures_to_its_machine(free_port: int) -> None:
    with watch.listening(free_port):
        url = f"http://127.0.0.1:{free_port}/metrics"
        with urlopen(url, timeout=5) as answer:  # this machine
            text = answer.read().decode()
        assert "\noutreach_ticks_total " in text
        assert "outreach_open_chunks" not in text
        taken = pytest.raises(InputError, match=f"Port {free_port} can't be used")
        with taken, watch.listening(free_port):
            pass
    with watch.listening(free_port):
        pass


@pytest.fixture
def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def test_without_a_port_nobody_listens() -> None:
    before = threading.active_count()
    with watch.listening(None):
        assert threading.active_count() == before
