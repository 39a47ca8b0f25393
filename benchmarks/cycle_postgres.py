"""The delivery cycle on PostgreSQL with Procrastinate: two workers against bare claiming
and settling, and eight workers against one where the gateway takes its time.
"""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import psycopg

from benchmarks import directory, fresh, office, postgres
from benchmarks.ratio import Ratio, middle, spread
from outreach.dispatch.engine import make_worker, working_gateways
from outreach.dispatch.fanning import fan_out_step
from outreach.dispatch.worker import running
from outreach.settings import Settings
from outreach.store import Store, broadcasts, opened
from outreach.store.ledger.chunk import CHUNK

FAST, WINDOW = 100_000, 500
SLOW_CHUNKS, SLOW_WINDOW, SLOW_SECONDS = 4, 10, 0.05
REPEATS = 3
#: Seconds in which every process has opened the database, on two busy cores.
READY = 3.0
_CLAIM = (
    "UPDATE deliveries SET state = 1, claimed_at = %(now)s, changed_at = %(now)s,"
    " attempts = attempts + 1 WHERE broadcast_id = 1"
    " AND seq BETWEEN %(first)s AND %(last)s AND state = 0 RETURNING seq"
)
_SETTLE = (
    "UPDATE deliveries AS d SET state = 2, changed_at = %(now)s"
    " FROM unnest(%(seqs)s::bigint[]) AS v(seq)"
    " WHERE d.broadcast_id = 1 AND d.seq = v.seq AND d.state + 0 = 1"
)
_MESSAGES = (
    "INSERT INTO messages (broadcast_id, seq, gateway_id, gateway, state)"
    " SELECT 1, v.seq, v.id, 'bench', 2"
    " FROM unnest(%(seqs)s::bigint[], %(ids)s::text[]) AS v(seq, id)"
)


def measure() -> list[Ratio]:
    """Workers are processes; all start at one instant."""
    with postgres.running() as server:
        rounds = _fast(server)
        one = _slow(server, 1)
        eight = _slow(server, 8)
    return [
        Ratio(
            what=f"Delivery cycle, PostgreSQL, 2 workers, window {WINDOW}",
            ours=middle(rounds, "ours"),
            limit=middle(rounds, "raw"),
            unit="deliveries/s",
            at_least=0.25,
            note=f"{spread(rounds, 'ours')} and {spread(rounds, 'raw')}",
        ),
        Ratio(
            what=f"PostgreSQL, window {SLOW_WINDOW}, {SLOW_SECONDS * 1000:.0f} ms a send: "
            "8 workers to one",
            ours=eight,
            limit=one,
            unit="deliveries/s",
            at_least=7,
            note=f"{SLOW_CHUNKS} chunks of {CHUNK} for each worker",
        ),
    ]


def _fast(server: postgres.Server) -> list[dict[str, Any]]:
    made = server.create()
    fresh.call(_make, url=server.url(made), deliveries=FAST)
    rounds = []
    for _ in range(REPEATS):
        found = {}
        for name, run in (("ours", _work), ("raw", _raw)):
            url = server.url(server.create(made))
            found[name] = FAST / _together(run, 2, url=url, window=WINDOW, seconds=0)
        rounds.append(found)
    return rounds


def _slow(server: postgres.Server, workers: int) -> float:
    deliveries = workers * SLOW_CHUNKS * CHUNK
    url = server.url(server.create())
    fresh.call(_make, url=url, deliveries=deliveries)
    took = _together(_work, workers, url=url, window=SLOW_WINDOW, seconds=SLOW_SECONDS)
    return deliveries / took


def _together(run: Callable[..., float], workers: int, **values: Any) -> float:
    """Seconds until the last of so many processes is done."""
    start = time.time() + READY + workers
    crew = [
        subprocess.Popen(
            fresh.command(run, **values, start=start, number=number, of=workers),
            stdout=subprocess.PIPE,
        )
        for number in range(workers)
    ]
    ends = [one.communicate(timeout=fresh.LONGEST)[0] for one in crew]
    return max(float(json.loads(end.splitlines()[-1])) for end in ends) - start


def _settings(url: str, **values: object) -> Settings:
    return office.settings_for(url, secret_key=office.KEY, **values)


def _make(url: str, deliveries: int) -> None:
    settings, now = _settings(url), datetime.now(UTC)
    with opened(settings) as store:
        directory.fill(store, deliveries, scattered=True)
        broadcast = office.start_broadcast(store, settings, now)
        worker = make_worker(settings, store, {}, lambda: datetime.now(UTC))
        while fan_out_step(worker, broadcast.id):
            pass


def _work(
    url: str, window: int, seconds: float, start: float, number: int, of: int
) -> float:
    """One worker; the first of them says at which instant it saw that all is done. The
    others look seldom: eight that looked all the time would be as much work as sending.
    """
    settings = _settings(url, bench_window=window, bench_seconds=seconds)
    with opened(settings) as store:
        gateways = working_gateways(settings)
        worker = make_worker(settings, store, gateways, lambda: datetime.now(UTC))
        time.sleep(max(0, start - time.time()))
        with running(worker):
            while not _done(store):
                time.sleep(0.05 if number == 0 else 1)
            return time.time() if number == 0 else start


def _done(store: Store) -> bool:
    with store.read() as connection:
        return broadcasts.by_id(connection, 1).state == "done"


def _raw(
    url: str, window: int, seconds: float, start: float, number: int, of: int
) -> float:
    """One of ``of`` processes that share the windows; the instant at which it ended."""
    with psycopg.connect(url, autocommit=True) as connection:
        found = connection.execute("SELECT max(seq) FROM deliveries").fetchone()
        last = found[0] if found else 0
        time.sleep(max(0, start - time.time()))
        for first in range(number * window, last + 1, window * of):
            values: dict[str, Any] = {
                "now": int(time.time()),
                "first": first,
                "last": first + window - 1,
            }
            seqs = [row[0] for row in connection.execute(_CLAIM, values)]
            ids = [f"bench-{seq}" for seq in seqs]
            values |= {"seqs": seqs, "ids": ids}
            with connection.transaction():
                connection.execute(_SETTLE, values)
                connection.execute(_MESSAGES, values)
    return time.time()
