"""Cells of tables that people open in a spreadsheet."""

from __future__ import annotations

import re

#: A cell that starts with one of these is a formula to a spreadsheet.
_FORMULA = frozenset("=+-@|\t\r\n＝＋－＠")
_NUMBER = re.compile(r"\+[0-9]{1,15}")


def cell(value: str) -> str:
    """``value`` as a spreadsheet cell that is never run as a formula.

    A leading apostrophe marks text, as OWASP advises for CSV injection. A phone number
    stays as it is: its plus starts no formula, and other programs read the column.
    """
    starts = value.lstrip(" ")[:1]
    if starts not in _FORMULA or not starts or _NUMBER.fullmatch(value):
        return value
    return f"'{value}"
