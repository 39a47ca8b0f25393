"""POST of the form by 32 clients while a million go out, against an idle server."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks import clients, directory, fresh, office
from benchmarks.ratio import Ratio
from outreach.model.states import State
from outreach.settings import Settings
from outreach.store import broadcasts, opened, users
from outreach.store.ledger import count
from outreach.web.passwords import hashed

MILLION = 1_000_000
CLIENTS, SECONDS = 32, 25.0


def measure() -> list[Ratio]:
    """The same office twice: its broadcast waits, then it goes out."""
    with tempfile.TemporaryDirectory() as folder:
        made = f"{folder}/made"
        fresh.call(_make, folder=made)
        idle = _served(made)
        fresh.call(_release, folder=made)
        busy = _served(made)
        sent = fresh.call(_sent, folder=made)
        shutil.rmtree(made)
    if not 0 < sent < MILLION:
        raise RuntimeError(f"{sent:,} went out meanwhile: nothing was measured")
    return [
        Ratio(
            what=f"POST of the form, {CLIENTS} clients, while a million go out: p99",
            ours=busy["p99"] * 1000,
            limit=idle["p99"] * 1000,
            unit="ms",
            at_most=4,
            note=f"medians {busy['median'] * 1000:.0f} and {idle['median'] * 1000:.0f} ms; "
            f"{busy['posts']:,} and {idle['posts']:,} posts; {sent:,} sent meanwhile",
        ),
        Ratio(
            what="The same: posts that failed",
            ours=busy["failed"] + idle["failed"],
            limit=busy["posts"] + idle["posts"],
            unit="posts",
            at_most=0,
        ),
    ]


def _settings(folder: str) -> Settings:
    return office.settings_for(f"sqlite:///{folder}/outreach.db")


def _make(folder: str) -> None:
    settings, now = _settings(folder), datetime.now(UTC)
    with opened(settings) as store:
        directory.fill(store, MILLION, scattered=True)
        office.plan_broadcast(store, settings, now)
        with store.write() as connection:
            password = hashed(clients.PASSWORD)
            users.add_user(connection, "bea", "Bea", "author", password, now)


def _release(folder: str) -> None:
    settings = _settings(folder)
    with opened(settings) as store:
        office.release(store, settings, datetime.now(UTC))


def _sent(folder: str) -> int:
    with opened(_settings(folder)) as store, store.read() as connection:
        (broadcast,) = broadcasts.newest(connection)
        tally = count.tally(connection, broadcast.id)
    return tally.get("sms", {}).get(State.ACCEPTED, 0)


def _served(folder: str) -> Any:
    with _server(folder) as port:
        return fresh.call(clients.at_work, port=port, clients=CLIENTS, seconds=SECONDS)


@contextmanager
def _server(folder: str) -> Iterator[int]:
    """A real server on a free port, until the block ends."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    values = _settings(folder).values
    with open(f"{folder}/server.log", "w") as log:  # noqa: PTH123
        server = subprocess.Popen(
            [Path(sys.executable).with_name("outreach"), "serve", "--port", str(port)],
            env={**os.environ, **values},
            stderr=log,
        )
    try:
        _wait_for(port, server)
        yield port
    finally:
        server.terminate()
        server.wait(60)


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and server.poll() is None:
        with socket.socket() as line:
            if line.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("the server did not start")
