"""A dispatching process of its own, to be killed: the real outbox, small windows."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime

from channels.gateways.outbox import OutboxGateway
from outreach import registry
from outreach.dispatch.embedded import EmbeddedEngine, recover, work_once
from outreach.dispatch.worker import Worker
from outreach.model.contracts import GatewaySettings
from outreach.schedule.ticker import tick
from outreach.settings import read_settings
from outreach.store import broadcasts, opened
from tests.fakes.plugins import fake_plugins


class SmallWindows(OutboxGateway):
    """Many windows: many places to be killed at."""

    name = "recorder"
    capabilities = dataclasses.replace(OutboxGateway.capabilities, window=20)


def main() -> None:
    registry.plugins = fake_plugins  # type: ignore[assignment]
    settings = read_settings()
    with opened(settings) as store:
        worker = Worker(
            name="killed",
            store=store,
            gateways={"recorder": SmallWindows(GatewaySettings(out=settings.out))},
            clock=lambda: datetime(2027, 3, 1, 9, 0, tzinfo=UTC),
            engine=EmbeddedEngine(),
        )
        recover(store)
        print("ready", flush=True)
        tick(store, settings, worker.clock())
        while work_once(worker):
            pass
        with store.read() as connection:
            states = {b.state for b in broadcasts.newest(connection)}
    print(f"ended {states}", flush=True)


if __name__ == "__main__":
    main()
