"""Sub-commands that channels bring: JSON Lines in, JSON Lines out."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

import click

from outreach import registry
from outreach.cli.sayings import lexicon_of
from outreach.model.contracts import Channel, HasCommands, LineCommand
from outreach.model.errors import CannotCarry, InputError
from outreach.model.lexicon import Saying
from outreach.settings import read_settings

Does: TypeAlias = Callable[[Mapping[str, Any], str], Mapping[str, Any]]
DoesBy: TypeAlias = Callable[
    [Mapping[str, Any], str, Sequence[Saying]], Mapping[str, Any]
]


def channels_with_commands() -> list[str]:
    """The channels that bring commands."""
    channels = registry.plugins().channels
    return [name for name, channel in channels.items() if _commands_of(channel)]


def group_of(name: str) -> click.Group | None:
    """The commands that the channel called ``name`` brings; None if it brings none."""
    channel = registry.only_channel(name)
    if channel is None or not (commands := _commands_of(channel)):
        return None
    group = click.Group(channel.name, help=f"{channel.label}: tools on JSON Lines.")
    for command in commands:
        group.add_command(_click_command(command))
    return group


def _commands_of(channel: Channel) -> tuple[LineCommand, ...]:
    return channel.commands if isinstance(channel, HasCommands) else ()


def _click_command(command: LineCommand) -> click.Command:
    params: list[click.Parameter] = []
    if command.takes_language:
        params.append(
            click.Option(["--language"], required=True, help="Such as en or sw.")
        )
    if command.run_by:
        params.append(
            click.Option(
                ["--lexicon"],
                type=click.Path(exists=True, dir_okay=False, path_type=Path),
                help="How names are said, as JSON; else the office's own.",
            )
        )
    return click.Command(
        command.name, params=params, callback=_runner(command), help=command.help
    )


def _runner(command: LineCommand) -> Callable[..., None]:
    def run(language: str = "", lexicon: Path | None = None) -> None:
        failed, does = False, command.run
        if command.run_by:
            sayings = lexicon_of(read_settings(), lexicon)
            does = _by(command.run_by, sayings)
        for line in sys.stdin.buffer:
            if not line.strip():
                continue
            answer = _answer(does, line, language)
            failed |= "error" in answer
            sys.stdout.buffer.write(_written(answer))
        sys.stdout.buffer.flush()
        if failed:
            raise click.exceptions.Exit(1)

    return run


def _by(run_by: DoesBy, sayings: Sequence[Saying]) -> Does:
    return lambda line, language: run_by(line, language, sayings)


#: Made once: ``json.dumps`` would make one for each line.
_JSON = json.JSONEncoder(ensure_ascii=False)


def _written(answer: Mapping[str, Any]) -> bytes:
    """One line of JSON; half a character, which UTF-8 can't write, as its escape."""
    try:
        return f"{_JSON.encode(answer)}\n".encode()
    except UnicodeEncodeError:
        return f"{json.dumps(answer)}\n".encode()


def _answer(does: Does, line: bytes, language: str) -> Mapping[str, Any]:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return {"error": "The line is not JSON."}
    if not isinstance(value, Mapping):
        return {"error": "The line is not a JSON object, in braces."}
    try:
        return does(value, language)
    except (InputError, CannotCarry) as error:
        return {"error": str(error)}
