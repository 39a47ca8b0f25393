"""Rounds on each database: how many kills in which phase, and the server's own."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from pathlib import Path
from random import Random

import psutil
import psycopg

from outreach.model.contracts import Fate
from tests.faults.loop import ANYWHERE, SERVER, begun
from tests.faults.provider import Place
from tests.faults.verdict import Verdict, judge
from tests.postgres import Postgres

#: Kills in each phase of a round; a recovery is killed right after a gateway call.
LONG = {
    "fan-out": 6,
    "claim": 6,
    "gateway": 6,
    "settling": 6,
    "recovery": 3,
    "callback": 6,
    ANYWHERE: 2,
    SERVER: 4,
}
SHORT = dict.fromkeys(LONG, 1) | {"recovery": 0, ANYWHERE: 0}
#: Seconds the provider takes for a message: on PostgreSQL several workers share the work.
_LATENCY = {"sqlite": 0.002, "postgresql": 0.02}
_PHONES = {"sqlite": 200, "postgresql": 400}


def order(counts: Mapping[str, int], chance: Random) -> list[str]:
    """The phases in an order by chance, each recovery behind a gateway call."""
    counts = dict(counts)
    pairs = min(counts.get("recovery", 0), counts.get("gateway", 0))
    units = [["gateway", "recovery"]] * pairs
    for phase, number in counts.items():
        if phase != "recovery":
            units += [[phase]] * (number - (pairs if phase == "gateway" else 0))
    chance.shuffle(units)
    return [phase for unit in units for phase in unit]


def on_sqlite(
    folder: Path, fate: Fate, seed: int, counts: Mapping[str, int]
) -> Verdict:
    """A round of one process with its own file."""
    environment = {"OUTREACH_DATABASE_URL": f"sqlite:///{folder}/outreach.db"}
    kept = {phase: number for phase, number in counts.items() if phase != SERVER}
    return _round("sqlite", environment, folder, fate, seed, kept, None)


def on_postgresql(
    folder: Path, fate: Fate, seed: int, counts: Mapping[str, int], postgres: Postgres
) -> Verdict:
    """A round of several workers, and of the server that they share."""
    name = postgres.create()

    def restart(chance: Random) -> None:
        kill_server(postgres, chance)

    environment = postgres.environment(name)
    verdict = _round("postgresql", environment, folder, fate, seed, counts, restart)
    postgres.drop(name)
    return verdict


def _round(
    mode: str,
    environment: dict[str, str],
    folder: Path,
    fate: Fate,
    seed: int,
    counts: Mapping[str, int],
    restart: Callable[[Random], None] | None,
) -> Verdict:
    place = Place(folder=folder, fate=fate, seed=seed, latency=_LATENCY[mode])
    with begun(mode, environment, place, restart, _PHONES[mode]) as made:
        made.kill_in(order(counts, made.chance))
        return judge(made, finished=made.finish())


def kill_server(postgres: Postgres, chance: Random) -> None:
    """Kill all processes of the server, or one of them, upon which it starts itself again."""
    server = psutil.Process(postgres.pid)
    children = server.children(recursive=True)
    if chance.random() < 0.5:
        for process in (server, *children):
            process.kill()
        psutil.wait_procs([server, *children], timeout=10)
        postgres.start()
    else:
        chance.choice(children).kill()
        psutil.wait_procs(children, timeout=10)
    _wait_for(postgres)


def _wait_for(postgres: Postgres) -> None:
    for _ in range(300):
        try:
            psycopg.connect(postgres.url("postgres"), connect_timeout=2).close()
        except psycopg.OperationalError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError("PostgreSQL did not come back")
