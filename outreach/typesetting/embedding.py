"""A face inside a PDF file: one Type0 font of the glyphs that were drawn, exact text."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from struct import unpack
from typing import Any

import uharfbuzz as hb
from reportlab.pdfbase import pdfdoc

from outreach.model.errors import CannotCarry
from outreach.typesetting.faces import Face

#: Marks that steer a line, and say nothing to who copies or searches its words.
_STEERING = dict.fromkeys(
    map(ord, "\u00ad\u061c\u200e\u200f\u2060\u2066\u2067\u2068\u2069")
)
#: Two-byte character ids; 0 is the missing glyph.
_MOST_CIDS = 0xFFFF
#: Tables that a PDF reader does not use in a font of glyph ids.
_UNUSED = ("GSUB", "GPOS", "GDEF", "OS/2", "cmap", "name", "post")


class EmbeddedFace:
    """The glyphs of one face that one document draws.

    A character id is given to each pair of glyph and text, so that every id means one
    text and what is copied or searched is what was written.
    """

    def __init__(self, face: Face, number: int) -> None:
        self.face = face
        self.name = f"F{number}"
        self._cids: dict[tuple[int, str], int] = {}
        self._codes: dict[tuple[int, str], str] = {}
        self._own_widths: dict[int, int] = {}

    def cid(self, glyph: int, text: str) -> int:
        """The character id of ``glyph`` where it stands for ``text``."""
        key = (glyph, text)
        if key not in self._cids:
            if len(self._cids) >= _MOST_CIDS:
                raise CannotCarry(
                    "The page has too many different letters. Shorten the text."
                )
            self._cids[key] = len(self._cids) + 1
        return self._cids[key]

    def code(self, glyph: int, text: str) -> str:
        """The same as the PDF file writes it: four hexadecimal digits."""
        key = (glyph, text)
        if key not in self._codes:
            self._codes[key] = f"{self.cid(glyph, text):04X}"
        return self._codes[key]

    def width(self, glyph: int) -> int:
        """The glyph's own width as the PDF file states it, in thousandths of an em."""
        if glyph not in self._own_widths:
            advance = self.face.font.get_glyph_h_advance(glyph)
            self._own_widths[glyph] = self._thousandths(advance)
        return self._own_widths[glyph]

    @property
    def blank(self) -> int:
        """A glyph that draws nothing."""
        glyph: int = self.face.font.get_nominal_glyph(ord(" "))
        return glyph

    def addObjects(self, document: Any) -> None:  # ReportLab calls it at save
        """Put the font into ``document``, with the subset drawn so far."""
        subset, new_ids = self._subset()
        name = pdfdoc.PDFName(f"{self._tag()}+{self.face.name}")
        fonts = document.idToObject["BasicFonts"].dict
        descendant = _dictionary(
            Type=pdfdoc.PDFName("Font"),
            Subtype=pdfdoc.PDFName("CIDFontType2"),
            BaseFont=name,
            CIDSystemInfo=_dictionary(
                Registry=pdfdoc.PDFString("Adobe"),
                Ordering=pdfdoc.PDFString("Identity"),
                Supplement=0,
            ),
            DW=1000,
            W=pdfdoc.PDFArray([1, pdfdoc.PDFArray(self._widths())]),
            CIDToGIDMap=self._stream(document, b"".join(self._map(new_ids)), "map"),
            FontDescriptor=document.Reference(
                self._descriptor(document, name, subset), f"{self.name}:descriptor"
            ),
        )
        font = _dictionary(
            Type=pdfdoc.PDFName("Font"),
            Subtype=pdfdoc.PDFName("Type0"),
            BaseFont=name,
            Encoding=pdfdoc.PDFName("Identity-H"),
            DescendantFonts=pdfdoc.PDFArray(
                [document.Reference(descendant, f"{self.name}:descendant")]
            ),
            ToUnicode=self._stream(document, _to_unicode(self._cids), "text"),
        )
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
        plan = hb.SubsetPlan(self.face.hb_face, wanted)
        return bytes(plan.execute().blob.data), plan.old_to_new_glyph_mapping

    def _map(self, new_ids: Any) -> Iterator[bytes]:
        yield b"\0\0"
        for glyph in self._glyphs():
            yield int(new_ids[glyph]).to_bytes(2, "big")

    def _widths(self) -> list[Any]:
        return [self.width(glyph) for glyph in self._glyphs()]

    def _descriptor(self, document: Any, name: Any, subset: bytes) -> Any:
        head = self.face.hb_face.reference_table("head").data
        box = unpack(">4h", head[36:44])
        return _dictionary(
            Type=pdfdoc.PDFName("FontDescriptor"),
            FontName=name,
            Flags=4,
            FontBBox=pdfdoc.PDFArray([self._thousandths(edge) for edge in box]),
            ItalicAngle=0,
            Ascent=self._thousandths(self.face.ascent),
            Descent=self._thousandths(-self.face.descent),
            # required, but read only by those that put another font in this one's place
            CapHeight=700,
            StemV=80,
            FontFile2=self._stream(document, subset, "file", Length1=len(subset)),
        )

    def _thousandths(self, length: int) -> int:
        """Font units in thousandths of an em; PDF readers take widths as whole ones."""
        return round(length * 1000 / self.face.upem)

    def _stream(self, document: Any, content: bytes, what: str, **more: int) -> Any:
        stream = pdfdoc.PDFStream(
            dictionary=_dictionary(**more),
            content=content,
            filters=[pdfdoc.PDFZCompress],
        )
        return document.Reference(stream, f"{self.name}:{what}")


def _dictionary(**entries: Any) -> Any:
    return pdfdoc.PDFDictionary(entries)


def _to_unicode(cids: dict[tuple[int, str], int]) -> bytes:
    """The CMap from character ids to text (PDF 32000-1, 9.10.3), 100 entries a block."""
    entries = [f"<{cid:04X}> <{utf16(text)}>" for (_, text), cid in cids.items()]
    blocks = [
        f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar"
        for block in _blocks(entries, 100)
    ]
    return "\n".join([_HEAD, *blocks, _TAIL]).encode("ascii")


def legible(text: str) -> str:
    """``text`` as it is copied or searched: without marks that only steer a line."""
    return text.translate(_STEERING)


def utf16(text: str) -> str:
    """``text`` as the hexadecimal UTF-16 of a PDF string, without a byte order mark."""
    return text.encode("utf-16-be").hex().upper()


def _blocks(entries: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    return (entries[at : at + size] for at in range(0, len(entries), size))


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
