"""What a PDF file says to those who listen to it: its tree, with the words of each element."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from ctypes import c_ushort
from typing import Any, NamedTuple

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
from pikepdf import pdfa

from tests.typesetting.reading import squeezed


class Read(NamedTuple):
    """An element that holds words: its tags from the outermost, language and words."""

    path: str
    language: str
    words: str


def read_aloud(pdf: bytes) -> list[Read]:
    """The elements with words of their own, in the order of the tree."""
    words = _words_by_mark(pdf)
    with pikepdf.open(io.BytesIO(pdf)) as file:
        pages = {page.obj.objgen: at for at, page in enumerate(file.pages)}
        root = file.Root.StructTreeRoot.K
        return list(_elements(root, (), str(file.Root.Lang), words, pages))


def told(pdf: bytes) -> list[str]:
    """What each marked piece says to a reader that knows what character ids mean and not
    where they stand, all pages in turn. What its text says to be nothing is left out.
    """
    found: dict[tuple[int, int], str] = {}
    with pikepdf.open(io.BytesIO(pdf)) as file:
        for at, page in enumerate(file.pages):
            fonts = page.get("/Resources", {}).get("/Font", {})
            meant = {name: _meanings(font) for name, font in fonts.items()}
            font, open_marks = "", list[int | None]()
            for given, operator in pikepdf.parse_content_stream(page):
                name = str(operator)
                if name in ("BDC", "BMC"):
                    known = given[1] if name == "BDC" else {}
                    open_marks.append(known.get("/MCID"))
                elif name == "EMC":
                    open_marks.pop()
                elif name == "Tf":
                    font = str(given[0])
                elif name in ("TJ", "Tj") and (mark := open_marks[-1]) is not None:
                    text = _meaning(given, meant[font])
                    found[at, mark] = found.get((at, mark), "") + text
    return [text.replace("\u200b", "") for text in found.values()]


def _meanings(font: Any) -> dict[int, str]:
    """The text of each character id, by the font's own table."""
    table = font.ToUnicode.read_bytes().decode("ascii")
    found: dict[int, str] = {}
    for first, texts in re.findall(r"<(\w+)> <\w+> \[(.*?)\]", table, re.DOTALL):
        for cid, text in enumerate(re.findall(r"<(\w*)>", texts), int(first, 16)):
            found[cid] = bytes.fromhex(text).decode("utf-16-be")
    return found


def _meaning(given: Any, meant: dict[int, str]) -> str:
    strings = given[0] if isinstance(given[0], pikepdf.Array) else given
    codes = b"".join(bytes(one) for one in strings if isinstance(one, pikepdf.String))
    ids = (int.from_bytes(codes[n : n + 2], "big") for n in range(0, len(codes), 2))
    return "".join(meant[cid] for cid in ids)


def faults_of(pdf: bytes) -> list[str]:
    """What keeps the file from being PDF/A-2b, and what qpdf finds wrong in it."""
    report = pdfa.validate_written(io.BytesIO(pdf), "2b")
    with pikepdf.open(io.BytesIO(pdf)) as file:
        return [str(finding) for finding in report.findings] + file.check_pdf_syntax()


def unowned(pdf: bytes) -> list[str]:
    """What is drawn but is neither in the tree nor said to be an artifact."""
    found = []
    with pikepdf.open(io.BytesIO(pdf)) as file:
        for page in file.pages:
            depth = 0
            for operands, operator in pikepdf.parse_content_stream(page):
                name = str(operator)
                depth += (name in ("BDC", "BMC")) - (name == "EMC")
                if name in ("TJ", "Tj", "S", "f", "B") and not depth:
                    found.append(f"{operands} {name}")
    return found


def _elements(
    element: Any,
    path: tuple[str, ...],
    language: str,
    words: dict[tuple[int, int], str],
    pages: dict[tuple[int, int], int],
) -> Iterator[Read]:
    path = (*path, str(element.S)[1:])
    language = str(element.get("/Lang", language))
    kids = element.K if isinstance(element.K, pikepdf.Array) else [element.K]
    own = []
    for kid in kids:
        if isinstance(kid, int):
            own.append(words.get((pages[element.Pg.objgen], kid), ""))
        elif "/MCID" in kid:
            own.append(words.get((pages[kid.Pg.objgen], int(kid.MCID)), ""))
    if own:
        yield Read("/".join(path), language, squeezed("\n".join(own)))
    for kid in kids:
        if not isinstance(kid, int) and "/S" in kid:
            assert kid.P.objgen == element.objgen
            yield from _elements(kid, path, language, words, pages)


def _words_by_mark(pdf: bytes) -> dict[tuple[int, int], str]:
    """By page and number of the mark; each line of a block is one text or more. PDFium
    reports a hyphen at the end of a line as U+0002.
    """
    found: dict[tuple[int, int], str] = {}
    with pypdfium2.PdfDocument(pdf) as document:
        for at, page in enumerate(document):
            text = page.get_textpage()
            for thing in page.get_objects([pdfium.FPDF_PAGEOBJ_TEXT]):
                key = (at, pdfium.FPDFPageObj_GetMarkedContentID(thing.raw))
                found[key] = f"{found.get(key, '')}{_text(thing, text)}\n"
    return found


def _text(thing: Any, page: Any) -> str:
    size = pdfium.FPDFTextObj_GetText(thing.raw, page.raw, None, 0)
    buffer = (c_ushort * (size // 2))()
    pdfium.FPDFTextObj_GetText(thing.raw, page.raw, buffer, size)
    found = bytes(buffer).decode("utf-16-le").rstrip("\0")
    return found.replace("\u200b", "").replace("\x02", "-")
