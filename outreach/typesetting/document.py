"""Pages: blocks, rules and boxes at their places, and the PDF file of them."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, Literal, TypeAlias

from reportlab.lib.pagesizes import A3, A4, A5, LETTER
from reportlab.pdfbase.pdfdoc import PDFStream, PDFZCompress
from reportlab.pdfgen.canvas import Canvas

from outreach.typesetting.block import Block, Line, Style
from outreach.typesetting.embedding import EmbeddedFace, utf16
from outreach.typesetting.faces import Face
from outreach.typesetting.shaping import Cluster, Run

Page: TypeAlias = Literal["a4", "a3", "a5", "letter"]
_SIZES: dict[Page, tuple[float, float]] = {
    "a4": A4,
    "a3": A3,
    "a5": A5,
    "letter": LETTER,
}


class _Canvas(Canvas):  # type: ignore[misc]
    """ReportLab's canvas without the Helvetica that it puts on every page unembedded."""

    def _make_preamble(self) -> None:
        self._preamble = "1 0 0 1 0 0 cm"


class Document:
    """A PDF file in the making. Lengths are points; y runs down from the top of the page.

    The first page is open from the start. Everything is black.
    """

    def __init__(
        self, *, title: str, language: str, page: Page = "a4", margin: float = 42.5
    ) -> None:
        self.width, self.height = _SIZES[page]
        self.margin = margin
        self.pages = 1
        self._file = io.BytesIO()
        self._canvas = _Canvas(
            self._file,
            pagesize=(self.width, self.height),
            pageCompression=1,
            invariant=1,
            pdfVersion=(1, 5),
            lang=language,
        )
        self._canvas.setTitle(title)
        self._canvas.setAuthor("")
        self._canvas.setViewerPreference("DisplayDocTitle", "true")
        self._faces: dict[str, EmbeddedFace] = {}
        self._finished: bytes | None = None

    @property
    def inner_width(self) -> float:
        """The width between the margins."""
        return self.width - 2 * self.margin

    def new_page(self) -> None:
        """Close the page and open the next."""
        self._canvas.showPage()
        self.pages += 1

    def draw(self, block: Block, x: float, y: float) -> None:
        """Put ``block`` with its top left corner at ``x``, ``y``."""
        for number, line in enumerate(block.lines):
            top = y + number * block.line_height
            self._line(line, block.style, x + _indent(line, block), top)

    def rule(self, x: float, y: float, width: float, thickness: float = 0.75) -> None:
        """A line across, its middle at ``y``."""
        self._canvas.setLineWidth(thickness)
        self._canvas.line(x, self.height - y, x + width, self.height - y)

    def box(
        self, x: float, y: float, width: float, height: float, thickness: float = 1.0
    ) -> None:
        """A frame; its line's middle runs along the edges given."""
        self._canvas.setLineWidth(thickness)
        self._canvas.rect(x, self.height - y - height, width, height)

    def dashed(self, x: float, y: float, width: float, height: float) -> None:
        """A dashed frame to cut along; of height 0 a dashed line across."""
        self._canvas.saveState()
        self._canvas.setDash(4, 3)
        if height:
            self.box(x, y, width, height, 0.75)
        else:
            self.rule(x, y, width)
        self._canvas.restoreState()

    def finish(self) -> bytes:
        """The file; the same drawing gives the same bytes. Nothing can be drawn after."""
        if self._finished is None:
            self._canvas.showPage()
            for number in range(1, self.pages + 1):
                _trim(self._canvas._doc.idToObject[f"Page{number}"])
            self._canvas.save()
            self._finished = self._file.getvalue()
        return self._finished

    def _line(self, line: Line, style: Style, x: float, top: float) -> None:
        for run in line.runs:
            y = self.height - top - line.baseline(style)
            font = self._embedded(run.face)
            code = " ".join(_text_code(run, font, style.size))
            self._code(
                f"BT /{font.name} {_number(style.size)} Tf "
                f"1 0 0 1 {_number(x)} {_number(y)} Tm {code} ET"
            )
            x += run.advance * style.size

    def _embedded(self, face: Face) -> EmbeddedFace:
        if face.name not in self._faces:
            embedded = EmbeddedFace(face, len(self._faces) + 1)
            self._faces[face.name] = embedded
            self._canvas._doc.delayedFonts.append(embedded)
        return self._faces[face.name]

    def _code(self, operators: str) -> None:
        code: list[Any] = self._canvas._code
        code.append(operators)


def _trim(page: Any) -> None:
    """Take out what ReportLab adds: an empty transition, which PDF/A forbids, and
    ASCII85, which makes a page a quarter larger.
    """
    page.Trans = None
    page.Contents = PDFStream(
        content=page.stream.encode("ascii"), filters=[PDFZCompress]
    )


def _indent(line: Line, block: Block) -> float:
    free = block.width - line.width
    return {"start": 0.0, "center": free / 2, "end": free}[block.style.align]


def _text_code(run: Run, font: EmbeddedFace, size: float) -> Iterator[str]:
    """Text operators (PDF 32000-1, 9.4.3) for the clusters of a run."""
    shown: list[str] = []
    for cluster in run.clusters:
        texts = _texts(cluster)
        if texts is None:
            yield from _show(shown)
            yield f"/Span<</ActualText<FEFF{utf16(cluster.text)}>>>BDC"
        for glyph, text in zip(cluster.glyphs, texts or _blank(cluster), strict=True):
            if glyph.dy:
                yield from _show(shown)
                yield f"{_number(glyph.dy * size / run.face.upem)} Ts"
            cid = f"<{font.cid(glyph.id, text):04X}>"
            before, after = glyph.dx, glyph.advance - glyph.dx - font.advance(glyph.id)
            shown += [_shift(before, run.face), cid, _shift(after, run.face)]
            if glyph.dy:
                yield from _show(shown)
                yield "0 Ts"
        if texts is None:
            yield from _show(shown)
            yield "EMC"
    yield from _show(shown)


def _texts(cluster: Cluster) -> tuple[str, ...] | None:
    """The text of each glyph; None where only all of them together have one."""
    if len(cluster.glyphs) == 1:
        return (cluster.text,)
    if len(cluster.glyphs) == len(cluster.text):
        return tuple(cluster.text)
    return None


def _blank(cluster: Cluster) -> tuple[str, ...]:
    """For readers that know no ActualText: the first glyph has it all."""
    return (cluster.text, *["\u200b"] * (len(cluster.glyphs) - 1))


def _show(shown: list[str]) -> Iterator[str]:
    """What has been gathered as one operator; ``shown`` is empty afterwards."""
    if shown:
        yield f"[{''.join(shown).replace('><', '')}] TJ"
        shown.clear()


def _shift(units: int, face: Face) -> str:
    """A move to the right, in TJ's negative thousandths of the size."""
    return f" {_number(-units * 1000 / face.upem)} " if units else ""


def _number(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".")
