"""What makes a PDF file an archive's: PDF/A-2b (ISO 19005-2) beside its embedded faces.

The file says what it is, in metadata that no PDF reader is needed for, and which grey its
grey is.
"""

from __future__ import annotations

import re
from functools import cache
from struct import pack
from typing import Any
from xml.sax.saxutils import escape

from outreach.typesetting.written import Stream, Written

#: What XML 1.0 has no place for.
_NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_GREY = "Grey, gamma 2.2"


def told(title: str) -> str:
    """``title`` without what metadata can't hold."""
    return _NOT_XML.sub("", title)


def metadata(title: str) -> Stream:
    """XMP (ISO 16684-1): the title and the standard kept. It stays unpacked, so that an
    archive finds it without reading PDF.
    """
    packet = _PACKET.format(title=escape(told(title)))
    return Stream(packet.encode("utf-8"), "/Type/Metadata/Subtype/XML", plain=True)


def intent(document: Any) -> Written:
    """The output intent: pages are black on white, in a grey that is told here."""
    return Written(
        "<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(Custom)"
        f"/Info({_GREY})/DestOutputProfile ",
        document.Reference(Stream(grey_profile(), "/N 1")),
        ">>",
    )


@cache
def grey_profile() -> bytes:
    """A monochrome display's ICC profile, version 2.1 (ICC.1:1998-09), white D50."""
    name = _GREY.encode("ascii") + b"\0"
    described = b"desc\0\0\0\0" + pack(">I", len(name)) + name + bytes(78)
    tags = {
        b"desc": described + bytes(-len(described) % 4),
        b"cprt": b"text\0\0\0\0CC0\0",
        b"wtpt": b"XYZ \0\0\0\0" + _D50,
        b"kTRC": b"curv\0\0\0\0" + pack(">IHH", 1, round(2.2 * 256), 0),
    }
    table, body = pack(">I", len(tags)), b""
    start = 128 + 4 + 12 * len(tags)
    for tag, content in tags.items():
        table += pack(">4sII", tag, start + len(body), len(content))
        body += content
    head = pack(">II", start + len(body), 0) + b"\2\x10\0\0mntrGRAYXYZ "
    head += pack(">6H", 2026, 1, 1, 0, 0, 0) + b"acsp" + bytes(28) + _D50
    return head.ljust(128, b"\0") + table + body


_D50 = pack(">III", 0xF6D6, 0x10000, 0xD32D)
_PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">\
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" \
xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" \
pdfaid:part="2" pdfaid:conformance="B">\
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>\
</rdf:Description>\
</rdf:RDF>\
</x:xmpmeta>
<?xpacket end="r"?>"""
