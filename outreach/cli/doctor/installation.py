"""What was installed: packages, plug-ins, versions with known faults, fonts."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from importlib.metadata import packages_distributions, version

from outreach import registry
from outreach.cli.doctor.finding import Finding, fine, must
from outreach.model.contracts import Channel
from outreach.model.errors import OutreachError
from outreach.settings import Settings
from outreach.store.engines import database_file
from outreach.typesetting.faces import extra_fonts, face, face_names

#: SQLite before this can corrupt a WAL file when two connections checkpoint at once; our
#: one writer stays out of its way.
SOUND_SQLITE = (3, 51, 3)


def findings(settings: Settings) -> Iterator[Finding]:
    """Everything about what was installed."""
    yield from own_packages()
    yield from plugins(settings)
    if database_file(settings) is not None:
        yield sqlite()
    yield scheduler()
    yield fonts()


def own_packages() -> Iterator[Finding]:
    """Another distribution may have written over two of our top-level names."""
    owners = packages_distributions()
    for name in ("channels", "templates"):
        others = sorted(set(owners.get(name, [])) - {"outreach"})
        if others:
            yield must(
                f"“{name}” also comes from {', '.join(others)}: install Outreach in an "
                "environment of its own."
            )
        else:
            yield fine(f"“{name}” is ours alone.")


def plugins(settings: Settings) -> Iterator[Finding]:
    """Those that can't be loaded, and by which gateway each channel goes out."""
    found = registry.plugins()
    for broken in found.broken:
        yield must(
            f"{broken.name} of {broken.distribution} could not be loaded ({broken.reason}): "
            "mend or uninstall it."
        )
    for channel in found.channels.values():
        try:
            names = registry.routes(channel, settings)
            for name in names:
                registry.gateway(name, settings)
        except OutreachError as error:
            yield must(f"{channel.label}: {error}")
        else:
            yield carried(channel, names)


def carried(channel: Channel, names: Sequence[str]) -> Finding:
    """Whether the gateways of a channel take what it makes."""
    kinds = registry.plugins().gateways
    for name in names:
        if channel.freight not in kinds[name].capabilities.freight:
            return must(
                f"{channel.label} is routed to {name}, which carries no "
                f"{channel.freight}: change OUTREACH_ROUTES."
            )
    return fine(f"{channel.label} goes out by {', then '.join(names)}.")


def sqlite() -> Finding:
    """SQLite's version."""
    if sqlite3.sqlite_version_info >= SOUND_SQLITE:
        return fine(f"SQLite {sqlite3.sqlite_version}.")
    return fine(
        f"SQLite {sqlite3.sqlite_version} has a known fault with several writers; Outreach "
        "writes with one. Let no other program write to the database file."
    )


def scheduler() -> Finding:
    """APScheduler 4 is another interface, and was never released as finished."""
    found = version("apscheduler")
    if int(found.split(".")[0]) < 4:
        return fine(f"APScheduler {found}.")
    return must(
        f"APScheduler {found} can't run the schedules: run “make install” again."
    )


def fonts() -> Finding:
    """The faces that pages are set in."""
    for name in face_names():
        family, _, weight = name.rpartition("-")
        try:
            whole = face(family, int(weight)).has(" 1")
        except OSError:
            whole = False
        if not whole:
            return must(f"The font {name} can't be read: install Outreach again.")
    extra = extra_fonts()
    if extra.unusable:
        return must(
            f"A font can't be used: {extra.unusable[0]}. Take it out of OUTREACH_FONT_DIRS."
        )
    return fine(f"{len(face_names()) + len(extra.digests)} fonts.")
