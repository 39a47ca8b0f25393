"""Objects of a PDF file as they are written: ReportLab's own take twice the time."""

from __future__ import annotations

import zlib
from typing import Any

from reportlab.pdfbase.pdfdoc import PDFObject

#: How PDFDocEncoding (PDF 32000-1, Annex D) writes what it has in common with Latin-1.
_DOC_CODES = {code: f"\\{code:03o}" for code in range(0xA1, 0x100) if code != 0xAD}
#: Bytes of the small window.
_SMALL = 1 << 12
#: A bare carriage return would be read as a line feed (7.3.4.2).
_BINARY = str.maketrans({"\\": "\\\\", "(": "\\(", ")": "\\)", "\r": "\\r"})
_ESCAPED = str.maketrans({"\\": "\\\\", "(": "\\(", ")": "\\)"}) | _DOC_CODES


class Written(PDFObject):  # type: ignore[misc]
    """An object from parts in PDF's own notation, and references among them."""

    def __init__(self, *parts: Any) -> None:
        self._parts = parts

    def format(self, document: Any) -> bytes:  # ReportLab calls it at save
        """The object in bytes; a reference stands as its number."""
        return b"".join(
            part.encode("ascii") if isinstance(part, str) else part.format(document)
            for part in self._parts
        )


class Stream(PDFObject):  # type: ignore[misc]
    """Bytes with what their dictionary says of them; compressed unless they stay ``plain``,
    at the ``level`` of zlib: a font gains nothing by a higher one.
    """

    def __init__(
        self, content: bytes, entries: str = "", *, plain: bool = False, level: int = 6
    ) -> None:
        self._content = content if plain else deflated(content, level)
        filtered = "" if plain else "/Filter/FlateDecode"
        self._entries = f"<<{entries}{filtered}/Length {len(self._content)}>>"

    def format(self, _document: Any = None) -> bytes:  # ReportLab calls it at save
        """Dictionary and bytes."""
        return b"%b\nstream\n%b\nendstream" % (
            self._entries.encode("ascii"),
            self._content,
        )


def deflated(content: bytes, level: int) -> bytes:
    """``content`` packed at a level of zlib. A small one is given a small window: to clear
    the usual one takes ten times as long as packing it.
    """
    if len(content) > _SMALL:
        return zlib.compress(content, level)
    packer = zlib.compressobj(level, zlib.DEFLATED, wbits=12, memLevel=6)
    return packer.compress(content) + packer.flush()


def literal(codes: bytes) -> str:
    """``codes`` as they stand within the round brackets of a string, a letter a byte."""
    return codes.decode("latin-1").translate(_BINARY)


def string(text: str) -> str:
    """A text string (PDF 32000-1, 7.9.2.2), in UTF-16 where it is more than Latin-1."""
    plain = text.translate(_ESCAPED)
    if plain.isascii() and plain.isprintable():
        return f"({plain})"
    return f"<FEFF{utf16(text)}>"


def utf16(text: str) -> str:
    """``text`` as the hexadecimal UTF-16 of a PDF string, without a byte order mark."""
    return text.encode("utf-16-be").hex().upper()
