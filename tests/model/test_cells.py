"""Cells that a spreadsheet opens: never a formula, and read again as they were."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.model.cells import cell, plain

RISKY = st.text(st.sampled_from("'=+-@| \t\nA1＝"), max_size=6)


@given(RISKY | st.text(max_size=20), st.booleans())
def test_what_is_marked_is_read_as_it_was(value: str, for_us: bool):
    assert plain(cell(value, for_us=for_us)) == value


@given(RISKY)
def test_nothing_starts_as_a_formula(value: str):
    assert cell(value, for_us=True).lstrip(" ")[:1] not in tuple("=+-@|\t\n＝")


@pytest.mark.parametrize(
    ("value", "for_us", "written"),
    [
        pytest.param("=cmd|'/c calc'!A1", False, "'=cmd|'/c calc'!A1", id="formula"),
        pytest.param("+254722451983", False, "+254722451983", id="others read phones"),
        pytest.param("+254722451983", True, "'+254722451983", id="kept for us"),
        pytest.param("'=A1", True, "''=A1", id="an apostrophe of its own is kept"),
        pytest.param("Women’s Group", True, "Women’s Group", id="plain text"),
    ],
)
def test_each_reason(value: str, for_us: bool, written: str):
    assert cell(value, for_us=for_us) == written
