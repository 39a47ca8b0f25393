"""What a receipt makes of a delivery, and when each class of error is tried again.

*Permanent*: refused for good, never tried again. *Temporary*: "later" for one delivery.
*Batch-stopping*: the gateway failed as a whole, which uses up no delivery's retries.
*Uncertain*: no answer; the gateway is asked, nothing is sent again on a guess.
"""

from __future__ import annotations

import random
from collections.abc import Collection
from dataclasses import dataclass

from outreach.model.contracts import Receipt
from outreach.model.states import STATE_OF, Outcome, State
from outreach.store.ledger.chunk import Claimed, Settlement


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """Waits that double from ``first`` to ``longest`` seconds, each spread by a fifth, so
    that ten thousand do not come back in the same second.
    """

    first: int
    longest: int

    def wait(self, number: int) -> int:
        """Seconds before try ``number``, from 1."""
        seconds = min(self.longest, self.first << min(number - 1, 20))
        return round(seconds * random.uniform(0.8, 1.2))  # noqa: S311  # spreads load, hides nothing


TEMPORARY = Schedule(first=30, longest=3600)
STOPPED = Schedule(first=30, longest=900)
#: Refusals "for now" before a delivery is given up: with the waits above, three hours.
MOST_RETRIES = 9
#: Seconds for which a gateway is asked what became of a delivery, and between questions.
PATIENCE = 15 * 60
ASK_AGAIN = 60
#: Seconds from which nobody waits for one more question: it is held in any case.
OVERDUE = PATIENCE + ASK_AGAIN
#: What a person reads of a delivery that its gateway knows no more, but told of.
PART_WENT = "A part of it went out; of the rest the gateway knows nothing any more."


def settlement_of(row: Claimed, receipt: Receipt, now: int) -> Settlement:
    """The ledger's next state for a row that was handed over."""
    state = STATE_OF[receipt.outcome]
    not_before = None
    if receipt.outcome is Outcome.LATER:
        if row.retries >= MOST_RETRIES:
            state = State.FAILED
        else:
            not_before = now + TEMPORARY.wait(row.retries + 1)
    return _settlement(row, receipt, state, not_before)


def settlement_of_answer(
    row: Claimed, receipt: Receipt, now: int, *, went: Collection[int]
) -> Settlement | None:
    """The next state for a row that the gateway was asked about; None: ask again.

    "Later" means here that the gateway never got it: it goes out at once, unless by an
    earlier word a message of it ``went``. After PATIENCE without an answer a person must
    decide.
    """
    state = STATE_OF[receipt.outcome]
    if receipt.outcome is Outcome.LATER and row.seq in went:
        receipt = receipt._replace(detail=PART_WENT)
        state = State.HELD
    if receipt.outcome is Outcome.UNKNOWN:
        if now - row.claimed_at < PATIENCE:
            return None
        state = State.HELD
    return _settlement(row, receipt, state, None)


def back_in_queue(row: Claimed, receipt: Receipt, now: int) -> Settlement | None:
    """As settlement_of, for a batch that stopped: what never left is no retry of it, so a
    day without a line uses none up.
    """
    if receipt.outcome is Outcome.LATER:
        return _settlement(row, receipt, State.QUEUED, None)
    return settlement_of(row, receipt, now)


def _settlement(
    row: Claimed, receipt: Receipt, state: State, not_before: int | None
) -> Settlement:
    return Settlement(
        row.seq,
        row.attempts,
        state,
        not_before,
        receipt.code,
        receipt.detail,
        receipt.gateway_ids,
    )
