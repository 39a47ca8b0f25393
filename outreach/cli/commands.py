"""Which command lives where: only the one that is asked for is loaded.

Loading all of them takes two seconds on a fast machine, and some are called in loops.
"""

from __future__ import annotations

from importlib import import_module

import click

from outreach.cli import lines

#: Each command's module in this room, and its name there.
WHERE = {
    "announce": ("office", "announce"),
    "approve": ("office", "approve"),
    "audience": ("audience", "audience"),
    "backup": ("backups", "backup"),
    "broadcast": ("office", "broadcast"),
    "cancel": ("office", "cancel"),
    "channels": ("content", "channels"),
    "demo": ("serve", "demo"),
    "directory": ("directory", "directory"),
    "doctor": ("doctor", "doctor"),
    "enquiries": ("enquiries", "enquiries_"),
    "evidence": ("evidence", "evidence_"),
    "export": ("importing", "export_"),
    "held": ("held", "held"),
    "import": ("importing", "import_"),
    "inbox": ("inbox", "inbox"),
    "leaflet": ("leaflet", "leaflet"),
    "lexicon": ("lexicon", "lexicon"),
    "migrate-to": ("moving", "migrate_to"),
    "papers": ("papers", "papers"),
    "pause": ("office", "pause"),
    "person": ("person", "person"),
    "render": ("content", "render"),
    "report": ("reports", "report"),
    "restore": ("backups", "restore"),
    "resume": ("office", "resume"),
    "routes": ("routes", "routes"),
    "schema": ("content", "schema"),
    "series": ("series", "series"),
    "serve": ("serve", "serve"),
    "users": ("people", "users"),
    "validate": ("content", "validate"),
    "worker": ("serve", "worker"),
}


def load_all() -> None:
    """Load every command: a server does what any of them hands over."""
    for module, _ in WHERE.values():
        import_module(f"outreach.cli.{module}")


class Commands(click.Group):
    """Ours, and a group of commands for each channel that brings some."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every name."""
        return sorted([*WHERE, *lines.channels_with_commands()])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name; None if there is none."""
        if cmd_name not in WHERE:
            return lines.group_of(cmd_name)
        module, name = WHERE[cmd_name]
        found = getattr(import_module(f"outreach.cli.{module}"), name)
        return found if isinstance(found, click.Command) else None
