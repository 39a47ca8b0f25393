"""What a crash left uncertain is settled first, by each gateway's policy."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TypeGuard

from outreach.dispatch.retry import MOST_RETRIES, settlement_of_answer
from outreach.dispatch.stops import failed
from outreach.dispatch.window import (
    Answers,
    Window,
    answers,
    check_order,
    compose,
    store,
)
from outreach.dispatch.worker import Worker
from outreach.model.contracts import CanQuery, Fate, Gateway, GatewayError
from outreach.model.states import State
from outreach.store.broadcasts import Broadcast
from outreach.store.ledger import claim, doubt, messages, outage, settle
from outreach.store.ledger.chunk import Chunk, Claimed, Settlement

#: Asked about at once, so that a stop of the gateway loses few answers.
_MOST = 50


def settle_left(worker: Worker, chunk: Chunk, broadcast: Broadcast) -> None:
    """Settle the rows left in ``sending``, and ask about unknown ones. What can't be asked
    now stays as it is, but what is overdue: a person must decide.
    """
    with worker.store.read() as connection:
        left = claim.left_uncertain(connection, chunk, worker.asking)
        down = outage.outages(connection, worker.now) if left else {}
    for window in _windows(broadcast, [row for row, overdue in left if not overdue]):
        gateway = worker.gateways.get(window.gateway)
        if gateway is None or window.gateway in down:
            continue
        fate = gateway.capabilities.fate
        if _can_be_asked(gateway):
            _ask(worker, window, gateway)
        else:
            _decide(worker, chunk, window, again=fate is Fate.IDEMPOTENT)
    for window in _windows(broadcast, [row for row, overdue in left if overdue]):
        gateway = worker.gateways[window.gateway]
        up = window.gateway not in down
        if not (up and _can_be_asked(gateway) and _ask(worker, window, gateway)):
            _hold(worker, chunk, window)


def _can_be_asked(gateway: Gateway) -> TypeGuard[CanQuery]:
    return gateway.capabilities.fate is Fate.QUERY and isinstance(gateway, CanQuery)


def _hold(worker: Worker, chunk: Chunk, window: Window) -> None:
    with worker.store.write() as connection:
        settle.hold(connection, chunk, [row.seq for row in window.rows], worker.now)


def _ask(worker: Worker, window: Window, gateway: CanQuery) -> bool:
    """Whether it could be asked."""
    outgoing = compose(worker.store, window)
    try:
        receipts = gateway.query(outgoing)
    except GatewayError as error:
        failed(worker, window, error)
        return False
    check_order(window.gateway, outgoing, receipts)
    # Read after the question: a gateway may let go of what the ledger has been told.
    with worker.store.read() as connection:
        seqs = [row.seq for row in window.rows]
        went = messages.partly_went(connection, window.broadcast.id, seqs)
    settled = partial(settlement_of_answer, went=went)
    store(worker, answers(worker, window, outgoing, receipts, settled))
    return True


def _decide(worker: Worker, chunk: Chunk, window: Window, *, again: bool) -> None:
    if again:
        with worker.store.write() as connection:
            doubt.mark(connection, chunk, [r.seq for r in window.rows])
    rows = [
        _sent_again(row, worker.now)
        if again and row.retries < MOST_RETRIES
        else Settlement(seq=row.seq, attempts=row.attempts, state=State.HELD)
        for row in window.rows
    ]
    store(worker, Answers(window, rows))


def _sent_again(row: Claimed, now: int) -> Settlement:
    """At once, and counted as a retry: not for ever."""
    return Settlement(
        seq=row.seq, attempts=row.attempts, state=State.QUEUED, not_before=now
    )


def _windows(broadcast: Broadcast, left: list[Claimed]) -> Iterator[Window]:
    by_gateway: dict[str, list[Claimed]] = {}
    for row in left:
        by_gateway.setdefault(row.gateway, []).append(row)
    for rows in by_gateway.values():
        for start in range(0, len(rows), _MOST):
            yield Window(broadcast, rows[start : start + _MOST])
