"""``outreach doctor``: what stands in the way, and what to do about it.

It only looks: it makes, upgrades and sends nothing, and works beside a running server.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import click

from outreach.cli.doctor import gateways, installation, machine, records
from outreach.cli.doctor.finding import Finding
from outreach.cli.handoff import clock
from outreach.settings import Settings, read_settings


@click.command()
def doctor() -> None:
    """Check this installation; exits 3 if something must be done."""
    failed = False
    for finding in findings(read_settings(), clock()):
        failed |= not finding.sound
        click.echo(f"{'ok  ' if finding.sound else 'DO  '} {finding.sentence}")
    if failed:
        raise click.exceptions.Exit(3)


def findings(settings: Settings, now: datetime) -> Iterator[Finding]:
    """Everything looked at, in order."""
    yield from installation.findings(settings)
    yield from gateways.findings(settings)
    yield from machine.findings(settings)
    yield from records.findings(settings, now)
