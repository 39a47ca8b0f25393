"""Gammu's smsbackup files: all parts of a text, each with its header and encoding."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime

from channels.gateways.alphabet import headers, is_gsm7
from channels.gateways.gammu.joining import Piece, piece
from outreach.model.contracts import Outgoing

#: Hexadecimal digits of one line.
_LINE = 200
_SECTION = re.compile(r"^\[SMSBackup\d+\]\s*$", re.MULTILINE)
_FIELD = re.compile(r'^(\w+) = "?(.*?)"?\s*$', re.MULTILINE)


def encoding(delivery: Outgoing) -> str:
    """What gammu calls the encoding of all its parts."""
    gsm7 = is_gsm7(delivery.text)
    return "Default_No_Compression" if gsm7 else "Unicode_No_Compression"


def written(delivery: Outgoing, now: datetime) -> bytes:
    """The file that gammu-smsd sends as it is, part by part."""
    udh = headers(delivery.id, len(delivery.parts))
    return "".join(
        _section(delivery, number, part, udh[number], now)
        for number, part in enumerate(delivery.parts)
    ).encode("ascii")


def count(data: bytes) -> int:
    """How many parts a file has."""
    return len(_SECTION.findall(data.decode("latin-1")))


def pieces(data: bytes) -> list[Piece] | None:
    """The parts of a text that came in; None where the file is not (yet) whole."""
    found = [_piece(fields) for fields in _sections(data.decode("utf-8", "replace"))]
    whole = [one for one in found if one]
    return whole if whole and len(whole) == len(found) else None


def is_report(data: bytes) -> bool:
    """Whether it tells what became of a text, without saying of which."""
    return b"PDU = Status_Report" in data


def _section(
    delivery: Outgoing, number: int, part: str, udh: str, now: datetime
) -> str:
    units = part.encode("utf-16-be").hex().upper()
    lines = [units[at : at + _LINE] for at in range(0, len(units), _LINE)]
    fields = {
        "PDU": "Submit",
        "DateTime": f"{now:%Y%m%dT%H%M%S}Z",
        "State": "UnSent",
        "Number": f'"{delivery.address}"',
        "NumberUnicode": delivery.address.encode("utf-16-be").hex().upper(),
        **({"UDH": udh} if udh else {}),
        **{f"Text{n:02}": line for n, line in enumerate(lines)},
        "Coding": encoding(delivery),
        "Folder": "1",
        "Length": str(len(units) // 4),
        "Class": "-1",
        "ReplySMSC": "False",
        "RejectDuplicates": "False",
        "ReplaceMessage": "0",
        "MessageReference": "0",
    }
    body = "".join(f"{name} = {value}\n" for name, value in fields.items())
    return f"[SMSBackup{number:03}]\n{body}\n"


def _sections(text: str) -> Iterator[Mapping[str, str]]:
    for section in _SECTION.split(text)[1:]:
        yield dict(_FIELD.findall(section))


def _piece(fields: Mapping[str, str]) -> Piece | None:
    """None where the last field that gammu writes is not there: it is still writing."""
    if "MessageReference" not in fields:
        return None
    lines = sorted(name for name in fields if re.fullmatch(r"Text\d\d", name))
    return piece(
        fields.get("Number", ""),
        fields.get("DateTime", ""),
        "".join(fields[name] for name in lines),
        fields.get("UDH", ""),
    )
