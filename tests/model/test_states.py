"""The ways of a delivery: what may follow what."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import pytest

from outreach.model.states import FINAL, STATE_OF, Outcome, State, may_become

#: Every way that is open, and who goes it.
OPEN: dict[str, dict[str, str]] = {
    "queued": {
        "sending": "a worker claims it",
        "accepted": "a late word: an earlier try went out after all",
        "delivered": "a late word: an earlier try arrived after all",
        "expired": "the event is over",
        "suppressed": "the addressee has opted out",
        "cancelled": "the broadcast is cancelled",
        "held": "no gateway is left that may carry it as it was approved",
    },
    "sending": {
        "queued": "the gateway surely did not take it: it is tried again",
        "accepted": "the gateway took it",
        "delivered": "the gateway delivered it, or its callback was first",
        "failed": "the gateway refused it for good",
        "suppressed": "the provider knows of an opt-out",
        "unknown": "the answer was lost",
        "held": "a crash left it, and the gateway can not be asked",
    },
    "accepted": {
        "delivered": "the phone has it",
        "failed": "the provider took it and could not deliver it",
        "suppressed": "the provider found the opt-out after it took it",
        "unknown": "one part failed beside one that went",
    },
    "unknown": {
        "queued": "the gateway is sure that it never had it, or a person decides",
        "accepted": "the gateway tells, or a person knows that it went",
        "delivered": "the gateway tells late",
        "failed": "the gateway tells late",
        "suppressed": "the gateway tells late",
        "cancelled": "a person decides not to send it again",
        "held": "asked for long enough, the gateway never knew",
    },
    "held": {
        "queued": "a person sends it again",
        "accepted": "a person knows that it went, or the gateway tells late",
        "delivered": "the gateway tells late",
        "failed": "the gateway tells late",
        "suppressed": "the gateway tells late",
        "cancelled": "a person decides not to send it again",
    },
}
#: Every other way out of a state that is not final, and what would go wrong.
SHUT: dict[str, dict[str, str]] = {
    "queued": {
        "failed": "what is about to be tried has not been refused",
        "unknown": "what is about to be tried is not uncertain",
    },
    "sending": {
        "expired": "it may be out already: the gateway decides",
        "cancelled": "it may be out already: cancelling can not fetch it back",
    },
    "accepted": {
        "queued": "it would go out twice",
        "sending": "it would go out twice",
        "expired": "it went out in time",
        "cancelled": "it has gone out",
        "held": "nothing is left to decide",
    },
    "unknown": {
        "sending": "only queued rows are claimed",
        "expired": "it may have gone out",
    },
    "held": {
        "sending": "only queued rows are claimed",
        "unknown": "a person has it: no more asking",
        "expired": "it may have gone out: a person says so, not the clock",
    },
}
LAST = ("delivered", "failed", "expired", "suppressed", "cancelled")


def ways() -> Iterator[tuple[State, State, bool, str]]:
    """Every pair of states: whether the way is open, and why or why not."""
    for old, new in product(State, State):
        if old is new:
            yield old, new, False, "nothing changes"
        elif old.word in LAST:
            yield old, new, False, "a final state is never left"
        else:
            is_open = new.word in OPEN[old.word]
            why = (OPEN if is_open else SHUT)[old.word][new.word]
            yield old, new, is_open, why


@pytest.mark.parametrize(
    ("old", "new", "is_open"),
    [
        pytest.param(old, new, is_open, id=f"{old.word} to {new.word}: {why}")
        for old, new, is_open, why in ways()
    ],
)
def test_each_way_is_open_or_shut_for_a_reason(old: State, new: State, is_open: bool):
    assert may_become(old, new) is is_open


def test_every_state_is_in_the_table():
    assert {state.word for state in State} == OPEN.keys() | set(LAST)


def test_final_states_are_never_left():
    assert {state.word for state in FINAL} == set(LAST)
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
