"""What a receipt makes of a delivery, and when a temporary error is tried again."""

from __future__ import annotations

import random

from outreach.model.contracts import Receipt
from outreach.model.states import STATE_OF, Outcome, State
from outreach.store.ledger.chunk import Claimed, Settlement

#: Refusals "for now" before a delivery is given up: with the waits below, three hours.
MOST_RETRIES = 9
FIRST_WAIT = 30
LONGEST_WAIT = 3600
#: Seconds for which a gateway is asked what became of a delivery, and between questions.
PATIENCE = 15 * 60
ASK_AGAIN = 60


def wait(retry: int) -> int:
    """Seconds until retry number ``retry``, from 1: doubling, capped, spread by a fifth so that
    ten thousand do not come back in the same second.
    """
    seconds = min(LONGEST_WAIT, FIRST_WAIT << min(retry - 1, 20))
    return round(seconds * random.uniform(0.8, 1.2))  # noqa: S311  # spreads load, hides nothing


def settlement_of(row: Claimed, receipt: Receipt, now: int) -> Settlement:
    """The ledger's next state for a row that was handed over."""
    state = STATE_OF[receipt.outcome]
    not_before = None
    if receipt.outcome is Outcome.LATER:
        if row.retries >= MOST_RETRIES:
            state = State.FAILED
        else:
            not_before = now + wait(row.retries + 1)
    return _settlement(row, receipt, state, not_before)


def settlement_of_answer(row: Claimed, receipt: Receipt, now: int) -> Settlement | None:
    """The next state for a row that the gateway was asked about; None: ask again.

    "Later" means here that the gateway never got it: it goes out at once. After PATIENCE
    without an answer a person must decide.
    """
    state = STATE_OF[receipt.outcome]
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
        seq=row.seq,
        attempts=row.attempts,
        state=state,
        not_before=not_before,
        code=receipt.code,
        detail=receipt.detail,
        gateway_ids=receipt.gateway_ids,
    )
