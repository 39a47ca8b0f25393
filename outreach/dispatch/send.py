"""Sending a chunk: the same function in every engine.

A window is marked ``sending`` and committed, handed to the gateway, and settled by its
receipts in the transaction that marks the next one. So after a crash the rows in
``sending`` are exactly the uncertain ones, and the gateway's policy settles them before
anything else of the chunk goes out.
"""

from __future__ import annotations

import logging
import math

from outreach.dispatch import watch
from outreach.dispatch.retry import ASK_AGAIN
from outreach.dispatch.stops import failed, went_through
from outreach.dispatch.uncertain import settle_left
from outreach.dispatch.window import Answers, Window, hand_over, store, write
from outreach.dispatch.worker import Worker
from outreach.model.contracts import GatewayError
from outreach.store import Unavailable, broadcasts, in_a_line
from outreach.store.broadcasts import Broadcast
from outreach.store.ledger import claim, settle
from outreach.store.ledger.chunk import Chunk, LeaseLost
from outreach.store.ledger.lease import NOW, give_back

log = logging.getLogger(__name__)

#: Seconds to leave a chunk alone after a fault of ours.
PAUSE = 60
#: A chunk that has to wait longer for its sender's rate is given back meanwhile.
LONGEST_REST = 10
#: A look at the broadcast's state, and at urgent ones, at least so often while resting.
REST = 1.0


def send_chunk(worker: Worker, chunk: Chunk) -> bool:
    """Send all of a leased chunk that is due, window by window, and give it back; whether
    it was given back early, since a gateway stopped or something more urgent is due.
    """
    with worker.store.read() as connection:
        broadcast = broadcasts.by_id(connection, chunk.broadcast_id)
    fault = True
    try:
        settle_left(worker, chunk, broadcast)
        due_at = _send_windows(worker, chunk, broadcast)
        fault = False
    except LeaseLost:
        return False
    except GatewayError:  # it is left alone now: see at once what goes another way
        due_at = NOW
    except Unavailable as error:
        log.warning("broadcast %s waits: %s", broadcast.code, in_a_line(error))
        due_at = worker.now + PAUSE
    except Exception:  # a bulkhead: one gateway's fault must not stop the others
        log.exception("chunk %s of broadcast %s", chunk.no, broadcast.code)
        due_at = worker.now + PAUSE
    _give_back(worker, chunk, due_at, fault=fault)
    return due_at == NOW


def _send_windows(worker: Worker, chunk: Chunk, broadcast: Broadcast) -> int | None:
    """When the chunk is due again; None where all of it is settled or waits for a time."""
    told = None
    while not worker.stop.is_set():
        claimed, told = _store_and_claim(worker, chunk, told), None
        if claimed.rows:
            told = _send(worker, Window(broadcast, claimed.rows))
        elif claimed.wait_until is not None:
            if not _rested(worker, claimed):
                return math.ceil(claimed.wait_until)
        elif not claimed.more:
            return NOW if claimed.overtaken else None
    if told:
        store(worker, told)
    return NOW


def _send(worker: Worker, window: Window) -> Answers:
    try:
        return hand_over(worker, window)
    except GatewayError as error:
        failed(worker, window, error)
        raise


def _store_and_claim(worker: Worker, chunk: Chunk, told: Answers | None) -> claim.Claim:
    """Store a window's answers and claim the next one, in one transaction: the disk is
    waited for once a window. What stands against the claim must not cost the answers.
    """
    try:
        with worker.store.write() as connection:
            if told:
                write(connection, worker, told)
                went_through(connection, worker, told.window, told.seconds)
            claimed = claim.claim_window(
                connection, chunk, worker.terms, worker.instant
            )
    except Exception as error:
        if told is None:
            raise
        store(worker, told)
        if isinstance(error, Unavailable):
            return claim.Claim(more=True)
        raise
    if told:
        watch.settled(told.window.rows, told.settlements)
    return claimed


def _rested(worker: Worker, claimed: claim.Claim) -> bool:
    """Wait a little for the sender's rate; False if it is long."""
    if claimed.lacks:
        log.warning("%s: this worker has no settings for it", claimed.lacks)
        return False
    seconds = (claimed.wait_until or 0) - worker.instant
    if seconds > LONGEST_REST:
        return False
    worker.rest(min(max(seconds, 0.01), REST))
    return True


def _give_back(
    worker: Worker, chunk: Chunk, due_at: int | None, *, fault: bool
) -> None:
    name, now = worker.name, worker.now
    with worker.store.write() as connection:
        if due_at is None:
            due = settle.close_chunk(
                connection, chunk, name, worker.asking, now + ASK_AGAIN
            )
        else:
            due = give_back(connection, chunk, name, due_at, uncertain=fault)
        if due:
            worker.engine.enqueue(connection, [due])
