"""Gateways are asked for news by one process, each for itself, and what they told is stored
before they are asked again.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from threading import Event as Signal
from typing import NoReturn

import pytest
from sqlalchemy.exc import OperationalError

from outreach.inbox.post import LEASE, make_post, open_post, work_once
from outreach.model.contracts import GatewayError
from outreach.model.news import Event
from outreach.model.states import Outcome
from outreach.store import Store, Unavailable
from tests.conftest import only_on
from tests.fakes.plugins import RecordingGateway
from tests.inbox.conftest import Bringing, Inbox, inbound


def test_what_a_gateway_told_is_stored_before_it_is_asked_again(inbox: Inbox) -> None:
    found: list[list[str]] = []
    gateway = Bringing([inbound("one")], [inbound("two", 2)])
    gateway.before = lambda: found.append(inbox.texts())
    post = inbox.post(recorder=gateway)
    assert [work_once(post), work_once(post), work_once(post)] == [True, True, False]
    assert found == [[], ["one"], ["one", "two"]]


def test_news_told_again_after_a_crash_are_stored_once(inbox: Inbox) -> None:
    work_once(inbox.post(recorder=Bringing([inbound("one")])))
    work_once(inbox.post(recorder=Bringing([inbound("one"), inbound("two", 2)])))
    assert inbox.texts() == ["one", "two"]


def test_what_the_database_did_not_take_is_stored_before_the_gateway_is_asked_again(
    inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Asked again it would let go of it: a STOP would be lost."""
    stored: list[list[str]] = []
    gateway = Bringing([inbound("STOP")], [inbound("two", 2)])
    post = inbox.post(recorder=gateway)
    with monkeypatch.context() as away:
        away.setattr(Store, "write", unavailable)
        with pytest.raises(Unavailable):
            post.polling.ask(inbox.store, "recorder", gateway, post.now)
        with pytest.raises(Unavailable):
            post.polling.ask(inbox.store, "recorder", gateway, post.now)
    assert gateway.asked == 1

    gateway.before = lambda: stored.append(inbox.texts())
    work_once(post)
    assert stored == [["STOP"]]
    assert inbox.texts() == ["STOP", "two"]


def unavailable(store: Store) -> NoReturn:
    raise OperationalError("COMMIT", None, Exception("the database is away"))


def test_events_that_a_poll_brings_are_believed(inbox: Inbox) -> None:
    event = Event(key="e1", outcome=Outcome.DELIVERED, delivery="K7QX2M-1")
    work_once(inbox.post(recorder=Bringing([event, inbound("one")])))
    assert inbox.rows("SELECT key, matched FROM events") == [("e1", False)]
    assert inbox.texts() == ["one"]


@pytest.mark.parametrize(
    "error", [GatewayError("No modem."), RuntimeError("oops")], ids=["told", "a fault"]
)
def test_one_that_fails_stops_no_other_and_is_told_of_once(
    inbox: Inbox, error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    bad, good = Bringing(error, error), Bringing([inbound("one")], [inbound("two", 2)])
    post = inbox.post(bad=bad, good=good)
    for _ in range(4):
        work_once(post)
    assert inbox.texts() == ["one", "two"]
    assert bad.asked == 1, "it is left alone for a while"
    inbox.bench.later(seconds=16)
    work_once(post)
    inbox.bench.later(seconds=31)
    work_once(post)
    assert bad.asked == 3
    told = [r.getMessage() for r in caplog.records if "bad" in r.getMessage()]
    assert len(told) == 2
    assert "can't be asked for news" in told[0]
    assert told[1] == "bad brings news again"


def test_one_that_fails_is_asked_at_once_after_the_clock_was_set_back(
    inbox: Inbox,
) -> None:
    bad = Bringing(GatewayError("No modem."))
    post = inbox.post(bad=bad)
    work_once(post)
    inbox.bench.later(days=-1)
    work_once(post)
    assert bad.asked == 2


def test_an_item_that_can_t_be_stored_keeps_no_other_waiting(
    inbox: Inbox, caplog: pytest.LogCaptureFixture
) -> None:
    broken = inbound(None)  # type: ignore[arg-type]
    news = [inbound("one"), broken, inbound("STOP", 2)]
    work_once(inbox.post(recorder=Bringing(news)))
    assert inbox.texts() == ["one", "STOP"]
    assert "can't be stored" in caplog.text


def test_one_that_can_t_be_asked_is_not(inbox: Inbox) -> None:
    assert not work_once(inbox.post(recorder=RecordingGateway()))


@only_on("postgresql", "on SQLite there is one process")
def test_one_process_asks_until_it_ends_or_is_silent(inbox: Inbox) -> None:
    first, second = Bringing(), Bringing()
    ours, theirs = inbox.post("p1", g=first), inbox.post("p2", g=second)
    work_once(ours)
    work_once(theirs)
    assert (first.asked, second.asked) == (1, 0)
    inbox.bench.later(seconds=LEASE)
    work_once(theirs)
    work_once(ours)
    assert (first.asked, second.asked) == (1, 1)


@only_on("postgresql", "on SQLite there is one process")
def test_a_duty_taken_by_a_clock_that_ran_ahead_is_taken_over(inbox: Inbox) -> None:
    inbox.bench.later(days=1)
    work_once(inbox.post("p1", g=Bringing()))
    inbox.bench.later(days=-1)
    gateway = Bringing()
    work_once(inbox.post("p2", g=gateway))
    assert gateway.asked == 1


def signalling(signal: Signal) -> Callable[[], None]:
    return lambda: signal.set()


def test_the_thread_asks_until_it_is_stopped_and_lets_another_in(inbox: Inbox) -> None:
    asked = Signal()
    gateway = Bringing()
    gateway.before = signalling(asked)
    with open_post(inbox.post("p1", g=gateway)):
        assert asked.wait(20)
    other = Bringing()
    work_once(inbox.post("p2", g=other))
    assert other.asked == 1


def test_a_fault_of_ours_does_not_end_the_thread(
    inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    again = Signal()
    rounds = iter([RuntimeError("oops")])

    def fails_first(post: object) -> bool:
        for error in rounds:
            raise error
        again.set()
        return False

    monkeypatch.setattr("outreach.inbox.post.work_once", fails_first)
    monkeypatch.setattr("outreach.inbox.post.AGAIN", 0.01)
    with open_post(inbox.post()):
        assert again.wait(20)


def test_the_inbox_of_a_process_works_with_what_is_set_up(inbox: Inbox) -> None:
    bench = inbox.bench
    post = make_post(bench.settings, inbox.store, lambda: bench.now)
    assert list(post.gateways) == ["recorder"]
    assert not work_once(post)
