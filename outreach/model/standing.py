"""How an organisation stands to what was sent to it: the best that is known, and no more.

*Accepted is not delivered, sent is not aired, printed is not received.* An organisation
stands in exactly one place, so that figures of all standings add up.
"""

from __future__ import annotations

from enum import IntEnum

from outreach.model.states import State


class Standing(IntEnum):
    """The higher one counts. The numbers are used within one query, and not stored."""

    #: Failed, expired, opted out or cancelled.
    MISSED = 1
    WAITING = 2
    #: It may have gone out, or not.
    UNSURE = 3
    #: It was sent, and they say that it was not read or did not come.
    DENIED = 4
    #: Grade D: handed over, nothing proven.
    SENT = 5
    #: The network reported it delivered.
    DELIVERED = 6
    #: Grades of evidence: told by text or phone · signed log · recording, third party.
    C = 7
    B = 8
    A = 9

    @property
    def label(self) -> str:
        """What tables write over the column."""
        return _LABELS[self]


_LABELS = {
    Standing.A: "Proven by a recording or third party (A)",
    Standing.B: "Proven by a signed log (B)",
    Standing.C: "Told by text or phone (C)",
    Standing.DELIVERED: "Delivered, as the network says",
    Standing.SENT: "Sent only, nothing proven (D)",
    Standing.DENIED: "Sent, and they say not read or not received",
    Standing.UNSURE: "May have gone out",
    Standing.WAITING: "Waiting",
    Standing.MISSED: "Not reached",
}

#: Somebody says that it arrived: the network, the organisation or a third party.
ARRIVED = frozenset({Standing.A, Standing.B, Standing.C, Standing.DELIVERED})

STANDING_OF: dict[State, Standing] = {
    State.QUEUED: Standing.WAITING,
    State.SENDING: Standing.UNSURE,
    State.ACCEPTED: Standing.SENT,
    State.DELIVERED: Standing.DELIVERED,
    State.FAILED: Standing.MISSED,
    State.EXPIRED: Standing.MISSED,
    State.SUPPRESSED: Standing.MISSED,
    State.CANCELLED: Standing.MISSED,
    State.UNKNOWN: Standing.UNSURE,
    State.HELD: Standing.UNSURE,
}
