"""Deciding: a person says what becomes of deliveries that nobody else can tell of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from outreach.dispatch import content
from outreach.model.errors import InputError, Refused
from outreach.model.states import State
from outreach.store import Connection
from outreach.store.audit import Actor, record
from outreach.store.broadcasts import Broadcast
from outreach.store.ledger import held
from outreach.store.users import may


class Decision(StrEnum):
    """What a person can say of a delivery that waits."""

    SEND = "send"
    WENT = "went"
    DROP = "drop"

    @property
    def state(self) -> State:
        """The state that it makes."""
        return _STATES[self]


_STATES = {
    Decision.SEND: State.QUEUED,
    Decision.WENT: State.ACCEPTED,
    Decision.DROP: State.CANCELLED,
}
_SAID = {
    Decision.SEND: ("goes out again", "go out again"),
    Decision.WENT: ("counts as gone out", "count as gone out"),
    Decision.DROP: ("will not be sent", "will not be sent"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What a decision did."""

    code: str
    decision: Decision
    number: int
    #: Those named that no longer waited, by the state that they keep.
    kept: dict[State, int]

    def __str__(self) -> str:
        one, many = _SAID[self.decision]
        does = f"No delivery of {self.code} was decided."
        if self.number == 1:
            does = f"1 delivery of {self.code} {one}."
        elif self.number:
            does = f"{self.number:,} deliveries of {self.code} {many}."
        return " ".join([does, *(_kept(n, state) for state, n in self.kept.items())])


def decide(
    connection: Connection,
    broadcast: Broadcast,
    decision: Decision,
    actor: Actor,
    now: datetime,
    *,
    seqs: Sequence[int] | None = None,
    seen: int | None = None,
) -> Decided:
    """Decide on the deliveries ``seqs`` of a broadcast, or on all of it that wait.

    ``seen`` (seconds since 1970): only those that have waited since then, so that a
    request which comes twice acts once. One that a callback settled meanwhile keeps its
    state. Raises Refused, or InputError where a number is none of the broadcast's.
    """
    _check(connection, broadcast, decision, actor, now)
    second = int(now.timestamp())
    new = decision.state
    if seqs is None:
        moved = held.move_all(connection, broadcast.id, new, second, seen)
        kept: dict[State, int] = {}
    else:
        known = held.states_of(connection, broadcast.id, seqs)
        _check_known(broadcast, seqs, known)
        moved = held.move_named(connection, broadcast.id, seqs, new, second, seen)
        kept = dict(Counter(s for seq, s in known.items() if seq not in moved))
    if moved and decision is Decision.SEND:
        held.reopen(connection, broadcast.id, list(moved), second)
    if moved:
        detail = {"before": _before(moved), "after": new.word, "decision": decision}
        record(connection, actor, now, "decide", broadcast.code, **detail)
    return Decided(code=broadcast.code, decision=decision, number=len(moved), kept=kept)


def _check(
    connection: Connection,
    broadcast: Broadcast,
    decision: Decision,
    actor: Actor,
    now: datetime,
) -> None:
    if not may(actor.role, "approver"):
        raise Refused("Only an approver or administrator may decide on what is held.")
    if decision is not Decision.SEND:
        return
    if broadcast.state == "cancelled":
        raise Refused(
            f"Broadcast {broadcast.code} is cancelled: nothing of it is sent again."
        )
    if now.timestamp() >= broadcast.expires_at:
        raise Refused(
            f"The event of broadcast {broadcast.code} is over: nothing of it is sent again."
        )
    if why := content.outdated(connection, broadcast):
        raise Refused(f"{why} Nothing of broadcast {broadcast.code} is sent again.")


def _check_known(
    broadcast: Broadcast, seqs: Iterable[int], known: dict[int, State]
) -> None:
    for seq in seqs:
        if seq not in known:
            raise InputError(f"There is no delivery “{broadcast.code}-{seq}”.")


def _before(moved: dict[int, State]) -> dict[str, str]:
    """The numbers of the deliveries that were in each state."""
    return {
        state.word: ranges(seq for seq, was in moved.items() if was is state)
        for state in sorted(set(moved.values()))
    }


def ranges(seqs: Iterable[int]) -> str:
    """Ascending numbers made short: ``0-49, 77``."""
    spans: list[list[int]] = []
    for seq in sorted(seqs):
        if spans and seq == spans[-1][1] + 1:
            spans[-1][1] = seq
        else:
            spans.append([seq, seq])
    return ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in spans)


def _kept(number: int, state: State) -> str:
    keeps = "no longer waits and keeps its state"
    keep = "no longer wait and keep their state"
    return f"{number:,} {keeps if number == 1 else keep}: {state.word}."
