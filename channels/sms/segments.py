"""Counting and cutting text messages as 3GPP TS 23.038 and 23.040 prescribe.

A message in the phone alphabet (GSM-7) holds 160 septets, or 153 in each part of a long
one; any other holds 70 UTF-16 units, or 67 (23.040, 9.2.3.24.1). A part never ends
inside an escape pair or a surrogate pair, so a part may be one short of full: the number
of parts comes from packing them, never from dividing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import regex

Encoding = Literal["gsm7", "ucs2"]

#: The basic table of 23.038 without 0x1B: that is the escape itself, not a character.
BASIC = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
#: The extension table: an escape and a second septet each.
EXTENSION = "\f^{}\\[~]|€"

_FOREIGN = re.compile(f"[^{re.escape(BASIC + EXTENSION)}]")
_PHONE = re.compile(f"[{re.escape(BASIC + EXTENSION)}]+")
_LIMITS = {"gsm7": (160, 153), "ucs2": (70, 67)}
_ESCAPE = "\x1b"
#: The first six bits of the two units of a surrogate pair.
_PAIR = (0xD800 >> 10, 0xDC00 >> 10)
_CLUSTER = regex.compile(r"\X")
#: Between two such characters a cluster always ends (UAX 29, GB999). Nearly every cut
#: falls between such a pair, so that clusters are looked at only where they can matter.
_CLEAR = regex.compile(r"\p{GCB=Other}{2}")
_LAST_CLEAR = regex.compile(r"(?r)\p{GCB=Other}{2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """What a text takes: ``segments`` of strict packing, ``units`` septets or UTF-16 units.

    ``segments_whole`` keeps what a reader takes for one character in one part, as some
    providers do and bill; it is never below ``segments``. ``forcing_ucs2`` names each
    character that the phone alphabet lacks, once, in the order of the text.
    """

    encoding: Encoding
    segments: int
    segments_whole: int
    units: int
    forcing_ucs2: tuple[str, ...]


def limit(encoding: Encoding, segments: int) -> int:
    """The most units that ``segments`` segments hold."""
    single, multi = _LIMITS[encoding]
    return single if segments == 1 else multi * segments


def count(text: str) -> Count:
    """Count exactly the text given: nothing is normalised, replaced or refused.

    An empty text is one segment of 0 units; a lone surrogate is one UTF-16 unit.
    """
    encoding = _encoding(text)
    units = _units(text, encoding)
    strict, whole = _segments(text, encoding, units)
    return Count(
        encoding=encoding,
        segments=strict,
        segments_whole=whole,
        units=units,
        forcing_ucs2=(
            tuple(dict.fromkeys(_PHONE.sub("", text))) if encoding == "ucs2" else ()
        ),
    )


def parts(text: str) -> tuple[str, ...]:
    """The parts that go out, grapheme clusters whole; joined they are the text.

    A cluster larger than a part is cut inside, but never inside a pair.
    """
    encoding = _encoding(text)
    if _units(text, encoding) <= limit(encoding, 1):
        return (text,)
    return tuple(text[a:b] for a, b in _packed(text, encoding, whole=True))


def _encoding(text: str) -> Encoding:
    return "ucs2" if _FOREIGN.search(text) else "gsm7"


def _units(text: str, encoding: Encoding) -> int:
    if encoding == "gsm7":
        return len(text) + sum(map(text.count, EXTENSION))
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _segments(text: str, encoding: Encoding, units: int) -> tuple[int, int]:
    """Parts of strict packing, and of packing that keeps clusters whole."""
    single, multi = _LIMITS[encoding]
    if units <= single:
        return 1, 1
    if units == len(text):  # without pairs every part is full
        strict = -(-units // multi)
    else:
        strict = sum(1 for _ in _packed(text, encoding, whole=False))
    if encoding == "gsm7" and "\r\n" not in text:  # no cluster has two characters
        return strict, strict
    return strict, sum(1 for _ in _packed(text, encoding, whole=True))


def _packed(text: str, encoding: Encoding, *, whole: bool) -> Iterator[tuple[int, int]]:
    """Start and end of each part of a long text, packed from the front."""
    start = 0
    while start < len(text):
        end = _full(text, start, encoding)
        if whole and end < len(text):
            end = _between_clusters(text, start, end)
        yield start, end
        start = end


def _full(text: str, start: int, encoding: Encoding) -> int:
    """Where a part that begins at ``start`` and takes all that it can hold ends."""
    chunk = text[start : start + _LIMITS[encoding][1]]
    return start + (_held_septets(chunk) if encoding == "gsm7" else _held_units(chunk))


def _held_septets(chunk: str) -> int:
    """How many characters of ``chunk`` one part holds."""
    for character in EXTENSION:
        chunk = chunk.replace(character, _ESCAPE + character)
    held = chunk[: _LIMITS["gsm7"][1]].removesuffix(_ESCAPE)
    return len(held) - held.count(_ESCAPE)


def _held_units(chunk: str) -> int:
    """How many characters of ``chunk`` one part holds."""
    wire = chunk.encode("utf-16-be", "surrogatepass")
    room = 2 * _LIMITS["ucs2"][1]
    if len(wire) <= room:
        return len(chunk)
    if (wire[room - 2] >> 2, wire[room] >> 2) == _PAIR:
        room -= 2
    return len(wire[:room].decode("utf-16-be", "surrogatepass"))


def _between_clusters(text: str, start: int, end: int) -> int:
    """``end``, or the start of the cluster that it would cut, if that is not the part's."""
    if _CLEAR.match(text, end - 1, end + 1):
        return end
    clear = _LAST_CLEAR.search(text, start, end)
    last = first = clear.start() + 1 if clear else start
    for cluster in _CLUSTER.finditer(text, first, end + 1):
        last = cluster.start()
        if cluster.end() > end:
            break
    return last if last > start else end
