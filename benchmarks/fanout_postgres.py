"""Fan-out of a million deliveries on PostgreSQL, against a bare ``INSERT … SELECT``."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import psycopg

from benchmarks import directory, fresh, office, postgres
from benchmarks.ratio import Ratio, middle, spread
from outreach.dispatch.engine import make_worker
from outreach.dispatch.fanning import fan_out_step
from outreach.store import broadcasts, opened
from outreach.store.ledger import chunk

MILLION = 1_000_000
STEP = chunk.STEP["postgresql"]
REPEATS = 3


def measure() -> list[Ratio]:
    """Each round fans out, and copies each step's rows, raw, before the next step."""
    with postgres.running() as server:
        made = server.create()
        fresh.call(_make, url=server.url(made))
        rounds = [
            fresh.call(_round, url=server.url(server.create(made)))
            for _ in range(REPEATS)
        ]
    ratios = [{"ratio": run["ours"] / run["raw"]} for run in rounds]
    return [
        Ratio(
            what="Fan-out of 1,000,000, PostgreSQL, phone numbers in no order",
            ours=middle(rounds, "ours"),
            limit=middle(rounds, "raw"),
            unit="s",
            at_most=1.7,
            note=f"{spread(rounds, 'ours')} and {spread(rounds, 'raw')}, step by step; "
            f"{spread(ratios, 'ratio')} times; transactions of at most {STEP:,} rows, "
            "jobs enqueued in them",
        )
    ]


def _make(url: str) -> None:
    settings, now = office.settings_for(url, secret_key=office.KEY), datetime.now(UTC)
    with opened(settings) as store:
        directory.fill(store, MILLION, scattered=True)
        office.start_broadcast(store, settings, now)
    with psycopg.connect(url, autocommit=True) as connection:
        # As the server does by itself a minute after an import of this size.
        connection.execute("VACUUM ANALYZE")


def _round(url: str) -> dict[str, float]:
    """Seconds of either. They take turns, so that whatever else the machine does slows
    both: a minute later it may do twice as much.
    """
    settings = office.settings_for(url, secret_key=office.KEY)
    spent = {"ours": 0.0, "raw": 0.0}
    with opened(settings) as store, psycopg.connect(url, autocommit=True) as raw:
        worker = make_worker(settings, store, {}, lambda: datetime.now(UTC))
        with store.read() as connection:
            (broadcast,) = broadcasts.in_state(connection, "fanout")
        _make_raw(raw)
        first, more = 0, True
        while more:
            begun = time.perf_counter()
            more = fan_out_step(worker, broadcast.id)
            fanned = time.perf_counter()
            _copy(raw, first)
            spent["ours"] += fanned - begun
            spent["raw"] += time.perf_counter() - fanned
            first += STEP
    return spent


def _make_raw(connection: psycopg.Connection) -> None:
    """An empty table of the same shape, with the same keys."""
    connection.execute("CREATE TABLE raw (LIKE deliveries INCLUDING ALL)")
    connection.execute("ALTER TABLE raw SET (fillfactor = 70)")
    connection.execute("CHECKPOINT")


def _copy(connection: psycopg.Connection, first: int) -> None:
    connection.execute(
        "INSERT INTO raw SELECT * FROM deliveries"
        " WHERE broadcast_id = 1 AND seq BETWEEN %s AND %s ORDER BY seq",
        (first, first + STEP - 1),
    )
