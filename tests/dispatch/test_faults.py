"""What goes wrong: refusals, stops, crashes between any two commits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from outreach.dispatch import send, stopping, worker
from outreach.dispatch.embedded import recover, work_once
from outreach.dispatch.retry import MOST_RETRIES, TEMPORARY
from outreach.model.contracts import Capabilities, Fate, GatewayError, Outgoing, Receipt
from outreach.model.states import Outcome, State
from outreach.store import audiences, broadcasts, directory
from outreach.store.broadcasts import Broadcast
from outreach.store.ledger import fanout, held, lease
from outreach.store.reaching import Reach
from tests.dispatch.conftest import Bench
from tests.fakes.plugins import RecordingGateway

ONE = "+254722000000"


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        pytest.param(Outcome.REFUSED, State.FAILED, id="refused for good"),
        pytest.param(
            Outcome.OPTED_OUT, State.SUPPRESSED, id="the provider knows an opt-out"
        ),
        pytest.param(Outcome.DELIVERED, State.DELIVERED, id="delivered at once"),
    ],
)
def test_each_outcome_has_its_state(
    bench: Bench, outcome: Outcome, state: State
) -> None:
    bench.announce()
    bench.phones(1)
    bench.gateway.script[ONE] = [outcome]
    sent = bench.approved()
    bench.run()
    assert bench.tally(sent) == {state: 1}
    assert bench.state(sent) == "done"


@pytest.mark.parametrize(
    ("answers", "minutes", "state"),
    [
        pytest.param([], 2, State.ACCEPTED, id="asked, it has it"),
        pytest.param(
            [Outcome.UNKNOWN] * 3, 6, State.ACCEPTED, id="asked again until it knows"
        ),
        pytest.param(
            [Outcome.LATER], 2, State.ACCEPTED, id="it never got it: goes out now"
        ),
        pytest.param(
            [Outcome.UNKNOWN] * 99,
            17,
            State.HELD,
            id="it never finds out: a person decides",
        ),
    ],
)
def test_silence_is_unknown_until_the_gateway_is_asked(
    bench: Bench, answers: list[Outcome], minutes: int, state: State
) -> None:
    bench.announce()
    bench.phones(1)
    bench.gateway.script[ONE] = [Outcome.UNKNOWN]
    bench.gateway.answers = answers
    sent = bench.approved()
    bench.run()
    assert bench.tally(sent) == {State.UNKNOWN: 1}
    assert bench.state(sent) == "running"
    for _ in range(minutes):
        bench.later(minutes=1)
        bench.run()
    assert bench.tally(sent) == {state: 1}
    assert bench.state(sent) == "done"


@pytest.mark.parametrize(
    ("minutes", "until", "state"),
    [
        pytest.param([0] + [1] * 30, 0, State.ACCEPTED, id="asked once it is back in time"),
        pytest.param([0, 3, 3, 3, 3, 3, 3], 60, State.HELD, id="away for as long as it is asked"),
        pytest.param([0, 600], 0, State.ACCEPTED, id="only we were away: asked once more"),
        pytest.param([0, 600], 700, State.HELD, id="both were away: a person need not wait longer"),
    ],
)  # fmt: skip
def test_an_unknown_one_reaches_a_person_though_the_gateway_is_away(
    bench: Bench,
    monkeypatch: pytest.MonkeyPatch,
    minutes: list[int],
    until: int,
    state: State,
) -> None:
    """The line is cut in the middle of a window, and stays so until that minute."""
    bench.announce()
    bench.phones(1)
    begun, query = bench.now, bench.gateway.query

    def asked(those: Sequence[Outgoing]) -> Sequence[Receipt]:
        if bench.now - begun < timedelta(minutes=until):
            raise GatewayError("no line")
        return query(those)

    monkeypatch.setattr(bench.gateway, "query", asked)
    bench.gateway.script[ONE] = [Outcome.UNKNOWN]
    sent = bench.approved()
    for step in minutes:
        bench.later(minutes=step)
        bench.run()
    assert bench.tally(sent) == {state: 1}
    with bench.store.read() as connection:
        waits = held.waiting_counts(connection, bench.worker.now)
    assert waits == ({sent.id: 1} if state is State.HELD else {})


def test_after_a_crash_and_no_answer_a_person_must_decide(bench: Bench) -> None:
    bench.announce()
    bench.phones(1)
    bench.gateway = Dying(1)
    bench.gateway.answers = [Outcome.UNKNOWN] * 99
    sent = bench.approved()
    with pytest.raises(KeyboardInterrupt):
        bench.run()
    for _ in range(20):
        bench.later(minutes=3)
        bench.run()
    assert bench.tally(sent) == {State.HELD: 1}


def test_a_provider_s_opt_out_counts_for_the_next_broadcast(bench: Bench) -> None:
    bench.announce()
    bench.phones(1)
    bench.gateway.script[ONE] = [Outcome.OPTED_OUT]
    bench.approved()
    bench.run()
    again = bench.approved()
    bench.run()
    assert bench.tally(again) == {State.SUPPRESSED: 1}
    assert bench.gateway.calls == []


def test_a_temporary_error_is_tried_again_later_not_at_once(bench: Bench) -> None:
    bench.announce()
    bench.phones(2)
    bench.gateway.script[ONE] = [Outcome.LATER, Outcome.LATER]
    sent = bench.approved()
    bench.run()
    assert bench.tally(sent) == {State.QUEUED: 1, State.ACCEPTED: 1}
    for _ in range(2):
        bench.later(seconds=TEMPORARY.first * 3)
        bench.run()
    assert bench.tally(sent) == {State.ACCEPTED: 2}
    assert bench.state(sent) == "done"


def test_it_is_given_up_after_the_last_attempt(bench: Bench) -> None:
    bench.announce()
    bench.phones(1)
    bench.gateway.script[ONE] = [Outcome.LATER] * 50
    sent = bench.approved()
    for _ in range(MOST_RETRIES + 1):
        bench.run()
        bench.later(seconds=TEMPORARY.longest * 2)
    assert bench.tally(sent) == {State.FAILED: 1}
    assert len(bench.gateway.windows) == MOST_RETRIES + 1


def test_waits_double_are_spread_and_have_an_end() -> None:
    for attempts in range(1, 40):
        middle = min(TEMPORARY.longest, TEMPORARY.first * 2 ** (attempts - 1))
        assert 0.8 * middle - 1 <= TEMPORARY.wait(attempts) <= 1.2 * middle + 1


def test_a_stop_puts_back_only_what_surely_did_not_go(bench: Bench) -> None:
    bench.announce()
    bench.phones(3)
    sent = bench.approved()
    ids = [f"{sent.code}-{n}" for n in range(3)]
    bench.gateway.failures = [
        GatewayError(
            "line lost",
            receipts=[Receipt(delivery=ids[0], outcome=Outcome.ACCEPTED)],
            unwritten=[ids[2]],
        )
    ]
    bench.run()
    assert bench.tally(sent) == {State.ACCEPTED: 1, State.UNKNOWN: 1, State.QUEUED: 1}
    bench.gateway.answers = [Outcome.UNKNOWN]
    bench.later(minutes=5)
    bench.run()
    assert bench.gateway.calls == [ids[2]]


def a_day_without_a_line(bench: Bench, **announced: str) -> Broadcast:
    bench.announce()
    bench.announce(id="second", **announced)
    bench.phones(1)
    sent = bench.approved(ref="second")
    bench.gateway.failures = [
        GatewayError("no line", unwritten=[f"{sent.code}-0"]) for _ in range(72)
    ]
    for _ in range(73):
        bench.run()
        bench.later(minutes=20)
    return sent


def test_a_day_without_a_line_uses_no_retry_of_a_correction_up(bench: Bench) -> None:
    sent = a_day_without_a_line(bench, notice="correction", replaces="water-day")
    assert bench.tally(sent) == {State.ACCEPTED: 1}


def test_after_hours_without_a_line_a_person_decides_about_the_rest(
    bench: Bench,
) -> None:
    sent = a_day_without_a_line(bench)
    assert bench.state(sent) == "held"
    assert bench.tally(sent) == {State.QUEUED: 1}
    bench.gateway.failures = []
    with bench.store.write() as connection:
        held = broadcasts.by_id(connection, sent.id)
        stopping.resume(
            connection, held, bench.approver, bench.now, settings=bench.settings
        )
    bench.run()
    assert bench.tally(sent) == {State.ACCEPTED: 1}


@pytest.mark.parametrize(
    ("answers", "state"),
    [
        pytest.param(2, State.ACCEPTED, id="until it answers"),
        pytest.param(99, State.HELD, id="not for ever: then a person decides"),
    ],
)
def test_a_gateway_that_lets_an_id_out_once_gets_again_what_it_did_not_answer(
    bench: Bench, answers: int, state: State
) -> None:
    bench.announce()
    bench.phones(1)
    bench.gateway.capabilities = replace(
        bench.gateway.capabilities, fate=Fate.IDEMPOTENT
    )
    bench.gateway.failures = [GatewayError("the line was cut")]
    bench.gateway.script[ONE] = [Outcome.UNKNOWN] * answers
    sent = bench.approved()
    bench.run()
    assert bench.tally(sent) == {State.UNKNOWN: 1}
    for _ in range(MOST_RETRIES + 1):
        bench.later(minutes=2)
        bench.run()
    assert bench.tally(sent) == {state: 1}
    assert bench.state(sent) == "done"
    assert len(bench.gateway.windows) == min(answers + 1, MOST_RETRIES) + 1


def test_a_stop_that_needs_a_person_pauses_the_broadcast(bench: Bench) -> None:
    bench.announce()
    bench.phones(1)
    sent = bench.approved()
    bench.gateway.failures = [
        GatewayError("no such account", unwritten=[f"{sent.code}-0"], permanent=True)
    ]
    bench.run()
    assert bench.state(sent) == "paused"
    with bench.store.read() as connection:
        assert broadcasts.by_id(connection, sent.id).reason == "no such account"


def test_a_gateway_s_own_fault_stops_neither_the_worker_nor_the_rows(
    bench: Bench,
) -> None:
    bench.announce()
    bench.phones(1)
    sent = bench.approved()
    bench.gateway.failures = [ZeroDivisionError("a bug")]
    bench.run()
    assert bench.tally(sent) == {State.SENDING: 1}
    bench.later(minutes=5)
    bench.run()
    assert bench.tally(sent) == {State.ACCEPTED: 1}
    assert bench.gateway.calls == [f"{sent.code}-0"]


class Dying(RecordingGateway):
    """Dies in the middle of a window: some went out, nobody was told."""

    def __init__(self, went: int) -> None:
        super().__init__()
        self.went = went

    def send(self, window: Sequence[Outgoing]) -> Sequence[Receipt]:
        if self.went < 0:
            return super().send(window)
        self.calls += [outgoing.id for outgoing in window[: self.went]]
        self.went = -1
        raise KeyboardInterrupt  # passes every bulkhead, as a kill would


@pytest.mark.parametrize("went", [0, 17, 50])
@pytest.mark.parametrize("fate", list(Fate))
def test_after_a_crash_the_gateway_s_policy_settles_the_uncertain(
    bench: Bench, fate: Fate, went: int
) -> None:
    bench.announce()
    bench.phones(120)
    bench.gateway = Dying(went)
    bench.gateway.capabilities = Capabilities(
        freight=frozenset({"text"}), window=50, fate=fate, own_id=True, receipts="all"
    )
    sent = bench.approved()
    with pytest.raises(KeyboardInterrupt):
        bench.run()
    recover(bench.store)
    if not bench.store.exclusive:  # another process may have it: its lease must run out
        bench.later(seconds=worker.LEASE + 1)
    bench.run()
    tally = bench.tally(sent)
    if fate is Fate.HOLD:
        assert tally == {State.HELD: 50, State.ACCEPTED: 70}
        with bench.store.read() as connection:
            assert held.waiting_counts(connection, bench.worker.now) == {sent.id: 50}
    elif fate is Fate.QUERY:
        assert tally == {State.ACCEPTED: 120}
        assert sorted(bench.gateway.calls) == sorted(set(bench.gateway.calls))
    else:  # the gateway itself lets an id out once
        assert tally == {State.ACCEPTED: 120}
        assert len(set(bench.gateway.calls)) == 120


def test_without_a_crash_notice_a_lease_runs_out_and_another_takes_over(
    bench: Bench,
) -> None:
    bench.announce()
    bench.phones(10)
    bench.gateway = Dying(3)
    sent = bench.approved()
    with pytest.raises(KeyboardInterrupt):
        bench.run()
    bench.run()
    assert bench.tally(sent) == {State.SENDING: 10}
    bench.later(seconds=worker.LEASE + 1)
    bench.run()
    assert bench.tally(sent) == {State.ACCEPTED: 10}
    assert len(bench.gateway.calls) == 10


def test_who_lost_the_lease_claims_nothing_more(bench: Bench) -> None:
    bench.announce()
    bench.phones(1)
    sent = bench.approved()
    with bench.store.write() as connection:
        broadcasts.move(connection, sent.id, "fanout", "approved")
    with bench.store.write() as connection:
        reach = Reach(rule=audiences.audience(connection, "everybody").rule)
        broadcast = broadcasts.by_id(connection, sent.id)
        while not broadcast.fanout_done:
            broadcast = fanout.fan_out_step(
                connection, broadcast, reach, bench.store.secret, bench.worker.now
            )
        chunk = lease.lease_next(connection, "other", bench.worker.now, 60)
    assert chunk is not None
    send.send_chunk(bench.worker, chunk)
    assert bench.gateway.calls == []


def test_fan_out_resumes_where_a_crash_left_it(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fanout, "STEP", dict.fromkeys(fanout.STEP, 50))
    bench.announce()
    bench.phones(120)
    sent = bench.approved()
    with bench.store.write() as connection:
        broadcasts.move(connection, sent.id, "fanout", "approved")
    work_once(bench.worker)
    with bench.store.read() as connection:
        assert broadcasts.by_id(connection, sent.id).fanout_seq == 50
    recover(bench.store)
    bench.run()
    assert sorted(bench.gateway.calls) == sorted(f"{sent.code}-{n}" for n in range(120))


def test_who_joins_the_audience_after_approval_is_left_out_if_nothing_was_made_for_them(
    bench: Bench,
) -> None:
    bench.announce()
    bench.phones(1)
    sent = bench.approved()
    bench.organisation("+255712000001", language="sw")
    with bench.store.write() as connection:
        directory.counts(connection)
    bench.run()
    assert bench.tally(sent) == {State.ACCEPTED: 1}


def test_answers_out_of_order_settle_nothing(bench: Bench) -> None:
    bench.announce()
    bench.phones(2)
    sent = bench.approved()
    bench.gateway.failures = [ZeroDivisionError("a bug")]
    query = bench.gateway.query
    bench.gateway.query = lambda asked: list(query(asked))[::-1]  # type: ignore[method-assign]
    bench.run()
    bench.later(minutes=2)
    bench.run()
    assert bench.tally(sent) == {State.SENDING: 2}
    assert bench.gateway.calls == []


def test_a_fan_out_that_fails_is_held_and_keeps_no_other_waiting(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.announce()
    bench.phones(1)
    bad, good = bench.approved(), bench.approved()
    step = fanout.fan_out_step

    def fails(connection: object, broadcast: Broadcast, *more: object) -> Broadcast:
        if broadcast.id == bad.id:
            raise ZeroDivisionError
        return step(connection, broadcast, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(fanout, "fan_out_step", fails)
    bench.run()
    assert bench.state(bad) == "held"
    assert bench.tally(good) == {State.ACCEPTED: 1}
    monkeypatch.setattr(fanout, "fan_out_step", step)
    with bench.store.write() as connection:
        held = broadcasts.by_id(connection, bad.id)
        stopping.resume(
            connection, held, bench.approver, bench.now, settings=bench.settings
        )
    bench.run()
    assert bench.tally(bad) == {State.ACCEPTED: 1}
