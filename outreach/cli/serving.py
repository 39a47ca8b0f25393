"""Form, scheduler and worker in one process, until stopped."""

from __future__ import annotations

import logging
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager

import click
import uvicorn

from outreach.cli import logs
from outreach.cli.handoff import Office, clock, taking_over
from outreach.dispatch import watch
from outreach.dispatch.engine import make_worker, working_gateways
from outreach.dispatch.worker import running
from outreach.inbox.post import make_post, open_post
from outreach.model.errors import InputError
from outreach.schedule.backups import backing_up
from outreach.schedule.ticker import ticking
from outreach.settings import Settings
from outreach.store import opened
from outreach.web.app import create_app

log = logging.getLogger(__name__)


def run(
    settings: Settings, host: str, port: int, before: Callable[[Office], None]
) -> None:
    """Serve until stopped; ``before`` runs once the engine is up."""
    logs.begin_server(settings)
    with ExitStack() as stack:
        listener = stack.enter_context(closing(_listener(host, port)))
        office = stack.enter_context(_open_office(settings, _address(host, port)))
        gateways = working_gateways(settings)
        app = create_app(settings, office.store, clock, gateways)
        worker = make_worker(settings, office.store, gateways, clock)
        stack.enter_context(running(worker))
        stack.enter_context(ticking(office.store, settings, clock))
        stack.enter_context(open_post(make_post(settings, office.store, clock)))
        stack.enter_context(backing_up(settings, clock))
        stack.enter_context(taking_over(office))
        before(office)
        config = uvicorn.Config(
            app,
            log_config=None,
            log_level="warning",
            access_log=False,
            lifespan="off",
            server_header=False,
            timeout_keep_alive=15,
        )
        click.echo(f"Serving on {office.address}  (stop with Ctrl+C)", err=True)
        uvicorn.Server(config).run(sockets=[listener])


def run_worker(settings: Settings) -> None:
    """Send until stopped, beside any number of other workers. Raises InputError on SQLite."""
    logs.begin_server(settings)
    with opened(settings) as store:
        if store.exclusive:
            raise InputError(
                "On SQLite the server itself sends: run outreach serve. Workers need "
                "PostgreSQL; docs/howto/scale.md shows the move."
            )
        gateways = working_gateways(settings)
        worker = make_worker(settings, store, gateways, clock)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: worker.stop.set())
        with watch.listening(settings.metrics_port):
            click.echo(f"Worker {worker.name} is ready  (stop with Ctrl+C)", err=True)
            worker.engine.run(worker)


@contextmanager
def _open_office(settings: Settings, address: str) -> Iterator[Office]:
    with opened(settings) as store:
        yield Office(settings=settings, store=store, clock=clock, address=address)


def _address(host: str, port: int) -> str:
    """Where a browser on this machine finds us."""
    here = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    return f"http://[{here}]:{port}" if ":" in here else f"http://{here}:{port}"


def _listener(host: str, port: int) -> socket.socket:
    """Bound before anything is sent: a taken port must not come after a broadcast."""
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise InputError(
            f"Port {port} on {host} can't be used ({error.strerror}). Choose another with --port."
        ) from None
    return listener
