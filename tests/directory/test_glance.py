"""What a row says at a glance is what it says when it is read."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outreach.directory.columns import read_header
from outreach.directory.glance import Glance, Seen
from outreach.directory.prints import prints, told_of
from outreach.directory.rows import key_of, read_row
from outreach.model.audience import OrganisationRecord
from tests.directory.test_any_file import NUMBERS

#: What cells of each column say, rightly and wrongly.
COLUMNS: dict[str, list[Any]] = {
    "name": ["Water Users", " A ", "'=A", "Été", "", "x" * 301],
    "country": ["KE", "Kenya", "Brazil", "Atlantis", ""],
    "category": ["NGO", "media", "club", ""],
    "phone": ["+254 722 000001", "+254722000002", "0722 000001", "+254202012345", ""],
    "phone 2": ["", "+254722000001", "'+254722000003", "2.547E+11", " "],
    "language": ["sw", "Swahili", "Klingonese", "", "qq"],
    "languages": ["", "sw; en", "en", ";", "sw; none"],
    "topics": ["", "water; women", '["water"]', "x" * 61, "[1]", ";", '["", "a "]'],
    "region": ["", "Kisumu", "x" * 201, "\u200b", "\t"],
    "women-led": ["", "yes", "no", "maybe"],
    "website": ["", "https://a.example", "a.example"],
    "relay": ["", "Hub"],
    "postal address": [
        "",
        "P.O. Box 14\nKisumu",
        "desk@radio.example",
        "a@",
        "y" * 601,
    ],
    "radio": ["", "Studio 1"],
    "time zone": ["", "Africa/Nairobi", "Mars/Base"],
    "person": ["", "Amina", "z" * 201],
    "consent date": ["", "2026-12-25", "25.12.2026", "31/02/2027", "05/01/2027"],
    "consent how": ["", "form", "w" * 61],
    "consent by": ["", "Amina"],
    "copies": ["", "3"],
    "details": ["", '{"formal": true}', "{}"],
    "name (fr)": ["", "Usagers"],
}
NEEDED = ["name", "country", "category"]


@st.composite
def sheets(draw: st.DrawFn) -> tuple[list[str], list[list[Any]]]:
    others = draw(st.lists(st.sampled_from([*COLUMNS][3:]), unique=True))
    header = draw(st.permutations([*NEEDED, *others]))

    def cell(name: str) -> st.SearchStrategy[Any]:
        usual = st.sampled_from(COLUMNS[name][:2])
        return st.one_of(usual, usual, st.sampled_from(COLUMNS[name]), NUMBERS)

    row = st.tuples(*map(cell, header)).map(list)
    return header, draw(st.lists(row, min_size=1, max_size=6))


@settings(max_examples=300)
@given(sheets())
def test_a_glance_never_contradicts_a_reading(sheet: tuple[list[str], list[list[Any]]]):
    header, rows = sheet
    columns = read_header((1, list(header)))
    fields = told_of(columns)
    glance = Glance(columns, fields)
    for cells in rows:
        if seen := glance.look(cells):
            assert seen == said(read_row(columns, cells), fields)


@pytest.mark.parametrize(
    ("field", "cell"), [(field, cell) for field in COLUMNS for cell in COLUMNS[field]]
)
def test_no_cell_alone_makes_it_contradict(field: str, cell: Any):
    header = [*dict.fromkeys([*NEEDED, "phone", "languages", field])]
    cells = [next(filter(None, COLUMNS[name])) for name in header]
    cells[header.index(field)] = cell
    columns = read_header((1, list(header)))
    fields = told_of(columns)
    if seen := Glance(columns, fields).look(list(cells)):
        assert seen == said(read_row(columns, list(cells)), fields)


def said(record: Any, fields: tuple[str, ...]) -> Seen:
    assert isinstance(record, OrganisationRecord), record
    ways = [(way.channel, way.address) for way in record.addressees]
    return Seen(key_of(record.name, record.country), prints(record, fields), ways)


@pytest.mark.parametrize("field", [c for c in COLUMNS if c not in ("name", "country")])
def test_what_is_common_is_told_at_a_glance(field: str):
    """Else the look at a list would take ten times as long, and no other test would say."""
    usual = {**dict.fromkeys(NEEDED), "language": None, field: None}
    header = [*usual, "consent how"] if field == "consent date" else [*usual]
    cells = [next(cell for cell in COLUMNS[name] if cell) for name in header]
    if field.startswith("consent") and field != "consent date":
        header, cells = [*header, "consent date"], [*cells, "2026-12-25"]
        if field == "consent by":
            header, cells = [*header, "consent how"], [*cells, "form"]
    columns = read_header((1, list(header)))
    seen = Glance(columns, told_of(columns)).look(list(cells))
    uncommon = ("copies", "details", "name (fr)")
    assert (seen is None) == (field in uncommon)
