"""What gateways that send our own parts share: the alphabet, and the header of a part.

3GPP TS 23.038 has the table, 23.040 (9.2.3.24.1) the header of a concatenated message.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

#: Of the extension table; each is an escape and a second septet.
_EXTENSION = frozenset("\f^{}\\[~]|€")
_ALPHABET = _EXTENSION | frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
#: Most septets or UTF-16 units of a message, alone and as a part.
_ROOM = {True: (160, 153), False: (70, 67)}
_MOST_PARTS = 255


def is_gsm7(text: str) -> bool:
    """Whether a phone's own alphabet has every character, so that none becomes ``?``."""
    return _ALPHABET.issuperset(text)


def unfit(parts: Sequence[str]) -> str | None:
    """Why ``parts`` can't go out as they are, as a sentence; None if they can."""
    text = "".join(parts)
    if not text:
        return "There is no text to send."
    try:
        text.encode()
    except UnicodeEncodeError:
        return "The text has a broken character. Type that word again."
    gsm7 = is_gsm7(text)
    most = _ROOM[gsm7][len(parts) > 1]
    if len(parts) > _MOST_PARTS or any(_units(part, gsm7) > most for part in parts):
        return "The text was not cut into parts that a phone takes. Shorten it."
    return None


def headers(delivery: str, count: int) -> tuple[str, ...]:
    """The user data headers of a delivery's parts, in hex; an empty one for a single part.

    The reference is always the same for the same delivery: a phone joins what it got.
    """
    if count == 1:
        return ("",)
    reference = hashlib.sha256(delivery.encode()).digest()[0]
    return tuple(
        f"050003{reference:02X}{count:02X}{number:02X}"
        for number in range(1, count + 1)
    )


def _units(part: str, gsm7: bool) -> int:
    if gsm7:
        return len(part) + sum(map(_EXTENSION.__contains__, part))
    return len(part.encode("utf-16-be")) // 2
