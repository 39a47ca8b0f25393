"""``outreach serve``, ``outreach worker`` and ``outreach demo``.

The server's libraries are imported only when it starts: they would triple the time that
``outreach --help`` takes.
"""

from __future__ import annotations

from dataclasses import replace

import click

from outreach.cli import samples
from outreach.settings import read_settings

HOST = click.option("--host", default="127.0.0.1", show_default=True)
PORT = click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(1, 65535)
)


@click.command()
@HOST
@PORT
def serve(host: str, port: int) -> None:
    """Serve the form, run the scheduler and send, until stopped."""
    from outreach.cli.serving import run

    run(read_settings(), host, port, lambda office: None)


@click.command()
def worker() -> None:
    """Send what broadcasts have to send, until stopped; on PostgreSQL, on any machine."""
    from outreach.cli.serving import run_worker

    run_worker(read_settings())


@click.command()
@HOST
@PORT
def demo(host: str, port: int) -> None:
    """Send the sample announcement into out/, then serve the form with a sign-in link."""
    from outreach.cli.serving import run

    settings = read_settings()
    if "OUTREACH_DATABASE_URL" not in settings.values:
        settings = replace(
            settings, database_url="sqlite:///outreach-data/demo/outreach.db"
        )
    settings = replace(settings, approvals=0)
    run(settings, host, port, samples.show)
