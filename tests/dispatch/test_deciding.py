"""A person decides on what nobody else can tell."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from outreach.dispatch import stopping
from outreach.dispatch.deciding import Decided, Decision, decide, ranges
from outreach.model.errors import InputError, Refused
from outreach.model.news import Event
from outreach.model.states import Outcome, State
from outreach.store import broadcasts
from outreach.store.audit import Actor, entries
from outreach.store.broadcasts import Broadcast
from outreach.store.events import tell
from outreach.store.ledger import held
from outreach.store.tables import chunks
from tests.dispatch.conftest import NOW, Bench
from tests.dispatch.ledger import multiply, open_chunks, put, states

SECOND = int(NOW.timestamp())
SEND, WENT, DROP = Decision.SEND, Decision.WENT, Decision.DROP


def sent(bench: Bench, phones: int = 4) -> Broadcast:
    bench.announce()
    bench.phones(phones)
    made = bench.approved()
    bench.run()
    return made


def decided(
    bench: Bench,
    broadcast: Broadcast,
    decision: Decision,
    *seqs: int,
    actor: Actor | None = None,
    **more: Any,
) -> Decided:
    """Decide on ``seqs``; on all where there are none."""
    with bench.store.write() as connection:
        found = broadcasts.by_id(connection, broadcast.id)
        by = actor or bench.approver
        return decide(
            connection, found, decision, by, bench.now, seqs=seqs or None, **more
        )


def told(bench: Bench, key: str, outcome: Outcome, delivery: str, **more: str) -> None:
    event = Event(key=key, outcome=outcome, delivery=delivery, **more)
    with bench.store.write() as connection:
        tell(connection, "recorder", event, bench.store.secret, bench.now)


@pytest.mark.parametrize(
    ("decision", "state", "says"),
    [
        pytest.param(SEND, State.QUEUED, "goes out again", id="send it again"),
        pytest.param(WENT, State.ACCEPTED, "counts as gone out", id="it went out"),
        pytest.param(DROP, State.CANCELLED, "will not be sent", id="do not send"),
    ],
)
@pytest.mark.parametrize("waits", [State.HELD, State.UNKNOWN])
def test_each_decision_makes_its_state(
    bench: Bench, decision: Decision, state: State, says: str, waits: State
) -> None:
    made = sent(bench)
    put(bench.store, made, waits, 1)
    bench.later(hours=25)
    answer = decided(bench, made, decision, 1)
    assert str(answer) == f"1 delivery of {made.code} {says}."
    assert states(bench.store, made)[1] is state


def test_sent_again_goes_out_once_more_though_the_broadcast_was_done(
    bench: Bench,
) -> None:
    made = sent(bench, 501)
    assert bench.state(made) == "done"
    put(bench.store, made, State.HELD, 3, 500, retries=9, not_before=SECOND + 99_999)
    decided(bench, made, SEND, 3, 500)
    assert bench.state(made) == "running"
    assert open_chunks(bench.store, made) == [0, 1]
    bench.run()
    assert bench.tally(made) == {State.ACCEPTED: 501}
    assert sorted(bench.gateway.calls).count(f"{made.code}-500") == 2
    assert len(bench.gateway.calls) == 503
    assert bench.state(made) == "done"


def test_ten_thousand_at_once_are_one_act_and_one_line_in_the_log(bench: Bench) -> None:
    made = sent(bench, 1)
    multiply(bench.store, made, 10_300)
    put(bench.store, made, State.HELD, *range(100, 10_100))
    put(bench.store, made, State.UNKNOWN, 10_200, changed_at=SECOND - 90_000)
    put(bench.store, made, State.UNKNOWN, 10_201)
    answer = decided(bench, made, DROP)
    assert str(answer) == f"10,001 deliveries of {made.code} will not be sent."
    assert bench.tally(made)[State.CANCELLED] == 10_001
    assert states(bench.store, made)[10_201] is State.UNKNOWN, "the gateway may tell"
    with bench.store.read() as connection:
        entry = entries(connection)[0]
    assert (entry.act, entry.object, entry.login) == ("decide", made.code, "bob")
    assert entry.detail == {
        "decision": "drop",
        "before": {"unknown": "10200", "held": "100-10099"},
        "after": "cancelled",
    }


def test_the_same_request_twice_acts_once(bench: Bench) -> None:
    made = sent(bench)
    put(bench.store, made, State.HELD, 1, 2)
    assert decided(bench, made, SEND, 1, 2).number == 2
    again = decided(bench, made, SEND, 1, 2)
    assert str(again) == (
        f"No delivery of {made.code} was decided."
        " 2 no longer wait and keep their state: queued."
    )
    with bench.store.read() as connection:
        assert [e.act for e in entries(connection)].count("decide") == 1
    bench.run()
    assert bench.gateway.calls.count(f"{made.code}-1") == 2


def test_what_was_held_after_the_page_was_seen_is_not_decided_by_it(
    bench: Bench,
) -> None:
    made = sent(bench)
    put(bench.store, made, State.HELD, 1, changed_at=SECOND)
    put(bench.store, made, State.HELD, 2, changed_at=SECOND + 30)
    bench.later(minutes=1)
    assert decided(bench, made, SEND, seen=SECOND + 29).number == 1
    assert states(bench.store, made)[2] is State.HELD


def test_what_a_callback_settled_meanwhile_keeps_its_state_and_is_told(
    bench: Bench,
) -> None:
    made = sent(bench)
    put(bench.store, made, State.HELD, 0, 1, 2)
    told(bench, "a", Outcome.DELIVERED, f"{made.code}-1")
    answer = decided(bench, made, SEND, 0, 1, 2)
    assert str(answer) == (
        f"2 deliveries of {made.code} go out again."
        " 1 no longer waits and keeps its state: delivered."
    )
    assert states(bench.store, made)[1] is State.DELIVERED


@pytest.mark.parametrize(
    ("outcome", "calls", "state"),
    [
        pytest.param(
            Outcome.DELIVERED, 1, State.DELIVERED, id="it had arrived: not sent twice"
        ),
        pytest.param(
            Outcome.REFUSED, 2, State.ACCEPTED, id="the first try failed: sent again"
        ),
    ],
)
def test_a_late_word_before_it_goes_out_again(
    bench: Bench, outcome: Outcome, calls: int, state: State
) -> None:
    made = sent(bench, 1)
    put(bench.store, made, State.HELD, 0)
    decided(bench, made, SEND, 0)
    name = f"{made.code}-0"
    told(bench, "a", outcome, name, gateway_id=f"gw-{name}")
    bench.run()
    assert bench.gateway.calls == [name] * calls
    assert bench.tally(made) == {state: 1}


def test_a_late_failure_of_the_first_try_leaves_the_second_alone(bench: Bench) -> None:
    made = sent(bench, 1)
    put(bench.store, made, State.HELD, 0)
    decided(bench, made, SEND, 0)
    name = f"{made.code}-0"
    put(bench.store, made, State.ACCEPTED, 0, attempts=2)
    told(bench, "a", Outcome.REFUSED, name, gateway_id=f"gw-{name}")
    assert bench.tally(made) == {State.ACCEPTED: 1}
    told(bench, "b", Outcome.DELIVERED, name, gateway_id="second")
    assert bench.tally(made) == {State.DELIVERED: 1}


@pytest.mark.parametrize("decision", list(Decision))
def test_only_approvers_decide(bench: Bench, decision: Decision) -> None:
    made = sent(bench)
    put(bench.store, made, State.HELD, 1)
    with pytest.raises(Refused, match="Only an approver"):
        decided(bench, made, decision, 1, actor=bench.author)
    assert states(bench.store, made)[1] is State.HELD


@pytest.mark.parametrize(
    ("decision", "refused"), [(SEND, True), (WENT, False), (DROP, False)]
)
def test_after_the_event_nothing_is_sent_again(
    bench: Bench, decision: Decision, refused: bool
) -> None:
    made = sent(bench)
    put(bench.store, made, State.HELD, 1)
    bench.later(days=90)
    if refused:
        with pytest.raises(Refused, match="is over"):
            decided(bench, made, decision, 1)
    else:
        assert decided(bench, made, decision, 1).number == 1


def test_of_a_cancelled_broadcast_nothing_is_sent_again(bench: Bench) -> None:
    made = sent(bench)
    put(bench.store, made, State.HELD, 1)
    with bench.store.write() as connection:
        broadcasts.move(connection, made.id, "running", "done")
        stopping.cancel(connection, made, bench.approver, bench.now)
    with pytest.raises(Refused, match="is cancelled"):
        decided(bench, made, SEND, 1)
    assert decided(bench, made, WENT, 1).number == 1


def test_a_paused_broadcast_stays_paused(bench: Bench) -> None:
    made = sent(bench)
    put(bench.store, made, State.HELD, 1)
    with bench.store.write() as connection:
        broadcasts.move(connection, made.id, "paused", "done")
    decided(bench, made, SEND, 1)
    assert bench.state(made) == "paused"


def test_a_chunk_that_a_worker_has_stays_its_own(bench: Bench) -> None:
    made = sent(bench)
    put(bench.store, made, State.HELD, 1)
    leased = {"owner": "w9", "lease_until": SECOND + 100, "done": False}
    with bench.store.write() as connection:
        connection.execute(update(chunks).values(leased))
    decided(bench, made, SEND, 1)
    with bench.store.read() as connection:
        row = connection.execute(select(chunks)).one()
    assert (row.owner, row.lease_until, row.done) == ("w9", SECOND + 100, False)


def test_a_number_that_is_none_of_the_broadcast_s_decides_nothing(bench: Bench) -> None:
    made = sent(bench)
    put(bench.store, made, State.HELD, 1)
    with pytest.raises(InputError, match=f"no delivery “{made.code}-99”"):
        decided(bench, made, SEND, 1, 99)
    assert states(bench.store, made)[1] is State.HELD


def test_what_waits_is_listed_by_broadcast(bench: Bench) -> None:
    made = sent(bench)
    put(bench.store, made, State.HELD, 1, 3, code="30001", detail="No answer.")
    put(bench.store, made, State.UNKNOWN, 2)
    second = int(bench.now.timestamp())
    with bench.store.read() as connection:
        assert held.waiting_counts(connection, second) == {made.id: 2}
        later = second + int(timedelta(days=1).total_seconds())
        assert held.waiting_counts(connection, later) == {made.id: 3}
        page = held.page_of_waiting(connection, made.id, later, after=1, most=1)
    assert [(w.seq, w.organisation, w.state) for w in page] == [
        (2, "Group 3", State.UNKNOWN)
    ]


@pytest.mark.parametrize(
    ("seqs", "short"),
    [([], ""), ([4], "4"), ([1, 2, 3], "1-3"), ([9, 1, 2, 8, 4], "1-2, 4, 8-9")],
)
def test_numbers_are_made_short_for_the_log(seqs: list[int], short: str) -> None:
    assert ranges(seqs) == short
