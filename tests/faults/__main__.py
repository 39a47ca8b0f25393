"""``make faults``: at least 200 kills over every phase, database and kind of gateway."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from outreach import registry
from outreach.model.contracts import Fate
from tests.fakes.plugins import fake_plugins
from tests.faults.rounds import LONG, SHORT, on_postgresql, on_sqlite
from tests.faults.verdict import Verdict, table
from tests.postgres import Postgres

LEAST = 200


def main() -> int:
    """0 if nothing was lost, doubled or stuck; else 3."""
    arguments = _arguments()
    registry.plugins = fake_plugins  # type: ignore[assignment]
    print(f"seed {arguments.seed}, load average {_load()}", flush=True)
    start = time.monotonic()
    verdicts = list(_rounds(arguments))
    seconds = time.monotonic() - start
    kills = sum(len(verdict.kills) for verdict in verdicts)
    texts = sum(verdict.texts for verdict in verdicts)
    print(table(verdicts))
    print(f"{kills} kills, {texts} texts, {seconds:.0f} s, load average {_load()}")
    return 3 if any(verdict.faults for verdict in verdicts) or kills < LEAST else 0


def _rounds(arguments: argparse.Namespace) -> Iterator[Verdict]:
    counts = SHORT if arguments.short else LONG
    with _folder() as folder, _postgres(folder) as postgres:
        for number, fate in enumerate(arguments.fate):
            for mode in arguments.mode:
                place = folder / f"{mode}-{fate}"
                place.mkdir()
                seed = arguments.seed + number
                if mode == "sqlite":
                    verdict = on_sqlite(place, fate, seed, counts)
                else:
                    verdict = on_postgresql(place, fate, seed, counts, postgres)
                _tell(verdict, place)
                yield verdict


def _tell(verdict: Verdict, place: Path) -> None:
    print(f"{verdict.mode}, {verdict.fate}: {len(verdict.kills)} kills", flush=True)
    for fault in verdict.faults:
        print(f"  {fault}", flush=True)
    if verdict.faults:
        kept = Path(tempfile.mkdtemp(prefix="outreach-faults-")) / place.name
        shutil.copytree(place, kept, ignore=shutil.ignore_patterns("provider"))
        print(f"  kept in {kept}", flush=True)


@contextmanager
def _folder() -> Iterator[Path]:
    # Not below a long path: the address of a socket has about 100 bytes.
    folder = Path(tempfile.mkdtemp(prefix="outreach-faults-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


@contextmanager
def _postgres(folder: Path) -> Iterator[Postgres]:
    place = folder / "server"
    place.mkdir(mode=0o700)
    server = Postgres(place)
    try:
        server.migrate()
        yield server
    finally:
        server.stop()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--short", action="store_true", help="a few kills a round")
    parser.add_argument("--fate", type=Fate, nargs="*", default=list(Fate))
    modes = ["sqlite", "postgresql"]
    parser.add_argument("--mode", choices=modes, nargs="*", default=modes)
    return parser.parse_args()


def _load() -> str:
    return " ".join(f"{value:.2f}" for value in os.getloadavg())


if __name__ == "__main__":
    sys.exit(main())
