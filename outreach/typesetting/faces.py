"""The faces that pages are set in, and which of them a letter asks first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import uharfbuzz as hb
from babel.core import get_global

from outreach.typesetting.extra import ExtraFonts, read_fonts

#: The family of each script that has one; all others stand in Noto Sans. Its own family
#: comes first even where another has the letters: only there are they joined rightly.
_OF_SCRIPT = {
    "Arab": "NotoSansArabic",
    "Beng": "NotoSansBengali",
    "Deva": "NotoSansDevanagari",
    "Ethi": "NotoSansEthiopic",
    "Hani": "NotoSansSC",
    "Hebr": "NotoSansHebrew",
    "Khmr": "NotoSansKhmer",
    "Laoo": "NotoSansLao",
    "Mymr": "NotoSansMyanmar",
    "Taml": "NotoSansTamil",
    "Thai": "NotoSansThai",
}
#: Urdu is read in Nastaliq.
_OF_LANGUAGE = {"ur": "NotoNastaliqUrdu"}
#: Where no letter decides, in this order: Han has most signs beside Noto Sans.
_FAMILIES = tuple(
    dict.fromkeys(
        ["NotoSans", "NotoSansSC", *_OF_SCRIPT.values(), *_OF_LANGUAGE.values()]
    )
)
REGULAR, BOLD = 400, 700


class _Widths(dict[int, int]):
    """Widths by glyph, each asked of the font once."""

    def __init__(self, font: Any, upem: int) -> None:
        self._font, self._upem = font, upem

    def __missing__(self, glyph: int) -> int:
        advance = self._font.get_glyph_h_advance(glyph)
        width: int = round(advance * 1000 / self._upem)
        self[glyph] = width
        return width


class _Inks(dict[int, tuple[int, int]]):
    """How far each glyph's black goes above the baseline and below it, asked once."""

    def __init__(self, font: Any) -> None:
        self._font = font

    def __missing__(self, glyph: int) -> tuple[int, int]:
        extents = self._font.get_glyph_extents(glyph)
        top = extents.y_bearing
        self[glyph] = ink = (top, -(top + extents.height))
        return ink


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
    #: Of glyphs, in thousandths of an em: PDF readers take them as whole.
    widths: Mapping[int, int] = field(repr=False)
    #: Of glyphs, how far their black goes above the baseline and below it.
    inks: Mapping[int, tuple[int, int]] = field(repr=False)

    def has(self, text: str) -> bool:
        """Whether it has a glyph for every character of ``text`` that is drawn."""
        return all(ord(c) in self.characters or is_invisible(c) for c in text)


def is_invisible(char: str) -> bool:
    """Joiners, marks of direction, soft hyphens: they steer a line and are not drawn."""
    return char in _INVISIBLE


_INVISIBLE = frozenset(
    "\u00ad\u034f\u061c\u200b\u200c\u200d\u200e\u200f\u2060\u2066\u2067\u2068\u2069"
)


_extra = ExtraFonts()


def use_fonts(folders: Iterable[Path]) -> None:
    """Let the fonts in ``folders`` stand last in every chain. Before the first page."""
    global _extra  # set once, where the settings are read
    _extra = read_fonts(folders)
    face.cache_clear()
    families.cache_clear()


def extra_fonts() -> ExtraFonts:
    """The fonts that ``use_fonts`` found."""
    return _extra


def data_of(name: str) -> bytes:
    """The file of the face called ``name``."""
    return (files(__package__) / "fonts" / f"{name}.ttf").read_bytes()


@cache
def face(family: str, weight: int) -> Face:
    """The face ``family`` at ``weight``, read once from this package's data."""
    name = f"{family}-{weight}"
    own = family in _extra.families
    data = _extra.file(family, weight) if own else data_of(name)
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
        widths=_Widths(font, hb_face.upem),
        inks=_Inks(font),
    )


@cache
def families(language: str, script: str) -> tuple[str, ...]:
    """The families that a letter of ``script`` asks in a text in ``language``, in order.

    Digits, signs and Latin ask the language's own face first: there they have its size.
    """
    of_language = script_of_language(language)
    special = _OF_LANGUAGE.get(language.split("-")[0])
    own = special or _OF_SCRIPT.get(of_language, "NotoSans")
    first = own if script == of_language else _OF_SCRIPT.get(script, own)
    if special and script == "Latn":  # it has digits, and no Latin letters
        first = "NotoSans"
    return tuple(dict.fromkeys([first, own, *_FAMILIES, *_extra.families]))


@cache
def script_of_language(language: str) -> str:
    """The script that ``language`` names or is most often written in: ``Latn``."""
    base, *more = language.split("-")
    named = next((part for part in more if len(part) == 4), None)
    likely: str = get_global("likely_subtags").get(base, base)
    found = next((part for part in likely.split("_") if len(part) == 4), "Latn")
    script = named or found
    return "Hani" if script in ("Hans", "Hant") else script


def face_names() -> list[str]:
    """Every face there is, as its file is called, in a fixed order."""
    return sorted(
        f"{name}-{weight}" for name in _FAMILIES for weight in (REGULAR, BOLD)
    )
