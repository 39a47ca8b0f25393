"""What goes into a parcel: documents under short names, who it is for, and checksums."""

from __future__ import annotations

import csv
import hashlib
import io
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from outreach.model.cells import cell
from outreach.model.contracts import BundleItem, Outgoing
from outreach.model.rendition import File
from outreach.model.words import language_name

#: What people call a channel's document where the variant alone says too little.
_NOUNS = {"radio": "SCRIPT", "sms": "TEXT"}
#: A variant that is simply the channel's whole document.
_WHOLE = {"full", ""}
#: Names that MS-DOS, and so Windows, keeps for devices.
_DEVICES = re.compile(r"(CON|PRN|AUX|NUL|COM\d|LPT\d)")
_COLUMNS = ("file", "name", "address", "documents", "sha256")
_BOM = "\ufeff"


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One file of a parcel."""

    #: Where it is in the parcel: ``SCRIPT30.TXT``, with two languages ``SW/SCRIPT30.TXT``.
    path: str
    #: What it is: ``radio 30, Swahili``.
    what: str
    copies: int
    data: bytes


def documents(delivery: Outgoing) -> list[Document]:
    """One document per file, named as any FAT stick and any reader can show it.

    Eight letters, a dot and three; unique within the parcel in every letter case. A
    parcel with documents in several languages has a folder for each.
    """
    items = delivery.bundle
    several = len({item.languages for item in items}) > 1
    taken = {"MANIFEST.TXT", "SHA256SUMS"}
    found = []
    for item in items:
        folder = _folder(item) if several else ""
        for file in item.rendition.files:
            path = _free(folder + _stem(item, file), _ending(file), taken)
            taken.add(path)
            found.append(
                Document(
                    path=path, what=_what(item), copies=item.copies, data=file.data
                )
            )
    return found


def manifest(delivery: Outgoing, found: Sequence[Document]) -> bytes:
    """MANIFEST.TXT, as Notepad opens it: who the parcel is for, what is in it."""
    lines = ["FOR", *_indented(delivery.name), *_indented(delivery.address), ""]
    lines += ["DELIVERY", f"  {delivery.id}", "", "DOCUMENTS"]
    for document in found:
        copies = "1 copy" if document.copies == 1 else f"{document.copies} copies"
        lines += [
            f"  {document.path}  {document.what}, {copies}",
            f"    SHA-256 {hashlib.sha256(document.data).hexdigest()}",
        ]
    return (_BOM + "\r\n".join(lines) + "\r\n").encode()


def sums(files: Mapping[str, bytes]) -> bytes:
    """SHA256SUMS as ``sha256sum --check`` reads it."""
    return "".join(
        f"{hashlib.sha256(data).hexdigest()}  {path}\n" for path, data in files.items()
    ).encode()


def listed(index: Path, packed: Sequence[Outgoing], hashes: Sequence[str]) -> bytes:
    """The index of all parcels of a broadcast, these among them, as CSV.

    Made from the index that is there, so that a parcel packed again stands in it once.
    """
    rows = _read(index)
    for delivery, digest in zip(packed, hashes, strict=True):
        what = "; ".join(f"{d.copies} x {d.path}" for d in documents(delivery))
        values = (f"{delivery.id}.zip", delivery.name, delivery.address, what, digest)
        rows[values[0]] = [cell(value) for value in values]
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(_COLUMNS)
    writer.writerows(rows.values())
    return (_BOM + text.getvalue()).encode()


def _read(index: Path) -> dict[str, list[str]]:
    """The rows of an index by file; none where there is no index or it was spoilt."""
    try:
        text = index.read_text(encoding="utf-8-sig")
        rows = list(csv.reader(io.StringIO(text, newline="")))
    except (FileNotFoundError, UnicodeDecodeError, csv.Error):
        return {}
    return {row[0]: row for row in rows[1:] if len(row) == len(_COLUMNS)}


def _folder(item: BundleItem) -> str:
    return "-".join(_plain(code, 8) for code in item.languages)[:8] + "/"


def _stem(item: BundleItem, file: File) -> str:
    first, dot, _ = file.name.rpartition(".")
    if dot:
        return _plain(first, 8) or "FILE"
    noun = _plain(_NOUNS.get(item.channel, item.channel), 8) or "FILE"
    variant = _plain(item.variant, 8)
    if variant.isdigit():
        return noun[: 8 - len(variant)] + variant
    return noun if item.variant in _WHOLE or not variant else variant


def _ending(file: File) -> str:
    return _plain(file.name.rpartition(".")[2], 3) or "BIN"


def _free(stem: str, ending: str, taken: set[str]) -> str:
    """``stem.ending``, with a number in the stem where that name is taken."""
    folder, slash, base = stem.rpartition("/")
    if _DEVICES.fullmatch(base):
        base = f"{base[:7]}0"
    path, number = f"{folder}{slash}{base}.{ending}", 1
    while path in taken:
        number += 1
        short = base[: 8 - len(str(number))]
        path = f"{folder}{slash}{short}{number}.{ending}"
    return path


def _plain(text: str, length: int) -> str:
    ascii_only = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Z0-9]", "", ascii_only.upper())[:length]


def _what(item: BundleItem) -> str:
    languages = " and ".join(language_name(code) for code in item.languages)
    return f"{item.channel} {item.variant}, {languages}"


def _indented(text: str) -> list[str]:
    """The lines of a name or address: indented, so none can pass for one of ours."""
    lines = (" ".join(line.split()) for line in text.splitlines())
    return [f"  {line}" for line in lines if line]
