"""Pages: blocks, rules and boxes at their places, and the PDF file of them."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from itertools import chain, starmap
from typing import Any, Literal, TypeAlias

from reportlab.lib.pagesizes import A3, A4, A5, LETTER, TABLOID, landscape
from reportlab.pdfbase.pdfdoc import PDFObjectReference
from reportlab.pdfgen.canvas import Canvas

from outreach.typesetting.archive import intent, metadata, told
from outreach.typesetting.block import Block, Line
from outreach.typesetting.embedding import Alphabet, EmbeddedFace
from outreach.typesetting.faces import Face
from outreach.typesetting.ink import Ink
from outreach.typesetting.packing import packed
from outreach.typesetting.structure import Scope, Structure, Tag
from outreach.typesetting.writing import LineAt, number, text_code
from outreach.typesetting.written import Stream, Written, string

Page: TypeAlias = Literal[
    "a4", "a3", "a5", "letter", "tabloid", "a4-landscape", "letter-landscape"
]
_SIZES: dict[Page, tuple[float, float]] = {
    "a4": A4,
    "a3": A3,
    "a5": A5,
    "letter": LETTER,
    "tabloid": TABLOID,
    "a4-landscape": landscape(A4),
    "letter-landscape": landscape(LETTER),
}


class _Canvas(Canvas):  # type: ignore[misc]
    """ReportLab's canvas without the Helvetica that it puts on every page unembedded."""

    def _make_preamble(self) -> None:
        self._preamble = ""


class Document:
    """A PDF file in the making. Lengths are points; y runs down from the top of the page.

    The first page is open from the start. Everything is black. The file keeps to
    PDF/A-2b, and says what its blocks are, in which order and language they are read:
    draw them in that order, each within ``tagged`` or ``artifact``.
    """

    def __init__(
        self, *, title: str, language: str, page: Page = "a4", margin: float = 42.5
    ) -> None:
        self.width, self.height = _SIZES[page]
        self.margin = margin
        self.pages = 1
        self.language = language
        self._title = told(title)
        size = (self.width, self.height)
        self._canvas = _Canvas(io.BytesIO(), pagesize=size, invariant=1)
        #: Of those who open the file, beside that its title stands above it.
        self._preferences = ""
        self._faces: dict[str, EmbeddedFace] = {}
        self._alphabet = Alphabet()
        self._structure = Structure(language)
        self._finished: bytes | None = None
        self._ink = Ink()
        self._inks: list[float] = []

    @property
    def inner_width(self) -> float:
        """The width between the margins."""
        return self.width - 2 * self.margin

    @property
    def ink(self) -> tuple[float, ...]:
        """Of each closed page, the share that is black, from 0 to 1."""
        return tuple(area / (self.width * self.height) for area in self._inks)

    def new_page(self) -> None:
        """Close the page and open the next. What is tagged may go on there."""
        self._close_page()
        self._structure.turn()
        self.pages += 1

    def tagged(
        self, tag: Tag, *, scope: Scope | None = None, resumes: bool = False
    ) -> AbstractContextManager[None]:
        """What is drawn within is a ``tag`` (PDF 32000-1, 14.8.4), inside what is open.

        The language is the blocks' own. A TH has the ``scope`` that it is the head of.
        What ``resumes`` goes on in the last of its kind: after a page's end.
        """
        return self._structure.element(tag, scope, resumes=resumes)

    def artifact(self) -> AbstractContextManager[None]:
        """What is drawn within is not read: what stands on every page, or stood before."""
        return self._structure.artifact()

    @contextmanager
    def turned(self, x: float, y: float) -> Iterator[None]:
        """What is drawn within is read from the foot of the page upwards: its ``x`` runs up
        from ``y``, its ``y`` to the right from ``x``.
        """
        across, up = number(x + self.height), number(self.height - y)
        self._code(f"q 0 1 -1 0 {across} {up} cm")
        yield
        self._code("Q")

    def draw(self, block: Block, x: float, y: float) -> None:
        """Put ``block`` with its top left corner at ``x``, ``y``.

        It belongs to what ``tagged`` opened last; by itself it is a paragraph.
        """
        self.draw_as_one([(block, x, y)])

    def draw_as_one(self, blocks: Sequence[tuple[Block, float, float]]) -> None:
        """Put each of ``blocks``, of one language, where it is to stand; they are one piece
        to those who listen.
        """
        opening = self._structure.opening(blocks[0][0].language)
        text = text_code(chain.from_iterable(starmap(self._lines, blocks)))
        self._code(f"{opening} {text} EMC")

    def rule(self, x: float, y: float, width: float, thickness: float = 0.75) -> None:
        """A line across, its middle at ``y``."""
        self._line((x, y), (x + width, y), thickness)
        self._ink.add(width * thickness)

    def upright(
        self, x: float, y: float, height: float, thickness: float = 0.75
    ) -> None:
        """A line down from ``y``, its middle at ``x``."""
        self._line((x, y), (x, y + height), thickness)
        self._ink.add(height * thickness)

    def _line(
        self, start: tuple[float, float], end: tuple[float, float], thickness: float
    ) -> None:
        (x, y), (to, down) = start, end
        places = (number(at) for at in (x, self.height - y, to, self.height - down))
        with self._decoration():
            self._code("{} w {} {} m {} {} l S".format(number(thickness), *places))

    def box(
        self, x: float, y: float, width: float, height: float, thickness: float = 1.0
    ) -> None:
        """A frame; its line's middle runs along the edges given."""
        with self._decoration():
            self._canvas.setLineWidth(thickness)
            self._canvas.rect(x, self.height - y - height, width, height)
        self._ink.add(2 * (width + height) * thickness)

    def bars(
        self,
        bars: Iterable[tuple[int, int, int, int]],
        x: float,
        y: float,
        unit: float,
    ) -> None:
        """Black rectangles, each ``x, y, width, height`` in ``unit`` points from the corner:
        one path, so that no viewer shows a seam between two.
        """
        bars = list(bars)
        drawn = " ".join(f"{a} {b} {c} {d} re" for a, b, c, d in bars)
        side, left, up = number(unit), number(x), number(self.height - y)
        with self._decoration():
            self._code(f"q {side} 0 0 -{side} {left} {up} cm {drawn} f Q")
        self._ink.add(sum(c * d for _, _, c, d in bars) * unit**2)

    def dashed(self, x: float, y: float, width: float, height: float) -> None:
        """A dashed frame to cut along; of height 0 a dashed line across, of width 0 down."""
        self._canvas.saveState()
        self._canvas.setDash(4, 3)
        if not width:
            self.upright(x, y, height)
        elif height:
            self.box(x, y, width, height, 0.75)
        else:
            self.rule(x, y, width)
        self._canvas.restoreState()

    def finish(self) -> bytes:
        """The file; the same drawing gives the same bytes. Nothing can be drawn after."""
        if self._finished is None:
            self._close_page()
            file = self._canvas._doc
            for embedded in self._faces.values():
                embedded.addObjects(file)
            info = Written(f"<</Title{string(self._title)}>>")
            self._finished = packed(file, self._catalog(), info)
        return self._finished

    def _close_page(self) -> None:
        """Pack the page, without what ReportLab would add to it: an empty transition,
        which PDF/A forbids, ASCII85, which makes it a quarter larger.
        """
        self._canvas.showPage()
        self._inks.append(self._ink.close())
        file, name = self._canvas._doc, f"Page{self.pages}"
        content = Stream(file.idToObject[name].stream.encode("latin-1"), level=9)
        file.idToObject[name] = Written(
            "<</Type/Page/Parent ",
            file.Reference(file.Pages),
            f"/MediaBox[0 0 {self.width:.4f} {self.height:.4f}]/Resources<</Font ",
            PDFObjectReference("BasicFonts"),
            ">>/Contents ",
            file.Reference(content),
            f"/StructParents {self.pages - 1}/Tabs/S>>",
        )
        file.idToObject[name].__InternalName__ = name

    def _catalog(self) -> Written:
        file = self._canvas._doc
        return Written(
            "<</Type/Catalog/Pages ",
            file.Reference(file.Pages),
            f"/Lang{string(self.language)}/ViewerPreferences"
            f"<</DisplayDocTitle true{self._preferences}>>/Metadata ",
            file.Reference(metadata(self._title)),
            "/OutputIntents[",
            intent(file),
            "]/MarkInfo<</Marked true>>/StructTreeRoot ",
            file.Reference(self._structure.tree),
            ">>",
        )

    @contextmanager
    def _decoration(self) -> Iterator[None]:
        self._code("/Artifact BMC")
        yield
        self._code("EMC")

    def _lines(self, block: Block, x: float, y: float) -> Iterator[LineAt]:
        size, down, indent = block.style.size, y + block.baseline, block.indent
        for line in block.lines:
            for run in line.runs:
                self._ink.add_run(run, size)
            runs = [(run, self._embedded(run.face)) for run in line.runs]
            left = x + _indent(line, block, indent)
            yield LineAt(runs, size, left, self.height - down, line.ends_word)
            down, indent = down + block.line_height, 0.0

    def _embedded(self, face: Face) -> EmbeddedFace:
        if face.name not in self._faces:
            embedded = EmbeddedFace(face, len(self._faces) + 1, self._alphabet)
            self._faces[face.name] = embedded
        return self._faces[face.name]

    def _code(self, operators: str) -> None:
        code: list[Any] = self._canvas._code
        code.append(operators)


def _indent(line: Line, block: Block, indent: float) -> float:
    """From the block's left to its line, which begins ``indent`` later."""
    free = block.width - indent - line.width
    left = 0.0 if block.right_to_left else indent
    if block.style.align == "center":
        return left + free / 2
    return left + (free if (block.style.align == "end") != block.right_to_left else 0.0)
