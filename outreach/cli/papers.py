"""``outreach papers``: labels, lists, slips, sign-off sheets and print-room packs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import click

from outreach.dispatch import papers as making
from outreach.model.errors import InputError
from outreach.model.papers import LabelSheet, PaperOptions
from outreach.settings import Settings, read_settings
from outreach.store import Connection, broadcasts
from outreach.store.broadcasts import Broadcast
from outreach.store.database import looked_at, refuse_newer
from outreach.store.ledger.parcels import Place

PACK, TEST = "pack", "test"


class _Nudge(click.ParamType[tuple[float, float]]):
    """Two numbers of millimetres, as ``0.5,-1``."""

    name = "x,y"

    def convert(
        self,
        value: object,
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> tuple[float, float]:
        if isinstance(value, tuple):
            return value
        try:
            right, down = map(float, str(value).split(","))
        except ValueError:
            self.fail("write millimetres to the right and down, such as 0.5,-1.")
        return right, down


@click.command()
@click.argument("code", metavar="BROADCAST")
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), help="Write files here."
)
@click.option("--paper", "names", multiple=True, help="Only this; else all.")
@click.option(
    "--sheet",
    type=click.Choice(get_args(LabelSheet)),
    default="l7160",
    show_default=True,
)
@click.option("--start", default=1, help="First label that is still on the sheet.")
@click.option(
    "--nudge", type=_Nudge(), default=(0.0, 0.0), help="Move by mm: right,down."
)
@click.option("--leave-out", is_flag=True, help="Go on without what does not fit.")
@click.option("--one-sided", is_flag=True, help="Pages are printed on one side.")
@click.option("--test", is_flag=True, help="Only the test page for labels.")
def papers(
    code: str,
    out: Path | None,
    names: tuple[str, ...],
    sheet: LabelSheet,
    start: int,
    nudge: tuple[float, float],
    leave_out: bool,
    one_sided: bool,
    test: bool,
) -> None:
    """Make the papers of BROADCAST from what has gone out of it, to carry and to post.

    One print-room pack for each region.
    """
    settings = read_settings()
    options = PaperOptions(
        sheet=sheet,
        start=start,
        nudge=nudge,
        leave_out=leave_out,
        both_sides=not one_sided,
    )
    with looked_at(settings) as connection:
        if connection is None:
            raise InputError(f"There is no broadcast “{code[:40]}”.")
        refuse_newer(connection)
        found = broadcasts.by_code(connection, code)
        notes = making.still_open(connection, found)
        wanted = (TEST,) if test else names or _all(connection, found)
        for name in wanted:
            notes += _make(
                connection, settings, found, name, options, out or settings.out
            )
    for sentence in dict.fromkeys(notes):
        click.echo(f"note: {sentence}", err=True)


def _all(connection: Connection, found: Broadcast) -> tuple[str, ...]:
    kinds = making.kinds_of(connection, found)
    return tuple(kind.name for kind in kinds if kind.name != TEST)


def _make(
    connection: Connection,
    settings: Settings,
    found: Broadcast,
    name: str,
    options: PaperOptions,
    out: Path,
) -> list[str]:
    """Write one paper, or a pack for each place; what staff should know of it."""
    out.mkdir(parents=True, exist_ok=True)
    notes: list[str] = []
    for stem, place in _stems(connection, found, name):
        made = making.make(connection, settings, found, name, options, place)
        path = out / f"{stem}.{made.file.name}"
        path.write_bytes(made.file.data)
        click.echo(f"{path}{f': {making.place_name(place)}' if place else ''}")
        notes += made.notes
    return notes


def _stems(
    connection: Connection, found: Broadcast, name: str
) -> Iterator[tuple[str, Place | None]]:
    """The start of each file's name, and the place that it is for."""
    places = making.places_of(connection, found) if name == PACK else []
    if not places:
        yield f"{found.code}.{name}", None
    for number, place in enumerate(places, 1):
        yield f"{found.code}.{name}-{number}", place
