"""Whatever file it is: read, or told in a sentence; never a traceback."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from outreach.directory import importing
from outreach.directory.vocabulary import fields, folded
from outreach.model.errors import InputError

HEADERS = st.sampled_from([*fields(), "Phone 2", "name (fr)", "Remarks", ""])
CELLS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["KE", "Brazil", "ngo", "+254722000001", "2.547E+11", "31/02/2027", "=1+1"]
    ),
    st.sampled_from(
        ["[1]", "{}", '{"pace": 9}', '{"station": 1}', "yes", "30", "sw", "'", "\0"]
    ),
)
NUMBERS = st.none() | st.booleans() | st.integers() | st.floats() | st.dates()
#: What every sheet needs, so that rows are read at all; then any, each field once.
NEEDED = ["name", "country", "category", "phone", "language"]
OTHERS = st.lists(
    HEADERS.filter(lambda h: fields().get(folded(h)) not in NEEDED),
    max_size=6,
    unique_by=lambda h: fields().get(folded(h), h),
)
ROWS = st.lists(CELLS, max_size=12).map(lambda cells: ["A", "KE", "ngo", *cells])
SHEETS = st.tuples(
    OTHERS, st.lists(ROWS | st.lists(CELLS, max_size=12), max_size=4)
).map(lambda sheet: [[*NEEDED, *sheet[0]], *sheet[1]])
ENCODINGS = st.sampled_from(["utf-8", "utf-16", "cp1252", "cp1251", "cp1256"])
FULL = ["Name", "Category", "Country", "Phone", "Language", "Consent", "Consent how"]


def look(data: bytes) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        path.write_bytes(data)
        try:
            found = importing.check(path, Path(folder) / "errors.csv")
        except InputError as error:
            assert str(error)
        else:
            assert bool(found.faulty) == bool(found.problems)


@given(st.binary(max_size=300))
def test_any_bytes(data: bytes):
    look(data)


@given(st.binary(max_size=200))
def test_any_bytes_in_a_zip_s_place(data: bytes):
    look(b"PK\x03\x04" + data)


@given(SHEETS, st.sampled_from(",;\t"), ENCODINGS)
def test_any_sheet(rows: list[list[str]], separator: str, encoding: str):
    text = "\n".join(separator.join(row) for row in rows)
    look(text.encode(encoding, "replace"))


@given(st.lists(st.lists(CELLS | NUMBERS, max_size=8), max_size=4))
def test_any_workbook(rows: list[list[Any]]):
    book, out = Workbook(), BytesIO()
    for row in [FULL, *rows]:
        book.active.append([_written(value) for value in row])
    book.save(out)
    look(out.getvalue())


def _written(value: Any) -> Any:
    """openpyxl itself refuses control characters."""
    if isinstance(value, str):
        return "".join(c for c in value if c.isprintable())
    return value
