"""The print-room packs of a broadcast, one for each place, and the sums over all of them."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256

from outreach.dispatch.papers import countries_of, make
from outreach.dispatch.places import Place, stems
from outreach.model.cells import cell
from outreach.model.money import shown
from outreach.model.packing import add_to, counted, with_sums
from outreach.model.papers import Paper, PaperOptions
from outreach.model.rendition import File
from outreach.settings import Settings
from outreach.store import Connection
from outreach.store.broadcasts import Broadcast

#: The paper of that name is one for each place.
PACK = "pack"
_COLUMNS = ("file", "for", "parcels", "copies", "sheets", "cost", "sha256")
_TABLE = "PACKS.CSV"
_BOM = "\ufeff"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """What one pack takes, or all."""

    #: The pack's file; of all, empty.
    name: str
    place: str
    parcels: int
    copies: int
    #: Of plain paper.
    sheets: int
    cost: Decimal | None
    sha256: str = ""

    def said(self, currency: str) -> str:
        """In words: "12 parcels, 340 copies, 355 sheets, 887.50 KES"."""
        parts = [
            counted(self.parcels, "parcel", "parcels"),
            counted(self.copies, "copy", "copies"),
            counted(self.sheets, "sheet", "sheets"),
        ]
        cost = [] if self.cost is None else [shown(self.cost, currency)]
        return ", ".join([*parts, *cost])


def packs(
    connection: Connection,
    settings: Settings,
    broadcast: Broadcast,
    options: PaperOptions,
    places: Sequence[Place],
) -> Iterator[tuple[Sum, Paper]]:
    """A pack for each place, one after the other. Raises as ``papers.make`` does."""
    countries_of(connection, broadcast)
    for stem, place in zip(stems(places), places, strict=True):
        paper = make(connection, settings, broadcast, PACK, options, place)
        yield _sum(f"{broadcast.code}.{PACK}-{stem}", place, paper, settings), paper


def in_all(sums: Sequence[Sum], settings: Settings) -> Sum:
    """The sum of all packs."""
    sheets = sum(one.sheets for one in sums)
    return Sum(
        name="",
        place="in all",
        parcels=sum(one.parcels for one in sums),
        copies=sum(one.copies for one in sums),
        sheets=sheets,
        cost=_cost(sheets, settings),
    )


def table(sums: Sequence[Sum], settings: Settings) -> bytes:
    """A line for each pack and one for all, as CSV that spreadsheets open."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(_COLUMNS)
    for one in (*sums, in_all(sums, settings)):
        numbers = map(str, (one.parcels, one.copies, one.sheets))
        cost = "" if one.cost is None else str(one.cost)
        row = (one.name, one.place, *numbers, cost, one.sha256)
        writer.writerow(map(cell, row))
    return (_BOM + text.getvalue()).encode()


def together(
    connection: Connection,
    settings: Settings,
    broadcast: Broadcast,
    options: PaperOptions,
    places: Sequence[Place],
) -> File:
    """All packs in one ZIP, with their table and checksums."""
    sums: list[Sum] = []
    files: dict[str, bytes] = {}
    for one, paper in packs(connection, settings, broadcast, options, places):
        sums.append(one)
        files[one.name] = paper.file.data
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as outer:
        for path, content in with_sums(
            {_TABLE: table(sums, settings), **files}
        ).items():
            add_to(outer, path, content)
    return File(name="zip", media_type="application/zip", data=data.getvalue())


def _sum(stem: str, place: Place, paper: Paper, settings: Settings) -> Sum:
    return Sum(
        name=f"{stem}.{paper.file.name}",
        place=place.name,
        parcels=place.parcels,
        copies=place.copies,
        sheets=paper.sheets,
        cost=_cost(paper.sheets, settings),
        sha256=sha256(paper.file.data).hexdigest(),
    )


def _cost(sheets: int, settings: Settings) -> Decimal | None:
    return None if settings.sheet_price is None else sheets * settings.sheet_price
