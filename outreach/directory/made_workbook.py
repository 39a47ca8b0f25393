"""Tables as a workbook: texts stay texts, whatever they begin with; numbers are numbers."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import IO, Any, TypeAlias

#: A name of at most 31 characters, and its rows.
Sheet: TypeAlias = tuple[str, Iterable[Sequence[str | int]]]


def workbook_of(sheets: Iterable[Sheet]) -> bytes:
    """An XLSX file of sheets."""
    made = io.BytesIO()
    write_workbook(sheets, made)
    return made.getvalue()


def write_workbook(sheets: Iterable[Sheet], file: Path | IO[bytes]) -> None:
    """The same into a file, row by row."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append([_cell(sheet, value) for value in row])
    book.save(file)


def _cell(sheet: Any, value: str | int) -> Any:
    from openpyxl.cell import WriteOnlyCell

    made = WriteOnlyCell(sheet, value)
    if isinstance(value, str):
        made.data_type = "s"
    return made
