"""Cells of tables that people open in a spreadsheet."""

from __future__ import annotations

import re

#: A cell that starts with one of these is a formula to a spreadsheet; one that has an
#: apostrophe before it is marked too, so that what was written is what is read.
_FORMULA = re.compile("[ ']*[=+\\-@|\t\r\n＝＋－＠]")
_NUMBER = re.compile(r"\+[0-9]{1,15}")


def cell(value: str, *, for_us: bool = False) -> str:
    """``value`` as a spreadsheet cell that is never run as a formula.

    A leading apostrophe marks text, as OWASP advises for CSV injection. A phone number
    stays as it is, for other programs read the column: its plus starts no formula.
    ``for_us`` marks it too, where the sheet comes back to us: a spreadsheet would keep
    +254722451983 as 2.54722E+11.
    """
    if not _FORMULA.match(value) or (not for_us and _NUMBER.fullmatch(value)):
        return value
    return f"'{value}"


def plain(written: str) -> str:
    """What ``cell`` was given, without its mark."""
    marked = written.startswith("'") and _FORMULA.match(written[1:])
    return written[1:] if marked else written
