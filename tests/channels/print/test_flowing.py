"""Parts on pages: nothing lost, nothing over a foot, no heading alone."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from channels.print.flowing import Piece, flow
from channels.print.parts import Part, Role
from channels.print.setting import SetPart, Spot
from outreach.typesetting import Block, Line, Style

_LINE = Style(size=10, leading=1.0)
_HEIGHT = 200.0


def part(lines: int, role: Role, name: str) -> SetPart:
    """A part of ``lines`` lines, each 10 points high and told from all others."""
    made = tuple(Line(f"{name}.{n}", 10.0, ()) for n in range(lines))
    block = Block(made, _LINE, 100.0, "en")
    return SetPart(Part(role=role, text=name), (Spot(block),), block.height, 5.0)


def lines_of(parts: Sequence[SetPart]) -> list[str]:
    return [str(line) for p in parts for spot in p.spots for line in spot.block.lines]


PIECES = st.lists(
    st.tuples(st.integers(1, 70), st.sampled_from(["title", "fact", "body"])), max_size=30
).map(
    lambda shapes: [
        Piece(part(min(n, 3) if role == "title" else n, role, f"{at}"), leads=role == "title")
        for at, (n, role) in enumerate(shapes)
    ]
)  # fmt: skip


@given(PIECES)
def test_every_line_is_on_some_page_once_and_in_order(pieces):
    pages = flow(pieces, _HEIGHT)

    found = [line for page in pages for line in lines_of(page)]
    assert found == lines_of([piece.set for piece in pieces])


@given(PIECES)
def test_no_page_is_fuller_than_its_height(pieces):
    for page in flow(pieces, _HEIGHT):
        taken = sum(p.height for p in page) + sum(p.gap for p in page[1:])
        assert taken <= _HEIGHT


@given(PIECES)
def test_no_line_of_running_text_stands_alone(pieces):
    whole = {piece.set.part.text: len(lines_of([piece.set])) for piece in pieces}
    for page in flow(pieces, _HEIGHT):
        for found in page:
            assert len(lines_of([found])) >= min(2, whole[found.part.text])


def test_a_heading_goes_with_what_it_leads_to():
    pieces = [
        Piece(part(15, "fact", "before")),
        Piece(part(2, "title", "heading"), leads=True),
        Piece(part(3, "fact", "after")),
    ]

    first, second = flow(pieces, _HEIGHT)

    assert [p.part.text for p in first] == ["before"]
    assert [p.part.text for p in second] == ["heading", "after"]


def test_a_short_fact_is_never_cut_and_a_long_one_is():
    short = flow([Piece(part(15, "fact", "a")), Piece(part(8, "fact", "b"))], _HEIGHT)
    long = flow([Piece(part(15, "fact", "a")), Piece(part(30, "fact", "b"))], _HEIGHT)

    assert [len(lines_of(page)) for page in short] == [15, 8]
    assert [len(lines_of(page)) for page in long] == [19, 20, 6]


def test_a_head_stands_again_above_each_further_page():
    head = part(1, "row", "head")
    rows = [Piece(part(4, "row", f"{n}"), head=head) for n in range(9)]

    pages = flow([Piece(head, leads=True), *rows], _HEIGHT)

    assert [page[0].part.text for page in pages] == ["head"] * len(pages)
    assert len(pages) == 3
