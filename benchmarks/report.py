"""The account of a broadcast of a million, against one bare query for its figures."""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path
from typing import Any

from sqlalchemy import text

from benchmarks import directory, fresh, office, postgres
from benchmarks.ratio import Ratio, middle, spread
from outreach.dispatch.engine import make_worker
from outreach.dispatch.fanning import fan_out_step
from outreach.reports import scoping
from outreach.reports.account import account_of
from outreach.store import Store, broadcasts, opened

#: Of the bar; fewer to try it out on a busy machine.
DELIVERIES = int(os.environ.get("BENCH_DELIVERIES", "1000000"))
REPEATS = 3
#: What a person who knows the tables would ask for deliveries and organisations by channel,
#: state, place, category and women-led, in one query.
_BARE = """
SELECT d.channel, d.state, o.country, o.region, o.category, o.women_led,
       count(*), count(DISTINCT o.id)
FROM deliveries d
JOIN addressees a ON a.id = d.addressee_id
JOIN organisations o ON o.id = a.organisation_id
WHERE d.broadcast_id = 1
GROUP BY d.channel, d.state, o.country, o.region, o.category, o.women_led
"""
_SPREAD = (
    "UPDATE organisations SET region = 'Region ' || (id % 47), category = CASE id % 3"
    " WHEN 0 THEN 'ngo' WHEN 1 THEN 'media' ELSE 'research' END",
    "UPDATE deliveries SET state = CASE WHEN seq % 20 < 8 THEN 2 WHEN seq % 20 < 15"
    " THEN 3 WHEN seq % 20 < 17 THEN 4 WHEN seq % 20 < 18 THEN 6 ELSE 8 END,"
    " code = CASE WHEN seq % 20 IN (15, 16) THEN '30003' END",
)


def measure() -> list[Ratio]:
    """Each round counts and then asks the bare query, in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder, 'outreach.db')}"
        fresh.call(_make, url=url)
        found = [_ratio("SQLite", _rounds(url))]
    with postgres.running() as server:
        url = server.url(server.create())
        fresh.call(_make, url=url)
        return [*found, _ratio("PostgreSQL", _rounds(url))]


def _rounds(url: str) -> list[dict[str, float]]:
    return [fresh.call(_round, url=url) for _ in range(REPEATS)]


def _ratio(name: str, rounds: list[dict[str, float]]) -> Ratio:
    return Ratio(
        what=f"Account of a broadcast of {DELIVERIES:,}, {name}",
        ours=middle(rounds, "ours"),
        limit=middle(rounds, "bare"),
        unit="s",
        at_most=2,
        note=f"{spread(rounds, 'ours')} and {spread(rounds, 'bare')}; "
        f"{rounds[0]['memory']:.0f} MB at most",
    )


def _settings(url: str) -> Any:
    return office.settings_for(url, secret_key=office.KEY)


def _make(url: str) -> None:
    settings = _settings(url)
    with opened(settings) as store:
        directory.fill(store, DELIVERIES, scattered=True)
        office.start_broadcast(store, settings)
        worker = make_worker(settings, store, {}, lambda: office.NOW)
        while fan_out_step(worker, 1):
            pass
        with store.write() as connection:
            for statement in _SPREAD:
                connection.execute(text(statement))
        _tidy(store)


def _tidy(store: Store) -> None:
    """As either database does by itself some time after so many changes."""
    with store.write() as connection:
        connection.execute(text("ANALYZE"))


def _round(url: str) -> dict[str, float]:
    """Seconds of either, after the account was counted once, and the peak of memory in MB."""
    with opened(_settings(url)) as store, store.read() as connection:
        code = broadcasts.by_id(connection, 1).code
        spent = {}
        for name in ("warm", "bare", "ours"):
            begun = time.perf_counter()
            if name == "bare":
                connection.execute(text(_BARE)).all()
            else:
                subject = scoping.of_name(connection, code)
                account_of(connection, subject, office.NOW)
            spent[name] = time.perf_counter() - begun
    return {**spent, "memory": fresh.peak_memory()}
