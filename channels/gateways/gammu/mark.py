"""The mark that goes along with a delivery and comes back: in a file's name, in CreatorID.

``K7QX2M-17-<when it was handed over><when it must not go out any more><8 random digits>``,
instants in seconds as 8 hexadecimal digits. The random digits tell one try from another.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import datetime

from outreach.model.contracts import Outgoing

_MARK = re.compile(
    r"(?P<delivery>[A-Za-z0-9][A-Za-z0-9-]{0,39})-"
    r"(?P<handed>[0-9a-f]{8})(?P<ends>[0-9a-f]{8})(?P<token>[0-9a-f]{8})"
)
#: Year 2106: it has no end.
_NEVER = 0xFFFFFFFF


@dataclass(frozen=True, slots=True)
class Mark:
    """One try at one delivery."""

    text: str
    delivery: str
    #: Seconds since 1970.
    handed: int
    ends: int

    def part(self, number: int) -> str:
        """The id of its part, counted from 1."""
        return f"{self.text}.{number}"

    def parts(self, count: int) -> tuple[str, ...]:
        """The ids of all its parts."""
        return tuple(self.part(number) for number in range(1, count + 1))


def marked(delivery: Outgoing, now: datetime) -> Mark | None:
    """A new try; None where its id can't stand in a file's name."""
    ends = delivery.expires_at
    last = _NEVER if ends is None else min(int(ends.timestamp()), _NEVER)
    stamp = f"{int(now.timestamp()):08x}{last:08x}{secrets.token_hex(4)}"
    return read(f"{delivery.id}-{stamp}")


def read(text: str) -> Mark | None:
    """The mark that ``text`` is; None if it is none of ours."""
    found = _MARK.fullmatch(text)
    if not found:
        return None
    ends, handed = int(found["ends"], 16), int(found["handed"], 16)
    return Mark(text, found["delivery"], handed, ends)
