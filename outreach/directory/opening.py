"""Which kind of file it is, told by its first bytes and never by its name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from outreach.directory.table import MOST_BYTES, Table, text_table
from outreach.directory.workbook import workbook_table
from outreach.model.errors import InputError

_OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"


def is_json(path: Path) -> bool:
    """Whether it begins as a JSON list or object does."""
    with path.open("rb") as file:
        return file.read(1000).removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (
            b"[",
            b"{",
        )


@contextmanager
def opened_table(path: Path) -> Iterator[Table]:
    """The table of a CSV file or workbook. Raises InputError."""
    if path.stat().st_size > MOST_BYTES:
        raise InputError(
            f"The file is larger than {MOST_BYTES // 1_000_000} MB. Split it."
        )
    with path.open("rb") as file:
        start = file.read(100)
    if start.startswith(_OLD_WORKBOOK):
        raise InputError(
            "This is a workbook of the old kind (.xls), or one with a password. Save it "
            "as .xlsx without a password."
        )
    if b"opendocument" in start:
        raise InputError("This is an OpenDocument file. Save it as .xlsx or CSV.")
    reading = workbook_table if start.startswith(b"PK") else text_table
    with reading(path) as table:
        yield table
