"""A process of an office on PostgreSQL: ``ticker`` ticks at each instant that it is told,
``worker FILE`` sends, and writes every delivery down, until its input ends.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread

from outreach import registry
from outreach.dispatch.engine import make_worker
from outreach.dispatch.worker import Worker
from outreach.model.contracts import Outgoing, Receipt
from outreach.schedule.ticker import tick
from outreach.settings import Settings, read_settings
from outreach.store import Store, opened
from tests.fakes.plugins import RecordingGateway, fake_plugins, with_editions


class WritingGateway(RecordingGateway):
    """Appends the id of each delivery to a file that all workers share."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path

    def send(self, window: Sequence[Outgoing]) -> Sequence[Receipt]:
        with self._path.open("a") as file:
            file.write("".join(f"{outgoing.id}\n" for outgoing in window))
        return super().send(window)


def main(role: str, *arguments: str) -> None:
    found = with_editions(fake_plugins())
    registry.plugins = lambda: found  # type: ignore[assignment]
    settings = read_settings()
    with opened(settings) as store:
        if role == "ticker":
            tell_ticks(store, settings)
        else:
            gateways = {"recorder": WritingGateway(Path(arguments[0]))}
            worker = make_worker(settings, store, gateways, lambda: datetime.now(UTC))
            Thread(target=stop_at_the_end, args=(worker,), daemon=True).start()
            worker.engine.run(worker)


def tell_ticks(store: Store, settings: Settings) -> None:
    print("ready", flush=True)
    for line in sys.stdin:
        fired = tick(store, settings, datetime.fromisoformat(line.strip()))
        print(fired, flush=True)


def stop_at_the_end(worker: Worker) -> None:
    sys.stdin.read()
    worker.stop.set()


if __name__ == "__main__":
    main(*sys.argv[1:])
