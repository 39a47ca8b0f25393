"""Fan-out of a million deliveries on SQLite, against a bare ``INSERT … SELECT``."""

from __future__ import annotations

import itertools
import shutil
import sqlite3
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks import directory, fresh, office
from benchmarks.ratio import Ratio, middle, spread
from outreach.dispatch import embedded
from outreach.dispatch.engine import make_worker
from outreach.store import opened
from outreach.store.ledger import chunk

MILLION, FEW = 1_000_000, 10_000
STEP = chunk.STEP["sqlite"]
REPEATS = 3
_PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON")


def measure() -> list[Ratio]:
    """Each round fans out and then copies the rows just made, raw."""
    with tempfile.TemporaryDirectory() as folder:
        few = fresh.call(_ours, folder=_office(folder, FEW, scattered=True))
        scattered = _rounds(_office(folder, MILLION, scattered=True))
        ordered = _rounds(_office(folder, MILLION, scattered=False))
    return [
        _time("phone numbers in no order", scattered),
        _time("phone numbers in order", ordered),
        Ratio(
            what="Fan-out, SQLite: longest transaction",
            ours=middle(scattered, "longest"),
            limit=0.25,
            unit="s",
            at_most=1,
            note=f"transactions of at most {STEP:,} rows",
        ),
        Ratio(
            what="Fan-out, SQLite: memory above that of 10,000 deliveries",
            ours=max(run["memory"] for run in scattered + ordered) - few["memory"],
            limit=64,
            unit="MB",
            at_most=1,
            note=f"peak of the process; {few['memory']:.0f} MB at 10,000",
        ),
    ]


def _time(which: str, rounds: list[dict[str, Any]]) -> Ratio:
    return Ratio(
        what=f"Fan-out of 1,000,000, SQLite, {which}",
        ours=middle(rounds, "seconds"),
        limit=middle(rounds, "raw"),
        unit="s",
        at_most=2.5,
        note=f"{spread(rounds, 'seconds')} and {spread(rounds, 'raw')}",
    )


def _rounds(made: str) -> list[dict[str, Any]]:
    found = []
    for number in range(REPEATS):
        copy = f"{made}-{number}"
        shutil.copytree(made, copy)
        ours = fresh.call(_ours, folder=copy)
        found.append({**ours, "raw": fresh.call(_raw, folder=copy)})
        shutil.rmtree(copy)
    return found


def _office(folder: str, deliveries: int, *, scattered: bool) -> str:
    made = str(Path(folder, f"{deliveries}-{scattered}"))
    fresh.call(_make, folder=made, deliveries=deliveries, scattered=scattered)
    return made


def _settings(folder: str) -> Any:
    return office.settings_for(f"sqlite:///{folder}/outreach.db")


def _make(folder: str, deliveries: int, scattered: bool) -> None:
    settings = _settings(folder)
    with opened(settings) as store:
        directory.fill(store, deliveries, scattered=scattered)
        office.start_broadcast(store, settings)


def _ours(folder: str) -> dict[str, float]:
    """Seconds in all, of the longest transaction, and the peak of memory in MB."""
    settings = _settings(folder)
    with opened(settings) as store:
        worker = make_worker(settings, store, {}, lambda: office.NOW)
        steps = [time.perf_counter()]
        while embedded.fan_out_next(worker):
            steps.append(time.perf_counter())
    return {
        "seconds": steps[-1] - steps[0],
        "longest": max(b - a for a, b in itertools.pairwise(steps)),
        "memory": fresh.peak_memory(),
    }


def _raw(folder: str) -> float:
    """Seconds to copy the deliveries into an empty table of the same kind."""
    connection = sqlite3.connect(f"{folder}/outreach.db", isolation_level=None)
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    (made,) = connection.execute(
        "SELECT sql FROM sqlite_master WHERE name = 'deliveries'"
    ).fetchone()
    connection.execute(made.replace("CREATE TABLE deliveries", "CREATE TABLE raw"))
    (last,) = connection.execute("SELECT max(seq) FROM deliveries").fetchone()
    start = time.perf_counter()
    for first in range(0, last + 1, STEP):
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(
            "INSERT INTO raw SELECT * FROM deliveries"
            " WHERE broadcast_id = 1 AND seq BETWEEN ? AND ?",
            (first, first + STEP - 1),
        )
        connection.execute("COMMIT")
    return time.perf_counter() - start
