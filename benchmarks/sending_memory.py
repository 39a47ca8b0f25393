"""Memory of a process that fans out and sends, at 1,000 and at 100,000 recipients."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime

from benchmarks import directory, fresh, office
from benchmarks.ratio import Ratio
from outreach.dispatch import embedded
from outreach.dispatch.engine import make_worker, working_gateways
from outreach.settings import Settings
from outreach.store import opened

FEW, MANY = 1_000, 100_000


def measure() -> list[Ratio]:
    """The peaks of two processes that do all but making the directory."""
    with tempfile.TemporaryDirectory() as folder:
        few, many = (_peak(folder, number) for number in (FEW, MANY))
    return [
        Ratio(
            what=f"Memory at {MANY:,} recipients beside {FEW:,}, fan-out and outbox",
            ours=many,
            limit=few,
            unit="MB",
            # Room for what grows with a table's depth and a page cache that fills.
            at_most=1.1,
        )
    ]


def _peak(folder: str, number: int) -> float:
    place = f"{folder}/{number}"
    fresh.call(_make, folder=place, number=number)
    found: float = fresh.call(_send, folder=place, number=number)
    return found


def _settings(folder: str) -> Settings:
    return office.settings_for(
        f"sqlite:///{folder}/outreach.db", routes="sms=outbox", out=f"{folder}/out"
    )


def _make(folder: str, number: int) -> None:
    settings = _settings(folder)
    with opened(settings) as store:
        directory.fill(store, number, scattered=True)
        office.start_broadcast(store, settings, datetime.now(UTC))


def _send(folder: str, number: int) -> float:
    settings = _settings(folder)
    with opened(settings) as store:
        gateways = working_gateways(settings)
        worker = make_worker(settings, store, gateways, lambda: datetime.now(UTC))
        while embedded.fan_out_next(worker) or embedded.work_once(worker):
            pass
        with store.read() as connection:
            (sent,) = connection.exec_driver_sql(
                "SELECT count(*) FROM deliveries WHERE state IN (2, 3)"
            ).one()
    if sent != number:
        raise RuntimeError(f"{sent:,} of {number:,} were sent")
    return fresh.peak_memory()
