"""The processes under test: a server on SQLite, workers and a callback server on PostgreSQL.

They run production code with short waits, until they are killed or told to stop.
"""

from __future__ import annotations

import logging
import os
import sys
import threading
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from outreach import registry
from outreach.dispatch import distributed, embedded, fanning, send, stops
from outreach.dispatch.engine import engine_of
from outreach.dispatch.retry import Schedule
from outreach.dispatch.worker import Worker
from outreach.model.news import Event
from outreach.model.states import Outcome
from outreach.settings import read_settings
from outreach.store import Store, Unavailable, events, opened
from outreach.store.ledger import chunk, fanout
from tests.fakes.plugins import fake_plugins
from tests.faults.aim import Aim, wrap_phases
from tests.faults.gateway import Line, ProviderGateway, line_to
from tests.faults.provider import Place

#: Seconds: who is killed is taken over soon.
LEASE = 3
#: Deliveries of a step of fan-out, and of a chunk.
SMALL = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """What a process is told at its start."""

    name: str
    environment: dict[str, str]
    place: Place
    #: Whether it sends; whether it hears callbacks.
    sends: bool
    hears: bool
    log: Path


def now() -> datetime:
    return datetime.now(UTC)


def main(post: Post, driver: Connection) -> None:
    """Work until told to stop."""
    _log_to(post.log)
    _shorten_waits()
    registry.plugins = fake_plugins  # type: ignore[assignment]
    aim, stop = Aim(driver), threading.Event()
    wrap_phases(aim)
    threading.Thread(target=_obey, args=(driver, aim, stop), daemon=True).start()
    with ExitStack() as stack:
        store = stack.enter_context(opened(read_settings(post.environment)))
        worker = _worker(post, store, aim, stop) if post.sends else None
        driver.send("ready")
        if post.hears:
            stack.enter_context(_hearing(post.place, store, aim, stop))
        if worker:
            worker.engine.run(worker)
        stop.wait()


def _worker(post: Post, store: Store, aim: Aim, stop: threading.Event) -> Worker:
    return Worker(
        name=post.name,
        store=store,
        gateways={"recorder": ProviderGateway(post.place, aim)},
        clock=now,
        engine=engine_of(store),
        lease=LEASE,
        stop=stop,
    )


def _log_to(path: Path) -> None:
    """Also what a dying thread or the interpreter itself has to say."""
    file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    for descriptor in (1, 2):
        os.dup2(file, descriptor)
    logging.basicConfig(
        stream=sys.stderr,
        level=logging.WARNING,
        format="%(levelname)s %(name)s %(message)s",
    )


def _shorten_waits() -> None:
    """Small pieces and short waits: more places to be killed at, sooner taken over."""
    fanout.STEP = dict.fromkeys(fanout.STEP, SMALL)
    for module in (chunk, fanout, fanning):
        module.CHUNK = SMALL
    distributed.SWEEP = 0.5
    send.ASK_AGAIN = send.PAUSE = embedded.AGAIN = 1
    stops.STOPPED = Schedule(first=1, longest=1)


def _obey(driver: Connection, aim: Aim, stop: threading.Event) -> None:
    while (told := driver.recv()) is not None:
        aim.take(*told)
    stop.set()


class _hearing:
    """Callbacks are heard, as the web server hears them, until the block ends."""

    def __init__(
        self, place: Place, store: Store, aim: Aim, stop: threading.Event
    ) -> None:
        self._place, self._store = place, store
        self._aim, self._stop = aim, stop
        self._thread = threading.Thread(target=self._hear, name="callbacks")

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: Any) -> None:
        self._stop.set()
        self._thread.join()

    def _hear(self) -> None:
        with line_to(self._place) as line:
            while not self._stop.is_set():
                reports = line.ask(reports=None)["reports"]
                for report in reports:
                    self._tell(line, report)
                if not reports:
                    self._stop.wait(0.05)

    def _tell(self, line: Line, report: dict[str, str]) -> None:
        """An error is a 500 to the provider: it calls again."""
        delivery = report["delivery"]
        event = Event(
            key=report["key"],
            outcome=Outcome(report["outcome"]),
            delivery=delivery,
            gateway_id=f"gw-{delivery}",
        )
        self._aim.reach("callback: begun")
        try:
            with self._store.write() as connection:
                events.tell(connection, "recorder", event, self._store.secret, now())
                self._aim.reach("callback: written")
        except Unavailable:
            self._stop.wait(0.2)
            return
        self._aim.reach("callback: committed")
        line.ask(heard=report["key"])
