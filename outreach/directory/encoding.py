"""How a text file is encoded, told by its bytes alone."""

from __future__ import annotations

import codecs
import re
import unicodedata
from pathlib import Path

from outreach.model.errors import InputError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BLOCK = 1 << 16
#: Letters of another script stand together; accented ones stand among plain ones.
_RUN = re.compile(rb"[\x80-\xff]{2,}")
_HIGH = re.compile(rb"[\x80-\xff]")
_UNREADABLE = (
    "It can't be told how the file's letters are encoded. In the spreadsheet, save it as "
    "“CSV UTF-8”, or as .xlsx."
)


def encoding_of(path: Path) -> str:
    """Python's name of the encoding: UTF-8 or UTF-16, else Windows-1252, 1251 or 1256.

    Raises InputError where none reads every byte.
    """
    with path.open("rb") as file:
        start = file.read(4)
    for mark, name in _MARKS:
        if start.startswith(mark):
            return _sure(path, name)
    if b"\0" in start:
        return _sure(path, "utf-16-be" if start[:1] == b"\0" else "utf-16-le")
    return "utf-8" if _reads(path, "utf-8") else _sure(path, _of_windows(path))


def _sure(path: Path, name: str) -> str:
    if not _reads(path, name):
        raise InputError(_UNREADABLE)
    return name


def _reads(path: Path, name: str) -> bool:
    decoder = codecs.getincrementaldecoder(name)()
    try:
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _of_windows(path: Path) -> str:
    """By the first lines that are not plain: which script their letters make."""
    sample = _sample(path)
    high = len(_HIGH.findall(sample))
    if sum(map(len, _RUN.findall(sample))) < 0.6 * high:
        return "cp1252"
    arabic = _share(sample.decode("cp1256", "replace"), "ARABIC")
    return "cp1256" if arabic > 0.9 else "cp1251"


def _sample(path: Path) -> bytes:
    found = b""
    with path.open("rb") as file:
        for line in iter(lambda: file.readline(_BLOCK), b""):
            if _HIGH.search(line):
                found += line
            if len(found) > _BLOCK:
                break
    return found


def _share(text: str, script: str) -> float:
    letters = [c for c in text if ord(c) > 0x7F and c.isalpha()]
    named = [c for c in letters if unicodedata.name(c, "").startswith(script)]
    return len(named) / max(1, len(letters))
