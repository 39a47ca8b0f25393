"""Fonts from folders of the office's own, for letters that the faces here lack."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from struct import unpack_from

import uharfbuzz as hb

_BOLD_FROM = 600
_FAMILY, _TYPOGRAPHIC_FAMILY = 1, 16


@dataclass(frozen=True, slots=True)
class ExtraFonts:
    """What the folders held, read once, so that a page depends on no disk afterwards."""

    #: By family, in the order in which they are asked: the file for 400 and for 700.
    families: Mapping[str, Mapping[int, bytes]] = field(default_factory=dict)
    #: Family, weight and SHA-256 of each file, in order.
    digests: tuple[tuple[str, int, str], ...] = ()
    #: Files that can't be used, and why.
    unusable: tuple[str, ...] = ()

    def file(self, family: str, weight: int) -> bytes:
        """The file of ``family``; of its other weight where it has no such."""
        found = self.families[family]
        return found.get(weight) or next(iter(found.values()))


def read_fonts(folders: Iterable[Path]) -> ExtraFonts:
    """The TrueType fonts in ``folders`` and below, by path; the first of a kind counts."""
    families: dict[str, dict[int, bytes]] = {}
    unusable = []
    for path in (path for folder in folders for path in sorted(folder.rglob("*.[ot]t[fc]"))):  # fmt: skip
        data = path.read_bytes()
        if reason := _fault(data):
            unusable.append(f"{path}: {reason}")
            continue
        name = f"Extra-{_family(data) or path.stem}"
        families.setdefault(name, {}).setdefault(_weight(data), data)
    digests = tuple(
        (name, weight, hashlib.sha256(data).hexdigest())
        for name, found in families.items()
        for weight, data in sorted(found.items())
    )
    return ExtraFonts(families, digests, tuple(unusable))


def _fault(data: bytes) -> str | None:
    """Why a file can't be embedded; None if it can."""
    face = hb.Face(hb.Blob(data))
    if data[:4] != b"\0\1\0\0" or "glyf" not in face.table_tags:
        return "it is no font with TrueType outlines"
    if "fvar" in face.table_tags:
        return "it is a variable font; cut a static one"
    return None if ord(" ") in face.unicodes else "it has no blank"


def _family(data: bytes) -> str:
    """Its name in letters that a PDF name may have."""
    face = hb.Face(hb.Blob(data))
    name = face.get_name(_TYPOGRAPHIC_FAMILY) or face.get_name(_FAMILY) or ""
    return re.sub("[^A-Za-z0-9]", "", name)


def _weight(data: bytes) -> int:
    table = hb.Face(hb.Blob(data)).reference_table("OS/2").data or b""
    bold = len(table) > 6 and unpack_from(">H", table, 4)[0] >= _BOLD_FROM
    return 700 if bold else 400
