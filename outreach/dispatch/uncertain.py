"""What a crash left uncertain is settled first, by each gateway's policy."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

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
from outreach.model.contracts import CanQuery, Fate, GatewayError
from outreach.model.states import State
from outreach.store.broadcasts import Broadcast
from outreach.store.ledger import claim, doubt, messages, outage
from outreach.store.ledger.chunk import Chunk, Claimed, Settlement

#: Asked about at once, so that a stop of the gateway loses few answers.
_MOST = 50


def settle_left(worker: Worker, chunk: Chunk, broadcast: Broadcast) -> None:
    """Settle the rows left in ``sending``, and ask about unknown ones. What can't be asked
    now stays as it is.
    """
    with worker.store.read() as connection:
        left = claim.left_uncertain(connection, chunk, worker.asking)
        down = outage.outages(connection, worker.now) if left else {}
    for window in _windows(broadcast, left):
        gateway = worker.gateways.get(window.gateway)
        if gateway is None or window.gateway in down:
            continue
        fate = gateway.capabilities.fate
        if fate is Fate.QUERY and isinstance(gateway, CanQuery):
            _ask(worker, window, gateway)
        else:
            _decide(worker, chunk, window, again=fate is Fate.IDEMPOTENT)


def _ask(worker: Worker, window: Window, gateway: CanQuery) -> None:
    outgoing = compose(worker.store, window)
    try:
        receipts = gateway.query(outgoing)
    except GatewayError as error:
        failed(worker, window, error)
        return
    check_order(window.gateway, outgoing, receipts)
    # Read after the question: a gateway may let go of what the ledger has been told.
    with worker.store.read() as connection:
        seqs = [row.seq for row in window.rows]
        went = messages.partly_went(connection, window.broadcast.id, seqs)
    settled = partial(settlement_of_answer, went=went)
    store(worker, answers(worker, window, outgoing, receipts, settled))


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
