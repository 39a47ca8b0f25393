"""Who waits longest comes next."""

from __future__ import annotations

import threading
import time

import pytest

from outreach.store.turns import Turns


def _waiting(turns: Turns, number: int) -> None:
    deadline = time.monotonic() + 10
    while len(turns._waiting) < number and time.monotonic() < deadline:
        time.sleep(0.001)
    assert len(turns._waiting) == number


def test_threads_come_in_the_order_in_which_they_came() -> None:
    turns, order = Turns(), []

    def take(number: int) -> None:
        with turns:
            order.append(number)

    threads = [threading.Thread(target=take, args=(n,)) for n in range(8)]
    with turns:
        for number, thread in enumerate(threads, 1):
            thread.start()
            _waiting(turns, number)
    for thread in threads:
        thread.join()
    assert order == list(range(8))


def test_who_takes_it_again_at_once_lets_the_waiting_in_first() -> None:
    turns, order = Turns(), []

    def take() -> None:
        with turns:
            order.append("waiting")

    thread = threading.Thread(target=take)
    with turns:
        thread.start()
        _waiting(turns, 1)
    with turns:
        order.append("again")
    thread.join()
    assert order == ["waiting", "again"]


def test_an_error_inside_lets_the_next_one_in() -> None:
    turns = Turns()
    with pytest.raises(ZeroDivisionError), turns:
        raise ZeroDivisionError
    with turns:
        assert turns._taken


@pytest.mark.parametrize(
    "handed",
    [
        pytest.param(False, id="interrupted while others are before it"),
        pytest.param(True, id="interrupted just as it was its turn"),
    ],
)
def test_who_is_interrupted_holds_nobody_up(handed: bool) -> None:
    turns, mine = Turns(), threading.Lock()
    with turns:
        mine.acquire()
        turns._waiting.append(mine)
        if not handed:
            turns._give_up(mine)
    if handed:
        turns._give_up(mine)
    assert not turns._taken
