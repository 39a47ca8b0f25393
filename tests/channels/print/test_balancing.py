"""Two columns to a page: nothing lost, read in order, and both end at one height."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from channels.print.balancing import columns, taken
from channels.print.flowing import Piece
from channels.print.setting import SetPart, apart
from tests.channels.print.test_flowing import PIECES, lines_of, part

_HEIGHT = 200.0
FIRST = st.sampled_from([0.0, 25.0, 60.0, _HEIGHT])


def in_order(pages: Sequence[Sequence[Sequence[SetPart]]]) -> list[Sequence[SetPart]]:
    """All columns as they are read."""
    return [column for page in pages for column in page]


@given(PIECES, FIRST)
def test_every_line_is_in_some_column_once_and_in_order(pieces, first):
    found = in_order(columns(pieces, _HEIGHT, first))

    lines = [line for column in found for line in lines_of(column)]
    assert lines == lines_of([piece.set for piece in pieces])


@given(PIECES, FIRST)
def test_no_column_passes_the_foot_of_its_page(pieces, first):
    pages = columns(pieces, _HEIGHT, first)

    heights = [first, *[_HEIGHT] * len(pages)]
    for page, height in zip(pages, heights, strict=False):
        assert all(taken(column) <= height + 1e-6 for column in page)


@given(PIECES, FIRST)
def test_no_heading_stands_alone_at_the_end_of_a_column(pieces, first):
    """But for one that nothing follows, and titles in a row that fill a column."""
    roles = [piece.set.part.role for piece in pieces]
    assume(not any(a == b == "title" for a, b in pairwise(roles)))
    assume(not roles or roles[-1] != "title")

    for column in in_order(columns(pieces, _HEIGHT, first)):
        assert not column or column[-1].part.role != "title"


@given(PIECES, FIRST)
def test_gaps_grow_by_half_and_shrink_by_three_fifths_at_most(pieces, first):
    for column in in_order(columns(pieces, _HEIGHT, first)):
        assert all(2.0 <= found.gap <= 7.5 for found in column)


@given(st.lists(st.integers(1, 12), min_size=2, max_size=40))
def test_the_last_columns_differ_by_less_than_a_part(heights):
    """What can't be cut: by the tallest, and what a heading keeps with it."""
    pieces = [Piece(part(lines, "fact", f"{n}")) for n, lines in enumerate(heights)]

    *_, (one, other) = columns(pieces, _HEIGHT, _HEIGHT)

    assert abs(taken(one) - taken(other)) <= 10 * max(heights) + 3 * 5


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        pytest.param([6], [3, 3], id="one paragraph is cut in the middle"),
        pytest.param([3], [3], id="none is cut below two lines on either side"),
        pytest.param([4, 4], [4, 4], id="a column for each"),
        pytest.param([2, 2, 2, 2], [4, 4], id="in the order of reading"),
    ],
)
def test_the_last_page_ends_at_one_height(lines, found):
    pieces = [Piece(part(number, "body", f"{n}")) for n, number in enumerate(lines)]

    (page,) = columns(pieces, _HEIGHT, _HEIGHT)

    assert [len(lines_of(column)) for column in page if column] == found


def test_a_page_that_ends_before_an_item_is_even_too():
    """The item that does not fit leaves no hole at the end of the second column."""
    pieces = [Piece(part(5, "fact", f"{n}")) for n in range(6)]
    title = Piece(part(14, "title", "next"), leads=True)
    body = Piece(part(30, "body", "text"))

    first, *_ = columns([*pieces, title, body], _HEIGHT, _HEIGHT)

    assert [len(lines_of(column)) for column in first] == [15, 15]


@pytest.mark.parametrize(
    ("parts", "pages"),
    [
        pytest.param(16, 1, id="all fit as they are"),
        pytest.param(18, 1, id="narrower gaps make room"),
        pytest.param(19, 2, id="more than gaps can make room for"),
    ],
)
def test_few_lines_are_not_left_alone_on_a_last_page(parts, pages):
    pieces = [Piece(part(2, "fact", f"{n}")) for n in range(parts)]

    assert len(columns(pieces, _HEIGHT, _HEIGHT)) == pages


def test_a_first_page_without_room_stays_empty():
    pieces = [
        Piece(part(3, "title", "water"), leads=True),
        Piece(part(9, "body", "pump")),
    ]

    first, second = columns(pieces, _HEIGHT, 40.0)

    assert first == ([], [])
    assert lines_of(second[0])[0] == "water.0"


def test_no_rule_stands_above_the_first_item_of_a_column():
    item = apart(part(15, "fact", "a"))

    (page,) = columns([Piece(item), Piece(item)], _HEIGHT, _HEIGHT)

    assert [found.rule for column in page for found in column] == [None, None]
