"""When a gateway fails as a whole, or is slow: wait, go another way, or ask for a person."""

from __future__ import annotations

import logging

from outreach.dispatch.retry import STOPPED
from outreach.dispatch.window import Window
from outreach.dispatch.worker import Worker
from outreach.model.contracts import GatewayError
from outreach.model.states import STATE_OF, WENT
from outreach.store import Connection, broadcasts
from outreach.store.ledger import outage, settle
from outreach.store.ledger.outage import Outage

log = logging.getLogger(__name__)

#: Seconds for a window from which a gateway counts as slow, and how often in a row until
#: deliveries go another way.
SLOW = 60
SLOW_STRIKES = 3
#: Seconds after which an old failure no longer counts.
FORGOTTEN = 3600
#: Seconds between notes that a broadcast does not stand still.
PROGRESS = 600


def failed(worker: Worker, window: Window, error: GatewayError) -> None:
    """The gateway stopped: leave it alone for a while. Where only a person can help, and
    no other gateway may carry the rest, the broadcast pauses.
    """
    name = window.gateway
    log.warning("%s stopped at broadcast %s: %s", name, window.broadcast.code, error)
    went = any(STATE_OF[said.outcome] in WENT for said in error.receipts)
    with worker.store.write() as connection:
        if went:
            _moves(connection, worker, window)
        if error.permanent and not _elsewhere(connection, window):
            broadcasts.move(
                connection,
                window.broadcast.id,
                "paused",
                "running",
                "fanout",
                reason=str(error),
            )
            return
        strikes = _strikes(connection, worker, name)
        wait = STOPPED.longest if error.permanent else STOPPED.wait(strikes)
        _strike(connection, worker, name, strikes, wait, str(error))


def went_through(
    connection: Connection, worker: Worker, window: Window, seconds: float
) -> None:
    """A window went through, in so many seconds."""
    _moves(connection, worker, window)
    if seconds < SLOW:
        _works(connection, worker, window.gateway)
    else:
        _slow(connection, worker, window, seconds)


def _slow(
    connection: Connection, worker: Worker, window: Window, seconds: float
) -> None:
    """After several slow ones in a row the rest goes another way, where there is one: late
    is better than never.
    """
    name = window.gateway
    log.warning("%s took %d seconds for a window", name, seconds)
    strikes = _strikes(connection, worker, name)
    other = strikes >= SLOW_STRIKES and _elsewhere(connection, window)
    wait = STOPPED.longest if other else 0
    _strike(connection, worker, name, strikes, wait, "It is slow.")


def _works(connection: Connection, worker: Worker, gateway: str) -> None:
    """What this worker held against the gateway is over."""
    if gateway in worker.struck:
        outage.clear(connection, gateway)
        worker.struck.discard(gateway)


def _moves(connection: Connection, worker: Worker, window: Window) -> None:
    """However slowly, neither the broadcast stands still nor what waits its turn behind it."""
    broadcast = window.broadcast
    noted = worker.noted.get(broadcast.id, broadcast.progress_at or 0)
    if worker.now - noted > PROGRESS:
        settle.note_turn(connection, broadcast.id, broadcast.lane, worker.now)
        worker.noted[broadcast.id] = worker.now


def _elsewhere(connection: Connection, window: Window) -> bool:
    """Whether another gateway may carry some of it; where none may, nothing would move."""
    seqs = [row.seq for row in window.rows]
    return outage.goes_elsewhere(connection, window.broadcast.id, window.gateway, seqs)


def _strikes(connection: Connection, worker: Worker, gateway: str) -> int:
    return outage.strikes(connection, gateway, worker.now - FORGOTTEN) + 1


def _strike(
    connection: Connection,
    worker: Worker,
    gateway: str,
    strikes: int,
    wait: int,
    reason: str,
) -> None:
    outage.strike(
        connection,
        Outage(
            gateway=gateway, strikes=strikes, until=worker.now + wait, reason=reason
        ),
    )
    worker.struck.add(gateway)
