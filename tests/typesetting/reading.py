"""What a PDF file says when it is read back."""

from __future__ import annotations

import re
import unicodedata
import zlib

import pypdfium2
from PIL import ImageStat


def text_of(pdf: bytes) -> str:
    """All words of all pages, blanks of any kind as one, in NFC.

    PDFium reports a hyphen at the end of a line as U+0002; on the page it is a hyphen. For
    a mark that is drawn after its line it reports U+200B, which means nothing.
    """
    return squeezed("\n".join(pages_of(pdf)).replace("\x02", "-"))


def pages_of(pdf: bytes) -> list[str]:
    """What each page says, line by line. A blank glyph that carries a letter counts, which
    has no place: so the text is asked for by number, not by where it stands.
    """
    with pypdfium2.PdfDocument(pdf) as document:
        found = [page.get_textpage().get_text_range() for page in document]
    return [_without_marks(text) for text in found]


def _without_marks(text: str) -> str:
    lines = re.sub(r"[ \u200b]*\u200b *", "", text.replace("\r\n", "\n"))
    return lines.replace("\ufffe", "\x02")


def squeezed(text: str) -> str:
    """``text`` in NFC with one blank for each run of blanks and line ends."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def letters(text: str) -> str:
    """``text`` without any blank: Chinese lines end between letters. Hyphens are all one:
    of an Arabic line PDFium reads one that no line end parts as any other.
    """
    together = "".join(unicodedata.normalize("NFC", text).split())
    return together.replace("\u2011", "\u2010")


def content_of(pdf: bytes) -> str:
    """The drawing operators of all pages, and the plain parts of the file."""
    return b"\n".join([pdf, *unpacked(pdf)]).decode("latin-1")


def unpacked(pdf: bytes) -> list[bytes]:
    """Every stream of the file; what is not packed is empty."""
    streams = re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL)
    return [_unpacked(stream) for stream in streams]


def _unpacked(stream: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(stream)
    except zlib.error:
        return b""


def coverage(pdf: bytes) -> tuple[float, ...]:
    """How much of each page is black, from 0 to 1: the mean darkness of its picture at
    100 dots to the inch; finer gives the same to a tenth of a percent.
    """
    with pypdfium2.PdfDocument(pdf) as document:
        pages = [
            page.render(scale=100 / 72, grayscale=True).to_pil() for page in document
        ]
    return tuple(1 - ImageStat.Stat(page).mean[0] / 255 for page in pages)
