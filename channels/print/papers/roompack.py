"""The print-room pack: all that a print shop needs for one place, in one ZIP."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from hashlib import sha256
from typing import TypeAlias

from channels.print.papers.airplay import CHANNEL, airplay
from channels.print.papers.geometry import geometry_of
from channels.print.papers.listing import listing
from channels.print.papers.mailing import labels
from channels.print.papers.packets import pages_of, per_sheet, sheets_of
from channels.print.papers.receipts import receipts
from channels.print.papers.slips import short_hash, slips
from outreach.model.cells import cell
from outreach.model.contracts import BundleItem
from outreach.model.errors import CannotCarry
from outreach.model.money import shown
from outreach.model.packing import (
    AIRPLAY,
    MANIFEST,
    add_to,
    counted,
    documents,
    indented,
    printed_file,
    with_sums,
)
from outreach.model.papers import Dispatch, Paper, PaperOptions, Parcel
from outreach.model.printing import PrintShop
from outreach.model.rendition import File

Make: TypeAlias = Callable[[Dispatch, Iterable[Parcel], PaperOptions], Paper]

_PAPERS: tuple[tuple[str, str, Make], ...] = (
    ("LABELS.PDF", "mailing labels, on label sheets", labels),
    ("LIST.PDF", "distribution list", listing),
    ("SLIPS.PDF", "packing slips, to be cut", slips),
    ("RECEIPTS.PDF", "sign-off sheets, to be cut", receipts),
)
#: Goes with what is read on air.
_LOGS = (AIRPLAY, "airplay logs, one for each station", airplay)
_TABLE = "MANIFEST.CSV"
_COLUMNS = ("file", "what", "copies", "pages", "sheets", "cost", "sha256")
_BOM = "\ufeff"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """One file of the pack, and what it takes to print it."""

    path: str
    what: str
    copies: int
    pages: int
    #: Copies that are cut from a sheet.
    per_sheet: int = 1
    #: Of plain paper, for all copies; 0 where it is not printed on such.
    sheets: int
    data: bytes


def room_pack(
    dispatch: Dispatch, parcels: Iterable[Parcel], options: PaperOptions
) -> Paper:
    """The ZIP: every rendition with its number of copies, labels, list, slips and sign-off
    sheets in the parcels' order, and a manifest with hashes, sheets and cost.

    What an address does not fit on is left out, and noted. Raises CannotCarry where there
    is nothing to print.
    """
    items = _summed(parcels)
    if not items:
        raise CannotCarry("There is no copy to print.")
    options = replace(options, leave_out=True)
    notes = dict.fromkeys(dispatch.notes)
    aired = any(item.channel == CHANNEL for item in items)
    wanted = (*_PAPERS, _LOGS) if aired else _PAPERS
    papers = list(_papers(wanted, dispatch, parcels, options, notes))
    lines = [*_renditions(items, options), *papers]
    text = _manifest(dispatch, lines, options, list(notes))
    files = {MANIFEST: text, _TABLE: _csv(lines, options)}
    packed = _zipped(with_sums(files | {line.path: line.data for line in lines}))
    file = File(name="zip", media_type="application/zip", data=packed)
    sheets = sum(line.sheets for line in lines)
    return Paper(file=file, notes=tuple(notes), sheets=sheets)


def _summed(parcels: Iterable[Parcel]) -> list[BundleItem]:
    """Each rendition once, with the copies of all parcels."""
    found: dict[tuple[str, str, tuple[str, ...], str], BundleItem] = {}
    for parcel in parcels:
        for item in parcel.bundle:
            if item.copies:
                files = short_hash(item.rendition)
                key = (item.channel, item.variant, item.languages, files)
                before = found[key].copies if key in found else 0
                found[key] = replace(item, copies=before + item.copies)
    return [found[key] for key in sorted(found)]


def _renditions(items: Sequence[BundleItem], options: PaperOptions) -> list[_Line]:
    """Of a rendition in several files the first page file is what is printed."""
    taken = [_TABLE, *(path for path, *_ in (*_PAPERS, _LOGS))]
    lines = []
    for document in documents(items, taken):
        item, file = document.item, document.file
        first = file is printed_file(item.rendition)
        lines.append(
            _Line(
                path=document.path,
                what=document.what,
                copies=item.copies if first else 0,
                per_sheet=per_sheet(item),
                pages=pages_of(item) if first else 0,
                sheets=sheets_of(item, item.copies, options) if first else 0,
                data=document.data,
            )
        )
    return lines


def _papers(
    wanted: Sequence[tuple[str, str, Make]],
    dispatch: Dispatch,
    parcels: Iterable[Parcel],
    options: PaperOptions,
    notes: dict[str, None],
) -> Iterator[_Line]:
    """What goes with the renditions; what staff should know of it goes into ``notes``."""
    for path, said, make in wanted:
        try:
            paper = make(dispatch, parcels, options)
        except CannotCarry as error:  # of all parcels: the rest of the pack is of use
            notes[str(error)] = None
            continue
        notes |= dict.fromkeys(paper.notes)
        yield _Line(
            path=path,
            what=said,
            copies=1,
            pages=paper.pages,
            sheets=0 if make is labels else paper.pages,
            data=paper.file.data,
        )


def _cost(sheets: int, options: PaperOptions) -> Decimal | None:
    return None if options.sheet_price is None else sheets * options.sheet_price


def _said(sheets: int, options: PaperOptions) -> str:
    cost = _cost(sheets, options)
    return "" if cost is None else shown(cost, options.currency)


def _manifest(
    dispatch: Dispatch,
    lines: Sequence[_Line],
    options: PaperOptions,
    notes: Sequence[str],
) -> bytes:
    """MANIFEST.TXT, as Notepad opens it. Everything of ours begins at the left."""
    _, title = dispatch.title_in(["en"])
    sheets = sum(line.sheets for line in lines)
    cost = _said(sheets, options) or "not known: OUTREACH_SHEET_PRICE is not set"
    label_sheet = geometry_of(options).name
    said = ["BROADCAST", f"  {dispatch.code}", *indented(title)]
    said += ["PLACE", *(indented(dispatch.place) or ["  all places"])]
    said += _of_shop(dispatch.shop) if dispatch.shop else []
    said += ["SHEETS OF PAPER", f"  {sheets:,}", "COST OF THE PAPER", f"  {cost}"]
    said += ["PRINT", "  Everything at 100 %, not fitted to the page."]
    sides = "both sides of a sheet" if options.both_sides else "one side of a sheet"
    said += [f"  Renditions on {sides}; slips and sign-off sheets on one side."]
    said += [
        f"  Labels on sheets {label_sheet}, the first from label {options.start} on.",
        "  Labels, list, slips and sign-off sheets are in one order.",
        "",
        "FILES",
    ]
    for line in lines:
        said += [
            f"  {line.path}  {line.what}{_wanted(line)}",
            f"    SHA-256 {_sha(line)}",
        ]
    said += ["", "NOTES", *(row for note in notes for row in indented(note))] * bool(
        notes
    )
    return (_BOM + "\r\n".join(said) + "\r\n").encode()


def _of_shop(shop: PrintShop) -> list[str]:
    """Who prints it, where and how it travels, as far as the directory says."""
    known = {
        "PRINT SHOP": shop.name,
        "ADDRESS": "\n".join(shop.address),
        "PHONE": "\n".join(shop.phones),
        "ROUTE": shop.printer.route or "",
        "PRINTS": shop.can,
    }
    return [
        row for head, text in known.items() if text for row in (head, *indented(text))
    ]


def _wanted(line: _Line) -> str:
    if not line.copies:
        return ""
    pages = counted(line.pages, "page", "pages")
    said = f", {counted(line.copies, 'copy', 'copies')} of {pages}"
    if line.per_sheet == 1:
        return said
    sheets = counted(line.sheets, "sheet", "sheets")
    return f"{said}, {line.per_sheet} on a sheet: print {sheets}"


def _csv(lines: Sequence[_Line], options: PaperOptions) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(_COLUMNS)
    for line in lines:
        cost = _cost(line.sheets, options)
        values = (line.path, line.what, line.copies, line.pages, line.sheets)
        row = [*map(str, values), "" if cost is None else str(cost), _sha(line)]
        writer.writerow(map(cell, row))
    return (_BOM + text.getvalue()).encode()


def _sha(line: _Line) -> str:
    return sha256(line.data).hexdigest()


def _zipped(files: dict[str, bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as pack:
        for path, content in files.items():
            add_to(pack, path, content)
    return data.getvalue()
