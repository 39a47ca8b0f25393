"""Faces inside a PDF file: of each one Type0 font of the glyphs that were drawn, exact text."""

from __future__ import annotations

import hashlib
from collections import Counter
from functools import cache
from itertools import groupby
from operator import sub
from struct import unpack
from typing import Any

import uharfbuzz as hb

from outreach.model.errors import CannotCarry
from outreach.typesetting.faces import Face
from outreach.typesetting.shaping import Row
from outreach.typesetting.written import Stream, Written, literal, utf16

#: Marks that steer a line, and say nothing to who copies or searches its words.
_STEERING = dict.fromkeys(
    map(ord, "\u00ad\u061c\u200e\u200f\u2060\u2066\u2067\u2068\u2069")
)
#: Two-byte character ids; 0 is the missing glyph.
_MOST_CIDS = 0xFFFF
#: In thousandths of an em: less is written as none.
LEAST_MOVE = 0.0005
#: How many of them share a high byte.
_RANGE = 0x100
#: Tables that a PDF reader does not use in a font of glyph ids.
_UNUSED = ("GSUB", "GPOS", "GDEF", "OS/2", "cmap", "name", "post")


class Alphabet:
    """The character ids of one document, each of one text in whatever face it is drawn: one
    table of what they mean serves all faces.
    """

    def __init__(self) -> None:
        self._cids: dict[tuple[str, int], int] = {}
        self._table: Any = None

    def cid(self, text: str, nth: int) -> int:
        """The id of ``text``, drawn by the ``nth`` of the glyphs that a face has for it."""
        key = (text, nth)
        if key not in self._cids:
            if len(self._cids) >= _MOST_CIDS:
                raise CannotCarry(
                    "The page has too many different letters. Shorten the text."
                )
            self._cids[key] = len(self._cids) + 1
        return self._cids[key]

    def to_unicode(self, document: Any) -> Any:
        """A reference to the table in ``document``, which all letters have passed."""
        if self._table is None:
            table = _to_unicode([text for text, _ in self._cids])
            self._table = document.Reference(Stream(table))
        return self._table


class EmbeddedFace:
    """The glyphs of one face that one document draws.

    A character id is given to each pair of glyph and text, so that every id means one
    text and what is copied or searched is what was written.
    """

    def __init__(self, face: Face, number: int, alphabet: Alphabet) -> None:
        self.face = face
        self.name = f"F{number}"
        self._alphabet = alphabet
        self._cids: dict[tuple[int, str], int] = {}
        #: How many glyphs there are by now of each text.
        self._drawn_by: Counter[str] = Counter()
        self._codes = _Codes(self)

    def cid(self, glyph: int, text: str) -> int:
        """The character id of ``glyph`` where it stands for ``text``."""
        key = (glyph, text)
        if key not in self._cids:
            self._cids[key] = self._alphabet.cid(text, self._drawn_by[text])
            self._drawn_by[text] += 1
        return self._cids[key]

    def code(self, glyph: int, text: str) -> str:
        """The same as a string of the PDF file has it."""
        return self._codes[glyph, text]

    def codes_of(self, row: Row) -> list[str]:
        """The codes of a row of letters."""
        keys = zip(row.glyphs, row.text, strict=True)
        return list(map(self._codes.__getitem__, keys))

    def moves_in(self, row: Row) -> list[float]:
        """After each letter of a row, how far the next one stands back from where the
        stated width ends, in thousandths of an em: its kern.
        """
        stated = map(self.face.widths.__getitem__, row.glyphs)
        if self.face.upem == 1000:
            return list(map(sub, stated, row.advances))
        scale = 1000 / self.face.upem
        found = (
            one - own * scale for one, own in zip(stated, row.advances, strict=True)
        )
        return [move if abs(move) >= LEAST_MOVE else 0.0 for move in found]

    def width(self, glyph: int) -> int:
        """The glyph's own width as the PDF file states it, in thousandths of an em."""
        return self.face.widths[glyph]

    @property
    def blank(self) -> int:
        """A glyph that draws nothing."""
        glyph: int = self.face.font.get_nominal_glyph(ord(" "))
        return glyph

    @property
    def blank_code(self) -> str:
        """The same as a string of the PDF file has it, where it parts words."""
        return self.code(self.blank, " ")

    def addObjects(self, document: Any) -> None:  # ReportLab calls it at save
        """Put the font into ``document``, with the subset drawn so far."""
        subset, new_ids = self._subset()
        name = f"/{self._tag()}+{self.face.name}"
        descendant = Written(
            f"<</Type/Font/Subtype/CIDFontType2/BaseFont{name}/CIDSystemInfo"
            "<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
            f"/DW 1000/W[{self._widths()}]/CIDToGIDMap ",
            document.Reference(Stream(self._map(new_ids))),
            "/FontDescriptor ",
            document.Reference(
                self._descriptor(document, name, subset), f"{self.name}:descriptor"
            ),
            ">>",
        )
        font = Written(
            f"<</Type/Font/Subtype/Type0/BaseFont{name}/Encoding/Identity-H"
            "/DescendantFonts[",
            document.Reference(descendant, f"{self.name}:descendant"),
            "]/ToUnicode ",
            self._alphabet.to_unicode(document),
            ">>",
        )
        fonts = document.idToObject["BasicFonts"].dict
        fonts[self.name] = document.Reference(font, self.name)

    def _glyphs(self) -> list[int]:
        return [glyph for glyph, _ in self._cids]

    def _tag(self) -> str:
        """Six capitals that are the same for the same glyphs (PDF 32000-1, 9.6.4)."""
        digest = hashlib.sha256(repr(sorted(set(self._glyphs()))).encode()).digest()
        return "".join(chr(ord("A") + byte % 26) for byte in digest[:6])

    def _subset(self) -> tuple[bytes, Any]:
        wanted = hb.SubsetInput()
        wanted.glyph_set.update(self._glyphs())
        wanted.drop_table_tag_set.update(
            int.from_bytes(tag.encode(), "big") for tag in _UNUSED
        )
        wanted.flags = (
            hb.SubsetFlags.NO_HINTING
            | hb.SubsetFlags.NO_LAYOUT_CLOSURE
            | hb.SubsetFlags.NOTDEF_OUTLINE
        )
        plan = hb.SubsetPlan(_ready(self.face), wanted)
        return bytes(plan.execute().blob.data), plan.old_to_new_glyph_mapping

    def _map(self, new_ids: Any) -> bytes:
        ids = bytearray(2 * max(self._cids.values()) + 2)
        for (glyph, _), cid in self._cids.items():
            ids[2 * cid : 2 * cid + 2] = int(new_ids[glyph]).to_bytes(2, "big")
        return bytes(ids)

    def _widths(self) -> str:
        """Of each row of ids without a gap, the first and all widths."""
        found = sorted(
            (cid, self.width(glyph)) for (glyph, _), cid in self._cids.items()
        )
        rows = groupby(enumerate(found), key=lambda one: one[1][0] - one[0])
        parts = []
        for _, row in rows:
            placed = [one for _, one in row]
            widths = " ".join(str(width) for _, width in placed)
            parts.append(f"{placed[0][0]}[{widths}]")
        return "".join(parts)

    def _descriptor(self, document: Any, name: str, subset: bytes) -> Written:
        head = self.face.hb_face.reference_table("head").data
        box = " ".join(
            str(self._thousandths(edge)) for edge in unpack(">4h", head[36:44])
        )
        ascent = self._thousandths(self.face.ascent)
        descent = self._thousandths(-self.face.descent)
        # a capital's height and a stem's width are required, and read only by those that
        # put another font in this one's place
        return Written(
            f"<</Type/FontDescriptor/FontName{name}/Flags 4/FontBBox[{box}]/ItalicAngle 0"
            f"/Ascent {ascent}/Descent {descent}/CapHeight 700/StemV 80/FontFile2 ",
            document.Reference(Stream(subset, f"/Length1 {len(subset)}")),
            ">>",
        )

    def _thousandths(self, length: int) -> int:
        """Font units in thousandths of an em; PDF readers take widths as whole ones."""
        return round(length * 1000 / self.face.upem)


@cache
def _ready(face: Face) -> Any:
    """The face as HarfBuzz cuts it in a third of the time: of equal bytes, looked over once."""
    return hb.subset_preprocess(face.hb_face)


class _Codes(dict[tuple[int, str], str]):
    """Codes by glyph and text, each made when it is first asked for."""

    def __init__(self, embedded: EmbeddedFace) -> None:
        self._embedded = embedded

    def __missing__(self, key: tuple[int, str]) -> str:
        self[key] = code = _written(self._embedded.cid(*key))
        return code


@cache
def _written(cid: int) -> str:
    return literal(cid.to_bytes(2, "big"))


def _to_unicode(meant: list[str]) -> bytes:
    """The CMap from character ids to text (PDF 32000-1, 9.10.3). Ids count up, so that a
    range of those that share a high byte needs only their texts.
    """
    texts = [f"<{utf16(text)}>" for text in meant]
    ranges = []
    for start in range(0, len(texts) + 1, _RANGE):
        first, last = max(start, 1), min(start + _RANGE - 1, len(texts))
        held = "\n".join(texts[first - 1 : last])
        ranges.append(
            f"1 beginbfrange\n<{first:04X}> <{last:04X}> [{held}]\nendbfrange"
        )
    return "\n".join([_HEAD, *ranges, _TAIL]).encode("ascii")


def legible(text: str) -> str:
    """``text`` as it is copied or searched: without marks that only steer a line."""
    return text.translate(_STEERING)


_HEAD = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange"""
_TAIL = """endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""
