"""``outreach papers``: labels, lists, slips, sign-off sheets and print-room packs."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import get_args

import click

from outreach.dispatch import papers as making
from outreach.dispatch.packs import PACK, Sum, in_all, packs, table
from outreach.dispatch.places import places_of
from outreach.model.errors import InputError
from outreach.model.packing import counted
from outreach.model.papers import LabelSheet, PaperOptions
from outreach.settings import Settings, read_settings
from outreach.store import Connection, broadcasts
from outreach.store.broadcasts import Broadcast
from outreach.store.database import looked_at, refuse_newer

TEST = "test"


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

    One print-room pack for each print shop; for what none serves, for each district, or
    region where no district is known.
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
            given = (connection, settings, found, options, out or settings.out)
            notes += _packs(*given) if name == PACK else _paper(*given, name)
    _say(notes)


def _say(notes: Iterable[str]) -> None:
    for sentence in dict.fromkeys(notes):
        click.echo(f"note: {sentence}", err=True)


def _all(connection: Connection, found: Broadcast) -> tuple[str, ...]:
    kinds = making.kinds_of(connection, found)
    return tuple(kind.name for kind in kinds if kind.name != TEST)


def _paper(
    connection: Connection,
    settings: Settings,
    found: Broadcast,
    options: PaperOptions,
    out: Path,
    name: str,
) -> tuple[str, ...]:
    """One paper of all parcels; what staff should know of it."""
    made = making.make(connection, settings, found, name, options)
    _write(out / f"{found.code}.{name}.{made.file.name}", made.file.data)
    return made.notes


def _packs(
    connection: Connection,
    settings: Settings,
    found: Broadcast,
    options: PaperOptions,
    out: Path,
) -> list[str]:
    """A pack for each place, and a table of them all. What staff should know beforehand is
    said before; what came up in making them is given back.
    """
    places = places_of(connection, found)
    before = [*places.notes, *(note for place in places.each for note in place.notes)]
    _say(before)
    sums: list[Sum] = []
    notes: list[str] = []
    for one, paper in packs(connection, settings, found, options, places.each):
        said = f": {one.place}, {one.said(settings.currency)}"
        _write(out / one.name, paper.file.data, said)
        sums.append(one)
        notes += paper.notes
    everything = in_all(sums, settings).said(settings.currency)
    said = f": {counted(len(sums), 'pack', 'packs')}, {everything}"
    _write(out / f"{found.code}.packs.csv", table(sums, settings), said)
    return [note for note in notes if note not in before]


def _write(path: Path, data: bytes, said: str = "") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    click.echo(f"{path}{said}")
