"""The ways of a delivery: what may follow what."""

from __future__ import annotations

import pytest

from outreach.model.states import FINAL, STATE_OF, Outcome, State, may_become

#: From each state, every one that may follow; all others may not.
ALLOWED = {
    "queued": "sending failed expired suppressed cancelled held",
    "sending": "queued accepted delivered failed expired suppressed unknown held",
    "accepted": "delivered failed unknown",
    "unknown": "queued accepted delivered failed suppressed held",
    "held": "queued accepted delivered failed expired suppressed cancelled",
    "delivered": "",
    "failed": "",
    "expired": "",
    "suppressed": "",
    "cancelled": "",
}


@pytest.mark.parametrize(("old", "allowed"), ALLOWED.items(), ids=ALLOWED)
def test_only_the_allowed_steps_are_allowed(old: str, allowed: str):
    found = {new.word for new in State if may_become(State[old.upper()], new)}

    assert found == set(allowed.split())


def test_every_state_is_in_the_table():
    assert {state.word for state in State} == set(ALLOWED)


def test_final_states_are_never_left():
    assert {state.word for state in FINAL} == {
        s for s, after in ALLOWED.items() if not after
    }
    assert not any(may_become(old, new) for old in FINAL for new in State)


def test_accepted_is_not_delivered():
    """A gateway that took a message has not said that anybody got it."""
    assert STATE_OF[Outcome.ACCEPTED] is State.ACCEPTED
    assert State.ACCEPTED not in FINAL


def test_every_outcome_leads_to_a_state_that_sending_may_become():
    assert set(STATE_OF) == set(Outcome)
    assert all(may_become(State.SENDING, state) for state in STATE_OF.values())


def test_the_ledger_keeps_states_by_these_numbers():
    """Renumbering one would change the past of every delivery."""
    assert [state.word for state in sorted(State)] == [
        "queued", "sending", "accepted", "delivered", "failed", "expired",
        "suppressed", "cancelled", "unknown", "held",
    ]  # fmt: skip
