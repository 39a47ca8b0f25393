"""What stands beside the documents of a parcel: who it is for, and the index of all."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Sequence, Set
from pathlib import Path

from outreach.model.cells import cell
from outreach.model.contracts import Outgoing
from outreach.model.packing import (
    CUES,
    Document,
    Packed,
    documents,
    enclosures,
    indented,
)

_COLUMNS = ("file", "name", "address", "documents", "sha256")
_BOM = "\ufeff"


def manifest(delivery: Outgoing, found: Sequence[Packed]) -> bytes:
    """MANIFEST.TXT, as Notepad opens it: who the parcel is for, what is in it."""
    lines = ["FOR", *indented(delivery.name), *indented(delivery.address), ""]
    lines += ["DELIVERY", f"  {delivery.id}", "", "DOCUMENTS"]
    for document in found:
        lines += [
            f"  {document.path}  {document.what}, {document.printed}",
            f"    SHA-256 {hashlib.sha256(document.data).hexdigest()}",
        ]
    return (_BOM + "\r\n".join(lines) + "\r\n").encode()


def cue_sheet(delivery: Outgoing, found: Sequence[Document]) -> dict[str, bytes]:
    """CUESHEET.TXT: the scripts with their lengths at the station's pace; nothing where
    there is no script, or a programme has brought its own.
    """
    scripts = [d for d in found if d.item.rendition.measure.seconds is not None]
    if not scripts or any(d.path.endswith(CUES) for d in found):
        return {}
    first = {id(d.item): d for d in reversed(scripts)}
    lines = [*indented(delivery.name), *indented(delivery.title), ""]
    lines += [_cue(document) for document in scripts if document in first.values()]
    return {CUES: (_BOM + "\r\n".join(lines) + "\r\n").encode()}


def _cue(document: Document) -> str:
    """``SCRIPT30.TXT  0:27  radio 30, Swahili``."""
    minutes, seconds = divmod(round(document.item.rendition.measure.seconds or 0), 60)
    return f"{document.path:<22}{minutes}:{seconds:02}  {document.what}"


def listed(index: Path, packed: Sequence[Outgoing], hashes: Sequence[str]) -> bytes:
    """The index of all parcels of a broadcast, these among them, as CSV.

    Made from the index that is there, so that a parcel packed again stands in it once.
    """
    rows = _read(index)
    for delivery, digest in zip(packed, hashes, strict=True):
        all_of_it = (*documents(delivery.bundle), *enclosures(delivery))
        what = "; ".join(f"{d.copies} x {d.path}" for d in all_of_it)
        values = (f"{delivery.id}.zip", delivery.name, delivery.address, what, digest)
        rows[values[0]] = [cell(value) for value in values]
    return _written(rows.values())


def listed_for(index: Path, addresses: Set[str]) -> set[str]:
    """The files of the index that are for any of the addresses."""
    wanted = {cell(address) for address in addresses}
    return {name for name, row in _read(index).items() if row[2] in wanted}


def without(index: Path, names: Set[str]) -> bytes:
    """The index without some of its files."""
    return _written(row for name, row in _read(index).items() if name not in names)


def _written(rows: Iterable[Sequence[str]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(_COLUMNS)
    writer.writerows(rows)
    return (_BOM + text.getvalue()).encode()


def _read(index: Path) -> dict[str, list[str]]:
    """The rows of an index by file; none where there is no index or it was spoilt."""
    try:
        text = index.read_text(encoding="utf-8-sig")
        rows = list(csv.reader(io.StringIO(text, newline="")))
    except (FileNotFoundError, UnicodeDecodeError, csv.Error):
        return {}
    return {row[0]: row for row in rows[1:] if len(row) == len(_COLUMNS)}
