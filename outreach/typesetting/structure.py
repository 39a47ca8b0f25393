"""What stands on the pages, for those who listen: the tree of a tagged PDF file.

PDF 32000-1, 14.7 and 14.8: a piece of a page has a number, and an element of the tree
says what the piece is, in which language, and what is read before and after it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from typing import Any, Literal, NamedTuple, TypeAlias

from reportlab.pdfbase.pdfdoc import PDFObject

from outreach.typesetting.written import string

Tag: TypeAlias = Literal[
    "Document", "Sect", "H1", "H2", "H3", "H4", "P", "Span",
    "Table", "TR", "TH", "TD", "L", "LI", "Lbl", "LBody",
]  # fmt: skip
Scope: TypeAlias = Literal["Column", "Row"]


class _Mark(NamedTuple):
    """A piece of a page: the page, from 0, and the piece's number on it."""

    page: int
    number: int


class Element:
    """A heading, a paragraph, a cell …, and what is in it, in the order of reading."""

    __slots__ = ("children", "language", "pages", "parent", "reference", "scope", "tag")

    def __init__(
        self, tag: Tag, parent: Element | Tree, scope: Scope | None = None
    ) -> None:
        self.tag, self.parent, self.scope = tag, parent, scope
        #: Where it is another than the parent's.
        self.language: str | None = None
        self.children: list[Element | _Mark] = []
        #: Its own in the file and those of all pages: the tree gives them.
        self.reference = ""
        self.pages: Sequence[str] = ()

    def format(self, _document: Any) -> bytes:  # ReportLab calls it at save
        """Its dictionary."""
        entries = f"<</S/{self.tag}/P {self.parent.reference}"
        if self.language:
            entries += f"/Lang{string(self.language)}"
        if self.scope:
            entries += f"/A<</O/Table/Scope/{self.scope}>>"
        return f"{entries}{self._content()}>>".encode("ascii")

    def _content(self) -> str:
        """Numbers alone are of the page that is named first."""
        home = next((c.page for c in self.children if isinstance(c, _Mark)), None)
        kids = [
            child.reference
            if isinstance(child, Element)
            else str(child.number)
            if child.page == home
            else f"<</Type/MCR/Pg {self.pages[child.page]}/MCID {child.number}>>"
            for child in self.children
        ]
        at = "" if home is None else f"/Pg {self.pages[home]}"
        return f"{at}/K {kids[0]}" if len(kids) == 1 else f"{at}/K[{' '.join(kids)}]"


class Tree(PDFObject):  # type: ignore[misc]
    """The root: the document's element, and whose each piece of each page is."""

    def __init__(self) -> None:
        self.reference = ""
        self.document = Element("Document", self)
        self.owners: list[tuple[int, Element]] = []

    def format(self, document: Any) -> bytes:  # ReportLab calls it at save
        """Its dictionary. Elements are numbered in the order of reading, to pack well."""
        numbers = document.idToObjectNumberAndVersion
        self.reference = f"{numbers[document.Reference(self).name][0]} 0 R"
        count = len(document.Pages.pages)
        pages = [f"{numbers[f'Page{page + 1}'][0]} 0 R" for page in range(count)]
        for at, element in enumerate(_all_of(self.document)):
            named = document.Reference(element, f"Element{at}")
            element.reference = f"{numbers[named.name][0]} 0 R"
            element.pages = pages
        owners = "".join(
            f"{page}[{' '.join([owner.reference for _, owner in owned])}]"
            for page, owned in groupby(self.owners, key=lambda owned: owned[0])
        )
        root = self.document.reference
        tree = f"<</Type/StructTreeRoot/K {root}/ParentTree<</Nums[{owners}]>>>>"
        return tree.encode("ascii")


class Structure:
    """The tree in the making: what is open now takes what is drawn next."""

    def __init__(self, language: str) -> None:
        self.tree = Tree()
        self._languages = [language]
        self._open = [self.tree.document]
        self._artifacts = 0
        self._page = self._marks = 0

    def turn(self) -> None:
        """A new page begins."""
        self._page += 1
        self._marks = 0

    @contextmanager
    def element(
        self, tag: Tag, scope: Scope | None = None, *, resumes: bool = False
    ) -> Iterator[None]:
        """Open an element in what is open, or go on in the last one of that tag."""
        siblings = self._open[-1].children
        last = siblings[-1] if siblings else None
        if resumes and isinstance(last, Element) and last.tag == tag:
            found = last
        else:
            found = Element(tag, self._open[-1], scope)
            siblings.append(found)
        self._open.append(found)
        self._languages.append(found.language or self._languages[-1])
        yield
        self._open.pop()
        self._languages.pop()
        if not found.children:
            siblings.remove(found)

    @contextmanager
    def artifact(self) -> Iterator[None]:
        """What is drawn now is not read."""
        self._artifacts += 1
        yield
        self._artifacts -= 1

    def opening(self, language: str) -> str:
        """The operator before words in ``language``; EMC is the one after them.

        By themselves they are a paragraph. The first words in an element give it their
        language; others are a span in theirs.
        """
        if self._artifacts:
            return "/Artifact BMC"
        owner, foreign = self._open[-1], language != self._languages[-1]
        if len(self._open) == 1:
            owner = _child("P", owner, language if foreign else None)
        elif foreign and owner.children:
            owner = _child("Span", owner, language)
        elif foreign:
            owner.language = self._languages[-1] = language
        number = self._marks
        self._marks += 1
        owner.children.append(_Mark(self._page, number))
        self.tree.owners.append((self._page, owner))
        return f"/{owner.tag}<</MCID {number}>>BDC"


def _child(tag: Tag, parent: Element, language: str | None) -> Element:
    child = Element(tag, parent)
    child.language = language
    parent.children.append(child)
    return child


def _all_of(element: Element) -> Iterator[Element]:
    yield element
    for child in element.children:
        if isinstance(child, Element):
            yield from _all_of(child)
