"""Files that are packed: short names that any reader shows, checksums, equal bytes."""

from __future__ import annotations

import hashlib
import re
import unicodedata
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from outreach.model.contracts import BundleItem, Outgoing
from outreach.model.rendition import File, Rendition
from outreach.model.words import language_name

#: What stands in every pack.
MANIFEST, SUMS = "MANIFEST.TXT", "SHA256SUMS"
#: The scripts of a pack with their lengths; a programme brings one of its own.
CUES = "CUESHEET.TXT"
#: The place of a station's airplay log, which is made of its delivery (docs/why/papers.md).
AIRPLAY = "AIRPLAY.PDF"
#: What people call a channel's document where the variant alone says too little.
_NOUNS = {"radio": "SCRIPT", "sms": "TEXT"}
#: A variant that is simply the channel's whole document.
_WHOLE = {"full", ""}
#: Names that MS-DOS, and so Windows, keeps for devices.
_DEVICES = re.compile(r"(CON|PRN|AUX|NUL|COM\d|LPT\d)")
#: ZIP can't say earlier; a real date would make the same pack differ each time.
_DATE = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Packed:
    """One file of a pack."""

    #: Where it is in the pack: ``SCRIPT30.TXT``, with two languages ``SW/SCRIPT30.TXT``.
    path: str
    #: What it is: ``radio 30, Swahili``.
    what: str
    file: File

    @property
    def copies(self) -> int:
        """How many of it."""
        return 1

    @property
    def printed(self) -> str:
        """How many of it, and how many are cut from a sheet."""
        return counted(self.copies, "copy", "copies")

    @property
    def data(self) -> bytes:
        """Its bytes."""
        return self.file.data


@dataclass(frozen=True, slots=True, kw_only=True)
class Document(Packed):
    """A file of a rendition."""

    item: BundleItem

    @property
    def copies(self) -> int:
        """How many of it."""
        return self.item.copies

    @property
    def printed(self) -> str:
        """How many of it, and how many are cut from a sheet."""
        copies = counted(self.copies, "copy", "copies")
        side_by_side = self.item.rendition.measure.per_sheet
        return f"{copies}, {side_by_side} on a sheet" if side_by_side else copies


def documents(
    items: Sequence[BundleItem], others: Iterable[str] = ()
) -> list[Document]:
    """One document per file, named as any FAT stick and any reader can show it.

    Eight letters, a dot and three; unique within the pack, ``others`` of it among them, in
    every letter case. A pack with documents in several languages has a folder for each. The
    only script is SCRIPT; where there are several, each has its seconds in its name.
    """
    several = len({item.languages for item in items}) > 1
    variants = {channel: _variants(items, channel) for channel in _NOUNS}
    taken = {MANIFEST, SUMS, AIRPLAY, *others}
    found = []
    for item in items:
        folder = _folder(item) if several else ""
        for file in item.rendition.files:
            alone = len(variants.get(item.channel, ())) == 1
            path = _free(folder + _stem(item, file, alone), _ending(file), taken)
            taken.add(path)
            found.append(Document(path=path, what=what_is(item), item=item, file=file))
    return found


def enclosures(delivery: Outgoing) -> list[Packed]:
    """What goes with the documents of a delivery, at the places that are kept for it."""
    return [
        Packed(path=one.file.name.upper(), what=one.what, file=one.file)
        for one in delivery.enclosed
    ]


def what_is(item: BundleItem) -> str:
    """What staff call a rendition: ``radio 30, Swahili``."""
    languages = " and ".join(language_name(code) for code in item.languages)
    return f"{item.channel} {item.variant}, {languages}"


def printed_file(rendition: Rendition) -> File | None:
    """Which of a rendition's files is printed: its only one, else the first of pages."""
    if len(rendition.files) == 1:
        return rendition.files[0]
    return next((file for file in rendition.files if file.name == "pdf"), None)


def with_sums(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files and SHA256SUMS, as ``sha256sum --check`` reads it."""
    lines = (
        f"{hashlib.sha256(data).hexdigest()}  {path}\n" for path, data in files.items()
    )
    return {**files, SUMS: "".join(lines).encode()}


def add_to(pack: zipfile.ZipFile, path: str, data: bytes) -> None:
    """Add a file that has no owner, no mode and no date of its own."""
    entry = zipfile.ZipInfo(path, _DATE)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 0  # FAT
    pack.writestr(entry, data)


def counted(number: int, one: str, several: str) -> str:
    """A number with its word: ``1 copy``, ``1,200 copies``."""
    return f"{number:,} {one if number == 1 else several}"


def indented(text: str) -> list[str]:
    """The lines of a name or address: indented, so none can pass for one of ours."""
    lines = (" ".join(line.split()) for line in text.splitlines())
    return [f"  {line}" for line in lines if line]


def _folder(item: BundleItem) -> str:
    name = "-".join(_plain(code, 8) for code in item.languages)[:8]
    # Cofán is "con", Aurá is "aux".
    return f"{name}0/" if _DEVICES.fullmatch(name) else f"{name}/"


def _variants(items: Sequence[BundleItem], channel: str) -> set[str]:
    return {item.variant for item in items if item.channel == channel}


def _stem(item: BundleItem, file: File, alone: bool) -> str:
    first, dot, _ = file.name.rpartition(".")
    if dot:
        return _plain(first, 8) or "FILE"
    noun = _plain(_NOUNS.get(item.channel, item.channel), 8) or "FILE"
    variant = _plain(item.variant, 8)
    if variant.isdigit():
        return noun if alone else noun[: 8 - len(variant)] + variant
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
