"""Sub-commands that channels bring: JSON Lines in, JSON Lines out."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import click

from outreach import registry
from outreach.model.contracts import HasCommands, LineCommand
from outreach.model.errors import CannotCarry, InputError


def channel_groups() -> Iterator[click.Group]:
    """A group for each channel that brings commands."""
    for channel in registry.plugins().channels.values():
        if isinstance(channel, HasCommands) and channel.commands:
            group = click.Group(
                channel.name, help=f"{channel.label}: tools on JSON Lines."
            )
            for command in channel.commands:
                group.add_command(_click_command(command))
            yield group


def _click_command(command: LineCommand) -> click.Command:
    params: list[click.Parameter] = []
    if command.takes_language:
        params.append(
            click.Option(["--language"], required=True, help="Such as en or sw.")
        )
    return click.Command(
        command.name, params=params, callback=_runner(command), help=command.help
    )


def _runner(command: LineCommand) -> Callable[..., None]:
    def run(language: str = "") -> None:
        failed = False
        for line in sys.stdin.buffer:
            if not line.strip():
                continue
            answer = _answer(command, line, language)
            failed |= "error" in answer
            sys.stdout.write(_written(answer) + "\n")
        sys.stdout.flush()
        if failed:
            raise click.exceptions.Exit(1)

    return run


def _written(answer: Mapping[str, Any]) -> str:
    """One line of JSON; half a character, which UTF-8 can't write, as its escape."""
    text = json.dumps(answer, ensure_ascii=False)
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.dumps(answer)
    return text


def _answer(command: LineCommand, line: bytes, language: str) -> Mapping[str, Any]:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return {"error": "The line is not JSON."}
    if not isinstance(value, Mapping):
        return {"error": "The line is not a JSON object, in braces."}
    try:
        return command.run(value, language)
    except (InputError, CannotCarry) as error:
        return {"error": str(error)}
