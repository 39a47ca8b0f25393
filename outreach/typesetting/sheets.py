"""Many like pages, such as labels: plain lines are set letter by letter, none is kept."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from outreach.typesetting.block import Block
from outreach.typesetting.document import Document, Page
from outreach.typesetting.embedding import EmbeddedFace
from outreach.typesetting.faces import REGULAR, face
from outreach.typesetting.writing import number, text_code

#: Letters and signs that are one glyph each, in the order in which they are written, so
#: that nothing is lost but kerns when they are not shaped.
_SPANS = (*range(0x20, 0x7F), *range(0xA0, 0x180))
PLAIN = frozenset(map(chr, _SPANS)).difference("\u00ad\u0149") | frozenset("–—‘’“”…")


class Sheets(Document):
    """A PDF file of many pages that stays small in memory while it is made.

    Viewers are asked to print it at its true size. What stands between two rules in one
    language is one paragraph to those who listen: an element for each label would take
    more memory than the page. Its ink is not counted.
    """

    def __init__(self, *, title: str, language: str, page: Page = "a4") -> None:
        super().__init__(title=title, language=language, page=page)
        self._preferences += "/PrintScaling/None"
        self._codes: _Codes | None = None
        self._widths = _Widths()
        #: Of the words that are open now.
        self._reads: str | None = None

    def draw(self, block: Block, x: float, y: float) -> None:
        """Put ``block`` with its top left corner at ``x``, ``y``."""
        self._read(block.language)
        self._code(text_code(self._lines(block, x, y)))

    def width_of(self, text: str) -> int:
        """The width of text that ``is_plain``, in thousandths of its size."""
        return sum(map(self._widths.__getitem__, text))

    def words(
        self, lines: Sequence[str], size: float, leading: float, x: float, y: float
    ) -> None:
        """Put lines that are ``is_plain``, the first's baseline at ``y``; all in points."""
        if self._codes is None:
            self._codes = _Codes(self._embedded(face("NotoSans", REGULAR)))
        ended = [f"{line} ".translate(self._codes) for line in lines]
        codes = ") Tj T* (".join(ended)
        self._read(self.language)
        self._code(
            f"BT /{self._codes.font} {number(size)} Tf {number(leading)} TL 1 0 0 1 "
            f"{number(x)} {number(self.height - y)} Tm ({codes}) Tj ET"
        )

    def dashed(self, x: float, y: float, width: float, height: float) -> None:
        """A dashed frame to cut along; of height 0 a dashed line across."""
        self._rest()
        super().dashed(x, y, width, height)

    def _read(self, language: str) -> None:
        if language != self._reads:
            self._rest()
            self._code(self._structure.opening(language))
            self._reads = language

    def _rest(self) -> None:
        if self._reads is not None:
            self._code("EMC")
            self._reads = None

    @contextmanager
    def _decoration(self) -> Iterator[None]:
        self._rest()
        with super()._decoration():
            yield

    def _close_page(self) -> None:
        self._rest()
        super()._close_page()


def is_plain(text: str) -> bool:
    """Whether ``text`` may be set letter by letter: Latin, in NFC, nothing hidden."""
    return PLAIN.issuperset(text)


def starts_right(text: str) -> bool:
    """Whether the first letter that has a direction runs from right to left."""
    for char in text:
        if (way := unicodedata.bidirectional(char)) in ("L", "R", "AL"):
            return way != "L"
    return False


class _Widths(dict[str, int]):
    """The width of each character, in thousandths of its size."""

    def __missing__(self, char: str) -> int:
        latin = face("NotoSans", REGULAR)
        glyph = latin.font.get_nominal_glyph(ord(char))
        units = latin.font.get_glyph_h_advance(glyph)
        self[char] = width = round(int(units) * 1000 / latin.upem)
        return width


class _Codes(dict[int, str]):
    """Character ids as ``str.translate`` takes them: by code point."""

    def __init__(self, embedded: EmbeddedFace) -> None:
        super().__init__()
        self._embedded = embedded
        self.font = embedded.name

    def __missing__(self, char: int) -> str:
        glyph = self._embedded.face.font.get_nominal_glyph(char)
        self[char] = code = self._embedded.code(glyph, chr(char))
        return code
