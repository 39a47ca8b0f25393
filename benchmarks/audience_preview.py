"""Preview of an audience among a million addressees, against the bare query."""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path
from typing import Any

from sqlalchemy import text

from benchmarks import directory, fresh, office, postgres
from benchmarks.ratio import Ratio, middle, spread
from outreach.model.audience import AudienceRule
from outreach.reports.audience import preview
from outreach.store import audiences, opened

#: Of the bar; fewer to try it out on a busy machine.
ADDRESSEES = int(os.environ.get("BENCH_ADDRESSEES", "1000000"))
REPEATS = 3
_RULE = AudienceRule(countries=("KE",), has_internet=False)
_BARE = """
SELECT a.channel, a.language, count(*), count(DISTINCT a.address)
FROM addressees a
WHERE a.consented AND EXISTS (
  SELECT 1 FROM organisations o WHERE o.id = a.organisation_id
  AND o.country = 'KE' AND o.has_internet IS FALSE)
GROUP BY a.channel, a.language
"""


def measure() -> list[Ratio]:
    """Each round counts and then asks the bare query, in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        found = [_ratio("SQLite", f"sqlite:///{Path(folder, 'outreach.db')}")]
    with postgres.running() as server:
        return [*found, _ratio("PostgreSQL", server.url(server.create()))]


def _ratio(name: str, url: str) -> Ratio:
    fresh.call(_make, url=url)
    rounds = [fresh.call(_round, url=url) for _ in range(REPEATS)]
    return Ratio(
        what=f"Preview of an audience of {ADDRESSEES:,}, {name}",
        ours=middle(rounds, "ours"),
        limit=middle(rounds, "bare"),
        unit="s",
        at_most=1.5,
        note=f"{spread(rounds, 'ours')} and {spread(rounds, 'bare')}; ours also says "
        "who is not reached, and why",
    )


def _settings(url: str) -> Any:
    return office.settings_for(url, secret_key=office.KEY)


def _make(url: str) -> None:
    with opened(_settings(url)) as store:
        directory.fill(store, ADDRESSEES, scattered=True)
        with store.write() as connection:
            audiences.put_audience(connection, "offline", _RULE)
            # One in fifty has never agreed.
            statement = "UPDATE addressees SET consented = false WHERE id % 50 = 0"
            connection.execute(text(statement))
        with store.write() as connection:
            connection.execute(text("ANALYZE"))


def _round(url: str) -> dict[str, float]:
    """Seconds of either, after the audience was counted once."""
    with opened(_settings(url)) as store, store.read() as connection:
        audience = audiences.audience(connection, "offline")
        spent = {}
        for name in ("warm", "bare", "ours"):
            begun = time.perf_counter()
            if name == "bare":
                connection.execute(text(_BARE)).all()
            else:
                preview(connection, audience, store.secret)
            spent[name] = time.perf_counter() - begun
    return spent
