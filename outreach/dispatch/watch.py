"""What is counted while it happens, and which part of the server was last seen when.

Labels are channels, gateways, states and HTTP methods: never a number, a name or a text.
The figures are this process's own, since it started; what stands in the database is
counted there when somebody asks.
"""

from __future__ import annotations

import time
from collections import Counter as Tally
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Literal

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    generate_latest,
    start_http_server,
)

from outreach.model.errors import InputError
from outreach.model.states import State
from outreach.store.ledger.chunk import Claimed, Settlement

Part = Literal["dispatch", "ticker", "inbox"]

#: Seconds a part may be silent: the ticker ticks every second, and a window at a slow
#: gateway may take a minute and more.
PATIENCE: dict[Part, int] = {"dispatch": 180, "ticker": 60, "inbox": 180}
#: Seconds a gateway takes for a window: files, a near provider, a far one, a time-out.
_SECONDS = (0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120)
_METHODS = frozenset({"GET", "HEAD", "POST"})

registry = CollectorRegistry()
#: What every process would say alike: only the server is asked for it.
shared = CollectorRegistry()
ProcessCollector(registry=registry)

_moves = Counter(
    "outreach_deliveries",
    "Deliveries that dispatch moved into a state.",
    ("channel", "gateway", "state"),
    registry=registry,
)
_retries = Counter(
    "outreach_retries",
    "Deliveries put back to be tried later.",
    ("channel", "gateway"),
    registry=registry,
)
_windows = Counter(
    "outreach_windows",
    "Windows handed to a gateway.",
    ("gateway",),
    registry=registry,
)
_seconds = Histogram(
    "outreach_gateway_send_seconds",
    "Seconds a gateway took for a window.",
    ("gateway",),
    buckets=_SECONDS,
    registry=registry,
)
_ticks = Counter("outreach_ticks", "Ticks of the scheduler.", registry=registry)
_answers = Counter(
    "outreach_http_requests",
    "Requests answered over HTTP.",
    ("method", "status"),
    registry=registry,
)
_open_chunks = Gauge(
    "outreach_open_chunks",
    "Chunks of deliveries that are not done, in the database.",
    registry=shared,
)
_newest_backup = Gauge(
    "outreach_newest_backup_timestamp_seconds",
    "When the newest scheduled backup was made; 0 if there is none.",
    registry=shared,
)

_seen: dict[Part, float] = {}


@contextmanager
def sending(gateway: str, window: Sequence[Claimed]) -> Iterator[None]:
    """Around a gateway's ``send``: count the window and time it, failed or not."""
    beat("dispatch")
    _windows.labels(gateway).inc()
    for channel, number in Tally(row.channel for row in window).items():
        _moves.labels(channel, gateway, State.SENDING.word).inc(number)
    with _seconds.labels(gateway).time():
        yield
    beat("dispatch")


def settled(window: Sequence[Claimed], settlements: Sequence[Settlement]) -> None:
    """Count what became of a gateway's claimed rows, once it is committed."""
    gateway = window[0].gateway
    channels = {row.seq: row.channel for row in window}
    # Added at once: finding a label's counter costs more than counting.
    moves = Tally((channels[s.seq], s.state, bool(s.not_before)) for s in settlements)
    for (channel, state, again), number in moves.items():
        _moves.labels(channel, gateway, state.word).inc(number)
        if again:
            _retries.labels(channel, gateway).inc(number)


def ticked() -> None:
    """Count a tick."""
    _ticks.inc()
    beat("ticker")


def answered(method: str, status: int) -> None:
    """Count an answer; a method that anybody may invent is ``other``."""
    _answers.labels(method if method in _METHODS else "other", str(status)).inc()


def beat(part: Part) -> None:
    """Note that a part is alive."""
    _seen[part] = time.monotonic()


def ended(part: Part) -> None:
    """Expect nothing more of a part: it was stopped on purpose."""
    _seen.pop(part, None)


def silent() -> list[tuple[Part, int]]:
    """The parts that ran and have been silent for too long, with their seconds."""
    now = time.monotonic()
    lasted = [(part, int(now - at)) for part, at in _seen.items()]
    return [(part, seconds) for part, seconds in lasted if seconds > PATIENCE[part]]


def exposition(open_chunks: int, newest_backup: float) -> bytes:
    """Every figure in Prometheus's text form; a backup's instant in seconds since 1970."""
    _open_chunks.set(open_chunks)
    _newest_backup.set(newest_backup)
    return generate_latest(registry) + generate_latest(shared)


@contextmanager
def listening(port: int | None) -> Iterator[None]:
    """Tell this process's figures on ``port``, to this machine only; None: nowhere.

    Raises InputError where the port is taken.
    """
    if port is None:
        yield
        return
    try:
        server, thread = start_http_server(port, "127.0.0.1", registry)
    except OSError as error:
        raise InputError(
            f"Port {port} can't be used for the figures ({error.strerror}). Choose "
            "another OUTREACH_METRICS_PORT."
        ) from None
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
