"""The delivery cycle on SQLite, window 50, against bare claiming and settling."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
import time
from datetime import UTC, datetime

from benchmarks import directory, fresh, office
from benchmarks.ratio import Ratio, middle, spread
from outreach.dispatch import embedded
from outreach.dispatch.engine import make_worker, working_gateways
from outreach.settings import Settings
from outreach.store import opened

DELIVERIES, WINDOW = 100_000, 50
REPEATS = 3
_CLAIM = (
    "UPDATE deliveries SET state = 1, claimed_at = ?, changed_at = ?,"
    " attempts = attempts + 1"
    " WHERE broadcast_id = 1 AND seq BETWEEN ? AND ? AND state = 0 RETURNING seq"
)
_SETTLE = (
    "UPDATE deliveries SET state = 2, changed_at = ?"
    " WHERE broadcast_id = 1 AND seq = ? AND state = 1"
)
_MESSAGE = "INSERT INTO messages VALUES (1, ?, ?, 'bench', 2)"


def measure() -> list[Ratio]:
    """Each round sends all that was fanned out, and does the same raw on a copy."""
    rounds = []
    with tempfile.TemporaryDirectory() as folder:
        made, copy = f"{folder}/made", f"{folder}/copy"
        fresh.call(_make, folder=made)
        for _ in range(REPEATS):
            found = {}
            for name, run in (("ours", _ours), ("raw", _raw)):
                shutil.copytree(made, copy)
                found[name] = DELIVERIES / fresh.call(run, folder=copy)
                shutil.rmtree(copy)
            rounds.append(found)
    return [
        Ratio(
            what=f"Delivery cycle, SQLite, window {WINDOW}, gateway without latency",
            ours=middle(rounds, "ours"),
            limit=middle(rounds, "raw"),
            unit="deliveries/s",
            at_least=0.5,
            note=f"{spread(rounds, 'ours')} and {spread(rounds, 'raw')}",
        )
    ]


def _settings(folder: str) -> Settings:
    return office.settings_for(f"sqlite:///{folder}/outreach.db", bench_window=WINDOW)


def _make(folder: str) -> None:
    settings, now = _settings(folder), datetime.now(UTC)
    with opened(settings) as store:
        directory.fill(store, DELIVERIES, scattered=True)
        office.start_broadcast(store, settings, now)
        worker = make_worker(settings, store, {}, lambda: datetime.now(UTC))
        while embedded.fan_out_next(worker):
            pass


def _ours(folder: str) -> float:
    settings = _settings(folder)
    with opened(settings) as store:
        gateways = working_gateways(settings)
        worker = make_worker(settings, store, gateways, lambda: datetime.now(UTC))
        start = time.perf_counter()
        while embedded.work_once(worker):
            pass
        seconds = time.perf_counter() - start
    taken = gateways["bench"].taken  # type: ignore[attr-defined]
    if taken != DELIVERIES:
        raise RuntimeError(f"the gateway was given {taken:,} deliveries")
    return seconds


def _raw(folder: str) -> float:
    connection = sqlite3.connect(f"{folder}/outreach.db", isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")
    (last,) = connection.execute("SELECT max(seq) FROM deliveries").fetchone()
    now = int(time.time())
    start = time.perf_counter()
    for first in range(0, last + 1, WINDOW):
        connection.execute("BEGIN IMMEDIATE")
        values = (now, now, first, first + WINDOW - 1)
        seqs = [row[0] for row in connection.execute(_CLAIM, values)]
        connection.execute("COMMIT")
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(_SETTLE, [(now, seq) for seq in seqs])
        connection.executemany(_MESSAGE, [(seq, f"bench-{seq}") for seq in seqs])
        connection.execute("COMMIT")
    return time.perf_counter() - start
