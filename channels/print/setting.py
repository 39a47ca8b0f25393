"""A part set in type: its blocks, where they stand in it, and how high it is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import ceil

from channels.print.parts import Part, Role
from channels.print.scales import Scale
from channels.print.squares import Code, code_for
from outreach.typesetting import Block, Style, set_text
from outreach.wording.directions import is_right_to_left, phones_isolated

_TITLE_LEADING = 1.15
#: Of the width, at most, for the labels beside the facts.
_LABELS = 0.3
_GUTTER = 10.0
PADDING = 8.0
_ABOVE_RULE = 4.0
#: Between two items or two languages, with a rule in the middle.
_BETWEEN = 28.0


@dataclass(frozen=True, slots=True)
class Spot:
    """A block and its place from the part's top corner at which its lines begin."""

    block: Block
    x: float = 0.0
    y: float = 0.0


@dataclass(frozen=True, slots=True)
class SetPart:
    """A part in type. Heights and gaps are in points."""

    part: Part
    spots: tuple[Spot, ...]
    #: Without the gap.
    height: float
    #: Above it, unless it is the first on its page.
    gap: float
    #: From its top to a rule across the page; None where it has none.
    rule: float | None = None
    #: Of the rule, in points.
    thickness: float = 1.5
    #: Whether the page begins at the right, so that places count from there.
    right_to_left: bool = False
    #: Drawn at the side at which lines begin.
    code: Code | None = None
    #: From the part's top to the code's.
    code_top: float = 0.0
    #: Whether it goes on, or stands again, after a page's end.
    continued: bool = False


def apart(part: SetPart, *, ruled: bool = True) -> SetPart:
    """``part`` away from what stands above it, by a rule or by blank alone."""
    return replace(part, gap=_BETWEEN, rule=-_BETWEEN / 2 if ruled else part.rule)


def on_points(part: SetPart) -> SetPart:
    """``part`` so that what follows it begins on whole points where it does: like places
    take less of a file.
    """
    return replace(part, height=ceil(part.height), gap=round(part.gap))


class Setter:
    """Sets parts in one language, with labels in another where it has none of its own."""

    def __init__(self, language: str, labels: str, page_width: float) -> None:
        self.language, self._labels = language, labels
        self._page_width = page_width
        self.right_to_left = is_right_to_left(language)
        self._known: dict[tuple[str, Style, float, str, float], Block] = {}

    def set(self, part: Part, scale: Scale) -> SetPart:
        """``part`` at the sizes of ``scale``. Raises CannotCarry as ``set_text`` does."""
        found = self._set(part, scale)
        return replace(found, right_to_left=True) if self.right_to_left else found

    def _set(self, part: Part, scale: Scale) -> SetPart:
        if part.role == "title":
            block = self._title(part.text, scale)
            return alone(part, block, 0.25 * block.style.size)
        if part.role == "notice":
            return self._notice(part, scale)
        if part.label is not None:
            found = self._fact(part, part.label, scale)
            return self._with_code(found, scale) if part.payload else found
        size = scale.size(part.role, self.language)
        style = Style(
            size=size, leading=scale.leading, bold=part.role in ("date", "kind")
        )
        width = self.width(scale)
        x = width * _LABELS if width > scale.longest_line * size else 0.0
        block = self.text(part.text, style, width - x)
        found = SetPart(part, (Spot(block, x),), block.height, GAPS[part.role] * size)
        if part.role == "date":
            rule, height = found.height + _ABOVE_RULE, found.height + 2 * _ABOVE_RULE
            return replace(found, rule=rule, height=height)
        return found

    def text(self, text: str, style: Style, width: float, indent: float = 0.0) -> Block:
        """A block in the language of the text."""
        return self._in(self.language, text, style, width, indent)

    def label(self, text: str, style: Style, width: float) -> Block:
        """A block in the language of the labels, on the side of the page's own."""
        if is_right_to_left(self._labels) != self.right_to_left:
            style = replace(style, align="end")
        return self._in(self._labels, text, style, width)

    def _in(
        self, language: str, text: str, style: Style, width: float, indent: float = 0.0
    ) -> Block:
        """Set once for all the scales that ask for the same."""
        key = (text, style, width, language, indent)
        if key not in self._known:
            shown = phones_isolated(text, language)
            self._known[key] = set_text(shown, style, width, language, indent)
        return self._known[key]

    def width(self, scale: Scale) -> float:
        """What the margins of ``scale`` leave of the page's width."""
        return self._page_width - 2 * scale.margin

    def _title(self, text: str, scale: Scale) -> Block:
        """The largest that keeps to the title's height and cuts no word."""
        size = scale.title
        while True:
            style = Style(size=size, bold=True, leading=_TITLE_LEADING)
            block = self.text(text, style, self.width(scale))
            fits = block.height <= scale.title_height and not block.has_cut_word
            if fits or size <= scale.least_title:
                return block
            size = max(scale.least_title, size - 2)

    def _notice(self, part: Part, scale: Scale) -> SetPart:
        heading, _, rest = part.text.partition("\n")
        width = self.width(scale) - 2 * PADDING
        style = Style(size=scale.size("date", self._labels), bold=True)
        spots = [Spot(self.label(heading, style, width), PADDING, PADDING)]
        height = spots[0].block.height + 2 * PADDING
        if rest:
            style = Style(size=scale.size("contact", self._labels), bold=True)
            block = self.label(rest, style, width)
            spots.append(Spot(block, PADDING, height - PADDING))
            height += block.height
        return SetPart(part, tuple(spots), height, 0.0)

    def _fact(self, part: Part, label: str, scale: Scale) -> SetPart:
        """The label at the left, the fact at the right, on one baseline; a label with a
        word too long for its column stands above the fact.
        """
        size = scale.size(part.role, self.language)
        column = self.width(scale) * _LABELS
        of_label: Role = "detail" if part.role == "detail" else "fact"
        named = scale.size(of_label, self._labels)
        style = Style(size=named, leading=scale.leading, bold=True)
        name = self.label(label, style, column - _GUTTER)
        above = name.has_cut_word
        if above:
            name = self.label(label, style, self.width(scale))
        style = Style(size=size, leading=scale.leading)
        text = self.text(part.text, style, self.width(scale) - column)
        drop = 0.0 if above else max(0.0, text.baseline - name.baseline)
        top = name.height if above else 0.0
        height = max(top + text.height, drop + name.height)
        spots = (Spot(name, y=drop), Spot(text, column, top))
        return SetPart(part, spots, height, GAPS[part.role] * size)

    def _with_code(self, fact: SetPart, scale: Scale) -> SetPart:
        """A fact with its code below the label, and the code's words below the fact; a code
        wider than the labels moves the fact aside.
        """
        name, text = fact.spots
        code = code_for(fact.part.payload, scale.square)
        column = max(code.side + _GUTTER, text.x)
        width = self.width(scale) - column
        block = self.text(fact.part.text, text.block.style, width)
        style = Style(size=scale.caption, leading=scale.leading)
        caption = self.label(fact.part.caption, style, width)
        below = text.y + block.height
        top = name.y + name.block.height
        return replace(
            fact,
            spots=(name, Spot(block, column, text.y), Spot(caption, column, below)),
            height=max(below + caption.height, top + code.side),
            code=code,
            code_top=top,
        )


#: Above a part, in its sizes.
GAPS: dict[Role, float] = {
    "row": 0.4,
    "kind": 0.6,
    "date": 0.4,
    "key": 0.25,
    "contact": 0.5,
    "fact": 0.35,
    "detail": 0.35,
    "summary": 0.6,
    "body": 0.5,
    "foot": 0.8,
}


def alone(part: Part, block: Block, gap: float) -> SetPart:
    """``part`` as one block, ``gap`` below what stands above it."""
    return SetPart(part, (Spot(block),), block.height, gap)
