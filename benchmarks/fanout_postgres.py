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
from outreach.store.ledger.chunk import STEP

MILLION = 1_000_000
REPEATS = 3


def measure() -> list[Ratio]:
    """Each round fans out and then copies the rows just made, raw."""
    rounds = []
    with postgres.running() as server:
        made = server.create()
        fresh.call(_make, url=server.url(made))
        for _ in range(REPEATS):
            url = server.url(server.create(made))
            ours = fresh.call(_ours, url=url)
            rounds.append({"ours": ours, "raw": fresh.call(_raw, url=url)})
    return [
        Ratio(
            what="Fan-out of 1,000,000, PostgreSQL, phone numbers in no order",
            ours=middle(rounds, "ours"),
            limit=middle(rounds, "raw"),
            unit="s",
            at_most=1.7,
            note=f"{spread(rounds, 'ours')} and {spread(rounds, 'raw')}; "
            f"transactions of at most {STEP:,} rows, jobs enqueued in them",
        )
    ]


def _make(url: str) -> None:
    settings, now = office.settings_for(url, secret_key=office.KEY), datetime.now(UTC)
    with opened(settings) as store:
        directory.fill(store, MILLION, scattered=True)
        office.start_broadcast(store, settings, now)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("ANALYZE")


def _ours(url: str) -> float:
    settings = office.settings_for(url, secret_key=office.KEY)
    with opened(settings) as store:
        worker = make_worker(settings, store, {}, lambda: datetime.now(UTC))
        with store.read() as connection:
            (broadcast,) = broadcasts.in_state(connection, "fanout")
        start = time.perf_counter()
        while fan_out_step(worker, broadcast.id):
            pass
        return time.perf_counter() - start


def _raw(url: str) -> float:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE TABLE raw (LIKE deliveries INCLUDING ALL)")
        connection.execute("ALTER TABLE raw SET (fillfactor = 70)")
        found = connection.execute("SELECT max(seq) FROM deliveries").fetchone()
        last = found[0] if found else 0
        start = time.perf_counter()
        for first in range(0, last + 1, STEP):
            connection.execute(
                "INSERT INTO raw SELECT * FROM deliveries"
                " WHERE broadcast_id = 1 AND seq BETWEEN %s AND %s ORDER BY seq",
                (first, first + STEP - 1),
            )
        return time.perf_counter() - start
