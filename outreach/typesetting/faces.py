"""The faces that pages are set in, and which of them a language asks first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

import uharfbuzz as hb

#: Families by the order in which they are asked for a character. Chinese asks its own
#: face first: the quotation marks of a Latin face are too narrow among Han.
_FAMILIES = ("NotoSans", "NotoSansSC")
_FAMILIES_OF_CHINESE = ("NotoSansSC", "NotoSans")
REGULAR, BOLD = 400, 700


@dataclass(frozen=True, slots=True, eq=False)
class Face:
    """One static TrueType face. Lengths are in font units, ``upem`` to the em."""

    name: str
    data: bytes = field(repr=False)
    hb_face: Any = field(repr=False)
    font: Any = field(repr=False)
    characters: frozenset[int] = field(repr=False)
    upem: int
    ascent: int
    descent: int

    def has(self, text: str) -> bool:
        """Whether it has a glyph for every character of ``text`` that is drawn."""
        return all(ord(c) in self.characters or is_invisible(c) for c in text)


def is_invisible(char: str) -> bool:
    """Joiners, marks of direction, soft hyphens: they steer a line and are not drawn."""
    return char in _INVISIBLE


_INVISIBLE = frozenset(
    "\u00ad\u034f\u061c\u200b\u200c\u200d\u200e\u200f\u2060\u2066\u2067\u2068\u2069"
)


@cache
def face(family: str, weight: int) -> Face:
    """The face ``family`` at ``weight``, read once from this package's data."""
    name = f"{family}-{weight}"
    data = (files(__package__) / "fonts" / f"{name}.ttf").read_bytes()
    hb_face = hb.Face(hb.Blob(data))
    font = hb.Font(hb_face)
    extents = font.get_font_extents("ltr")
    return Face(
        name=name,
        data=data,
        hb_face=hb_face,
        font=font,
        characters=frozenset(hb_face.unicodes),
        upem=hb_face.upem,
        ascent=extents.ascender,
        descent=-extents.descender,
    )


def families(language: str) -> Sequence[str]:
    """The families that text in ``language`` asks, first to last."""
    chinese = language.split("-")[0] == "zh"
    return _FAMILIES_OF_CHINESE if chinese else _FAMILIES


def face_names() -> list[str]:
    """Every face there is, as its file is called, in a fixed order."""
    return sorted(
        f"{name}-{weight}" for name in _FAMILIES for weight in (REGULAR, BOLD)
    )
