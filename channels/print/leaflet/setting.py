"""A side of the leaflet in type: how high it is at a size, and where its pieces stand."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from typing import Literal

from outreach.typesetting import Block, Document, Style, Tag, set_text
from outreach.wording.directions import is_right_to_left

_RULE, _FRAME = 0.75, 2.0


@dataclass(frozen=True, slots=True)
class Spot:
    """A block and where it stands; places count from where lines begin."""

    block: Block
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Mark:
    """A rule across, or a frame."""

    kind: Literal["rule", "frame"]
    y: float
    height: float = 0.0
    thickness: float = _RULE


class Side:
    """Set from top to bottom in one language, ``width`` points wide, then drawn."""

    def __init__(self, language: str, width: float) -> None:
        self.language, self.width = language, width
        self.height = 0.0
        self._from_right = is_right_to_left(language)
        #: What is read as one, with what it is to those who listen.
        self._read: list[tuple[Tag, list[Spot]]] = []
        self._marks: list[Mark] = []

    def set(self, text: str, style: Style, width: float | None = None) -> Block:
        """A block that is not yet put anywhere. Raises CannotCarry as ``set_text``."""
        return set_text(text, style, width or self.width, self.language)

    def put(self, tag: Tag, *spots: Spot) -> float:
        """Blocks that are read as one; ``y`` counts from here. How high they are."""
        placed = [replace(spot, y=self.height + spot.y) for spot in spots]
        self._read.append((tag, placed))
        return max(spot.y + spot.block.height for spot in spots)

    def add(self, tag: Tag, block: Block) -> None:
        """A block below all that there is."""
        self.height += self.put(tag, Spot(block, 0.0, 0.0))

    def gap(self, height: float) -> None:
        """Room."""
        self.height += height

    def rule(self, thickness: float = _RULE) -> None:
        """A line across, here."""
        self._marks.append(Mark("rule", self.height, thickness=thickness))

    def framed(self, tag: Tag, blocks: Sequence[Block], padding: float) -> None:
        """Blocks below each other in a frame, set to its inner width."""
        top = self.height
        self.height += padding
        for block in blocks:
            self.height += self.put(tag, Spot(block, padding, 0.0))
        self.height += padding
        self._marks.append(Mark("frame", top, self.height - top, _FRAME))

    def draw(self, document: Document, left: float, top: float) -> None:
        """Put it on the open page with its top left corner there."""
        for mark in self._marks:
            if mark.kind == "rule":
                document.rule(left, top + mark.y, self.width, mark.thickness)
            else:
                document.box(
                    left, top + mark.y, self.width, mark.height, mark.thickness
                )
        for tag, spots in self._read:
            with ExitStack() as stack:
                stack.enter_context(document.tagged(tag))
                for spot in spots:
                    x = spot.x
                    if self._from_right:
                        x = self.width - x - spot.block.width
                    document.draw(spot.block, left + x, top + spot.y)


def narrowed(block: Block) -> Block:
    """``block`` no wider than its longest line, so that another can stand beside it."""
    return replace(block, width=max(line.width for line in block.lines))
