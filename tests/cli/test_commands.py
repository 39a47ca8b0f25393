"""Commands are found where they live, and nothing else is loaded for one."""

from __future__ import annotations

import subprocess
import sys

import click
import pytest

from outreach.cli import cli
from outreach.cli.commands import WHERE

#: What makes a start slow: the web, the database, the gateways, the pages.
HEAVY = ("fastapi", "sqlalchemy", "aiohttp", "reportlab")


@pytest.mark.parametrize("name", WHERE)
def test_every_command_is_where_the_table_says(name):
    command = cli.get_command(click.Context(cli), name)

    assert command is not None
    assert command.name == name
    assert command.help


def test_what_is_no_command_is_refused_as_wrong_usage(run):
    done = run("frobnicate")

    assert done.code == 2
    assert "frobnicate" in done.err


def test_counting_a_text_loads_nothing_heavy():
    code = (
        "import sys; from outreach.cli import cli; "
        "cli(['sms', 'count'], standalone_mode=False); "
        f"print([name for name in {HEAVY} if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        input="",
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout == "[]\n"
