"""The bytes of a PDF file: its objects packed together, and the table of where they are.

ReportLab writes each object by itself; packed (PDF 32000-1, 7.5.7 and 7.5.8) a tagged
page is half as large.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from struct import pack
from typing import Any

from outreach.typesetting.written import Stream, deflated

#: The comment tells those who carry the file that it is not text (7.5.2).
_HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
#: A reader unpacks all of a pack to get at one object.
_MOST_IN_PACK = 2000
#: Bytes of a row of the table: kind, place, number within a pack.
_ROW = (1, 4, 2)


def packed(document: Any, catalog: Any, info: Any) -> bytes:
    """The file of ReportLab's ``document``, whose objects may still refer to new ones."""
    root = document.Reference(catalog), document.Reference(info)
    file = _File()
    bare: list[tuple[int, bytes]] = []
    for number, thing in _objects(document):
        if isinstance(thing, Stream):
            file.add(number, thing.format())
        else:
            bare.append((number, thing.format(document)))
    next_number = document.objectcounter + 1
    for at in range(0, len(bare), _MOST_IN_PACK):
        file.pack(next_number, bare[at : at + _MOST_IN_PACK])
        next_number += 1
    return file.closed(next_number, *(entry.format(document) for entry in root))


def _objects(document: Any) -> Iterator[tuple[int, Any]]:
    """Each object and its number; formatting one may add others."""
    number = 1
    while number in document.numberToId:
        yield number, document.idToObject[document.numberToId[number]]
        number += 1


def _with_stream(dictionary: bytes, content: bytes) -> bytes:
    return b"".join((dictionary, b"\nstream\n", content, b"\nendstream"))


class _File:
    def __init__(self) -> None:
        self._parts = [_HEADER]
        self._size = len(_HEADER)
        #: Number of an object to its row.
        self._rows: dict[int, tuple[int, int, int]] = {0: (0, 0, 0xFFFF)}

    def add(self, number: int, body: bytes) -> None:
        self._rows[number] = (1, self._size, 0)
        self._write(b"%d 0 obj\n%b\nendobj\n" % (number, body))

    def pack(self, number: int, bodies: Sequence[tuple[int, bytes]]) -> None:
        """Put objects together into the one with ``number``."""
        index, content = [], bytearray()
        for at, (inner, body) in enumerate(bodies):
            self._rows[inner] = (2, number, at)
            index.append(b"%d %d" % (inner, len(content)))
            content += body + b"\n"
        head = b" ".join(index) + b"\n"
        data = deflated(head + content, 6)
        entries = b"<</Type/ObjStm/N %d/First %d/Filter/FlateDecode/Length %d>>"
        entries %= len(bodies), len(head), len(data)
        self.add(number, _with_stream(entries, data))

    def closed(self, number: int, root: bytes, info: bytes) -> bytes:
        """The whole file; the table is the object with ``number``."""
        start = self._size
        self._rows[number] = (1, start, 0)
        data = deflated(_differences(self._rows[at] for at in range(number + 1)), 9)
        name = hashlib.sha256(b"".join(self._parts)).hexdigest()[:16].encode("ascii")
        entries = (
            b"<</Type/XRef/Size %d/W[%d %d %d]/Root %b/Info %b/ID[(%b)(%b)]"
            b"/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns %d>>/Length %d>>"
        ) % (number + 1, *_ROW, root, info, name, name, sum(_ROW), len(data))
        self.add(number, _with_stream(entries, data))
        self._write(b"startxref\n%d\n%%%%EOF\n" % start)
        return b"".join(self._parts)

    def _write(self, part: bytes) -> None:
        self._parts.append(part)
        self._size += len(part)


def _differences(rows: Iterator[tuple[int, int, int]]) -> bytes:
    """Rows as differences from the row above, byte for byte: PNG's predictor 2."""
    width = sum(_ROW)
    plain = b"".join(pack(">BIH", *row) for row in rows)
    shifted = bytes(width) + plain
    less = bytes([(b - a) & 0xFF for a, b in zip(shifted, plain, strict=False)])
    return b"".join(b"\2" + less[at : at + width] for at in range(0, len(less), width))
