"""Flags that several commands have."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from outreach.model.layout import PAPER_SIZES

_LAYOUT = (
    click.option(
        "--labels", help="Language of the labels where the text's own has none."
    ),
    click.option(
        "--paper",
        type=click.Choice(PAPER_SIZES),
        help="For those who have none of their own; else the office's.",
    ),
    click.option("--second-language", help="In which pages are too."),
)
_READING = (
    click.option(
        "--read-from", metavar="DAY", help="Scripts may be read from then on."
    ),
    click.option(
        "--do-not-read-after",
        metavar="DAY",
        help="2027-05-05 or 2027-05-05T14:30; else while it is true.",
    ),
)


def layout_flags(command: Callable[..., Any]) -> Callable[..., Any]:
    """How pages are set."""
    for option in reversed(_LAYOUT):
        command = option(command)
    return command


def reading_flags(command: Callable[..., Any]) -> Callable[..., Any]:
    """When scripts are read on air."""
    for option in reversed(_READING):
        command = option(command)
    return command
