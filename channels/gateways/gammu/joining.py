"""Texts that came in parts, joined; 3GPP TS 23.040 (9.2.3.24) has the header."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from channels.gateways.hearing import clean, phone
from outreach.model.news import Inbound

#: Where a part never came.
_GAP = "[…]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One message as the modem got it, which may be a part of a text."""

    sender: str
    #: As gammu writes it, of the operator's clock.
    at: str
    text: str
    #: Reference, count and number; all 0 where it is a text of its own.
    reference: int = 0
    count: int = 0
    number: int = 0


def piece(sender: str, at: str, text_hex: str, udh_hex: str) -> Piece | None:
    """A message from gammu's hexadecimal fields; None where they can't be read."""
    try:
        text = bytes.fromhex(text_hex).decode("utf-16-be", "replace")
        reference, count, number = _concatenation(bytes.fromhex(udh_hex))
    except (TypeError, ValueError):
        return None
    return Piece(
        sender=sender, at=at, text=text, reference=reference, count=count, number=number
    )


def groups(pieces: Iterable[tuple[int, Piece]]) -> list[list[tuple[int, Piece]]]:
    """Messages with their row numbers, those of one text together, in order of arrival."""
    found: list[list[tuple[int, Piece]]] = []
    open_: dict[tuple[str, int, int], list[tuple[int, Piece]]] = {}
    for row, one in pieces:
        key = (one.sender, one.reference, one.count)
        group = open_.get(key) if one.count else None
        if group is None or one.number in {other.number for _, other in group}:
            group = open_[key] = []
            found.append(group)
        group.append((row, one))
    return found


def is_whole(group: Sequence[Piece]) -> bool:
    """Whether no part is missing."""
    return len(group) >= group[0].count


def joined(group: Sequence[Piece], recipient: str | None) -> Inbound:
    """The text of which these are the parts; ``[…]`` stands where one is missing.

    Its key is of what was sent and when by the operator's clock: a modem that brings the
    same text again, as one whose power failed does, brings the same key.
    """
    by_number = {one.number: one.text for one in group}
    numbers = range(1, group[0].count + 1) if group[0].count else by_number
    text = "".join(by_number.get(number, _GAP) for number in numbers)
    first = min(group, key=lambda one: one.number)
    key = "\x1f".join((first.sender, first.at, str(first.reference), text))
    return Inbound(
        key=f"text:{hashlib.sha256(key.encode('utf-8', 'replace')).hexdigest()}",
        sender=phone(first.sender),
        recipient=recipient,
        text=clean(text),
    )


def _concatenation(udh: bytes) -> tuple[int, int, int]:
    """Reference, count and number of the part, all 0 where there are none."""
    rest = udh[1:]
    while len(rest) >= 2:
        kind, size = rest[0], rest[1]
        body, rest = rest[2 : 2 + size], rest[2 + size :]
        if kind == 0x00 and len(body) == 3:
            return body[0], body[1], body[2]
        if kind == 0x08 and len(body) == 4:
            return body[0] << 8 | body[1], body[2], body[3]
    return 0, 0, 0
