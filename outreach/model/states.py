"""The states of a delivery and the ways between them.

queued -> sending -> accepted -> delivered; beside them failed, expired,
suppressed (opted out), cancelled, unknown (the gateway may still tell) and held
(a person must decide). *Accepted is not delivered.*
"""

from __future__ import annotations

from enum import IntEnum, StrEnum


class State(IntEnum):
    """Kept in the ledger as these numbers: never renumber one."""

    QUEUED = 0
    SENDING = 1
    ACCEPTED = 2
    DELIVERED = 3
    FAILED = 4
    EXPIRED = 5
    SUPPRESSED = 6
    CANCELLED = 7
    UNKNOWN = 8
    HELD = 9

    @property
    def word(self) -> str:
        """The state as screens and reports call it."""
        return self.name.lower()


#: Never left once reached.
FINAL = frozenset(
    {State.DELIVERED, State.FAILED, State.EXPIRED, State.SUPPRESSED, State.CANCELLED}
)

#: It left us, and nobody has said that it did not arrive.
WENT = frozenset({State.ACCEPTED, State.DELIVERED})

_NEXT: dict[State, frozenset[State]] = {
    State.QUEUED: frozenset(
        {
            State.SENDING,
            # Only by a late word about an earlier try: it went out after all.
            State.ACCEPTED,
            State.DELIVERED,
            State.EXPIRED,
            State.SUPPRESSED,
            State.CANCELLED,
            State.HELD,
        }
    ),
    State.SENDING: frozenset(
        {
            # Only what the gateway surely did not take.
            State.QUEUED,
            State.ACCEPTED,
            State.DELIVERED,
            State.FAILED,
            State.SUPPRESSED,
            State.UNKNOWN,
            State.HELD,
        }
    ),
    State.ACCEPTED: frozenset(
        {State.DELIVERED, State.FAILED, State.SUPPRESSED, State.UNKNOWN}
    ),
    State.UNKNOWN: frozenset(
        {
            # Only when the gateway, asked, is sure that it never got it, or a person decides.
            State.QUEUED,
            State.ACCEPTED,
            State.DELIVERED,
            State.FAILED,
            State.SUPPRESSED,
            State.CANCELLED,
            State.HELD,
        }
    ),
    # Only a person takes a row out of held, or a late word from the gateway.
    State.HELD: frozenset(
        {
            State.QUEUED,
            State.ACCEPTED,
            State.DELIVERED,
            State.FAILED,
            State.SUPPRESSED,
            State.CANCELLED,
        }
    ),
}


def may_become(old: State, new: State) -> bool:
    """Whether a delivery in ``old`` may go to ``new``."""
    return new in _NEXT.get(old, frozenset())


class Outcome(StrEnum):
    """What a gateway can say of one delivery, in a receipt or an event."""

    ACCEPTED = "accepted"
    DELIVERED = "delivered"
    #: Refused for good: sending again can't help.
    REFUSED = "refused"
    #: Refused for now: surely not taken, may be sent again later.
    LATER = "later"
    #: The addressee has opted out with the provider.
    OPTED_OUT = "opted_out"
    #: It may or may not have gone out.
    UNKNOWN = "unknown"


STATE_OF: dict[Outcome, State] = {
    Outcome.ACCEPTED: State.ACCEPTED,
    Outcome.DELIVERED: State.DELIVERED,
    Outcome.REFUSED: State.FAILED,
    Outcome.LATER: State.QUEUED,
    Outcome.OPTED_OUT: State.SUPPRESSED,
    Outcome.UNKNOWN: State.UNKNOWN,
}
