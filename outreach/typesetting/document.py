"""Pages: blocks, rules and boxes at their places, and the PDF file of them."""

from __future__ import annotations

import io
from typing import Any, Literal, TypeAlias

from reportlab.lib.pagesizes import A3, A4, A5, LETTER
from reportlab.pdfbase.pdfdoc import PDFStream, PDFZCompress
from reportlab.pdfgen.canvas import Canvas

from outreach.typesetting.block import Block, Line
from outreach.typesetting.embedding import EmbeddedFace
from outreach.typesetting.faces import Face
from outreach.typesetting.writing import line_code

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
            down = y + number * block.line_height + block.baseline
            self._line(line, block.style.size, x + _indent(line, block), down)

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

    def _line(self, line: Line, size: float, x: float, down: float) -> None:
        runs = [(run, self._embedded(run.face)) for run in line.runs]
        for operators in line_code(runs, size, x, self.height - down):
            self._code(operators)

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
    if block.style.align == "center":
        return free / 2
    return free if (block.style.align == "end") != block.right_to_left else 0.0
