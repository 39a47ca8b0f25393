"""Tables as a workbook: texts stay texts, whatever they begin with; numbers are numbers."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any


def workbook_of(sheets: Iterable[tuple[str, Iterable[Sequence[str | int]]]]) -> bytes:
    """An XLSX file of sheets, each a name of at most 31 characters, and its rows."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append([_cell(sheet, value) for value in row])
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def _cell(sheet: Any, value: str | int) -> Any:
    from openpyxl.cell import WriteOnlyCell

    made = WriteOnlyCell(sheet, value)
    if isinstance(value, str):
        made.data_type = "s"
    return made
