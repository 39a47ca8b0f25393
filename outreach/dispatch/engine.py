"""Which engine, and a worker for it: the database's address alone decides."""

from __future__ import annotations

import logging
import os
import socket
from collections.abc import Mapping
from secrets import token_hex

from outreach import registry
from outreach.dispatch.clock import ServerClock
from outreach.dispatch.embedded import EmbeddedEngine
from outreach.dispatch.worker import Clock, Engine, Worker
from outreach.model.contracts import Gateway
from outreach.model.errors import InputError
from outreach.model.quiet import Quiet
from outreach.settings import Settings
from outreach.store import Store

log = logging.getLogger(__name__)


def engine_of(store: Store) -> Engine:
    """The embedded engine for SQLite, the distributed one for PostgreSQL."""
    if store.exclusive:
        return EmbeddedEngine()
    from outreach.dispatch.distributed import DistributedEngine

    return DistributedEngine(store)


def working_gateways(settings: Settings, *, told: bool = False) -> dict[str, Gateway]:
    """Every gateway whose settings are there; of the others the log tells once."""
    found = {}
    for name in registry.plugins().gateways:
        try:
            found[name] = registry.gateway(name, settings)
        except InputError as error:
            why = " ".join(map(str, error.problems))
            if not told:
                log.info("The gateway %s is not set up. %s", name, why)
    return found


def make_worker(
    settings: Settings, store: Store, gateways: Mapping[str, Gateway], clock: Clock
) -> Worker:
    """A worker of this process, with what the settings say of rates and quiet hours.

    ``clock`` is this machine's: where there may be others, the database server's counts.
    """
    rates = {name: registry.rate(name, settings) for name in gateways}
    channels = registry.plugins().channels.values()
    return Worker(
        name=f"{socket.gethostname()[:20]}-{os.getpid()}-{token_hex(3)}",
        store=store,
        gateways=gateways,
        clock=clock if store.exclusive else ServerClock(store),
        engine=engine_of(store),
        rates={name: rate for name, rate in rates.items() if rate},
        settings=settings,
        quiet=Quiet(hours=settings.quiet_hours, rest_days=settings.rest_days),
        ringing=frozenset(c.name for c in channels if c.freight == "text"),
    )
