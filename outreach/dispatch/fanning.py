"""Fan-out, step by step: deliveries are made, and whole chunks go to the engine at once."""

from __future__ import annotations

import logging

from outreach.dispatch import correcting
from outreach.dispatch.worker import Worker
from outreach.store import Connection, Unavailable, broadcasts
from outreach.store.broadcasts import Broadcast
from outreach.store.ledger import fanout, settle, supersede
from outreach.store.ledger.chunk import CHUNK, Chunk, DueChunk
from outreach.store.reaching import Reach

log = logging.getLogger(__name__)

FAULT = (
    "Its deliveries could not be made: a fault of Outreach, which its log describes. "
    "Have it mended, then let it go on."
)


def fan_out_step(worker: Worker, broadcast_id: int) -> bool:
    """Add the next deliveries of a broadcast and enqueue their chunks, in one transaction;
    False once it has all of them, or was paused or cancelled meanwhile. A fault of ours
    holds the broadcast: the others must not wait behind it.
    """
    try:
        return _step(worker, broadcast_id)
    except Unavailable:
        raise
    except Exception:  # a bulkhead, as for chunks
        log.exception("fan-out of broadcast %s", broadcast_id)
    with worker.store.write() as connection:
        broadcasts.move(connection, broadcast_id, "held", "fanout", reason=FAULT)
    return False


def _step(worker: Worker, broadcast_id: int) -> bool:
    with worker.store.write() as connection:
        before = broadcasts.locked(connection, broadcast_id)
        if before.state != "fanout":
            return False
        settle.note_progress(connection, broadcast_id, worker.now)
        reach = correcting.reach_of(connection, before)
        if _cancels_first(connection, before, reach, worker.now):
            return True
        after = fanout.fan_out_step(
            connection, before, reach, worker.store.secret, worker.now
        )
        if after.fanout_done:
            broadcasts.move(connection, broadcast_id, "running", "fanout")
        worker.engine.enqueue(connection, _new_chunks(before, after))
    return not after.fanout_done


def _cancels_first(
    connection: Connection, before: Broadcast, reach: Reach, now: int
) -> bool:
    """Whether the step went into cancelling what is queued of earlier versions: who is told
    what can't be said before all of that is either cancelled or handed over.
    """
    if before.fanout_after or reach.earlier is None:
        return False
    return supersede.cancel_queued(connection, reach.earlier.superseded, now)


def _new_chunks(before: Broadcast, after: Broadcast) -> list[DueChunk]:
    end = after.fanout_seq // CHUNK
    if after.fanout_done and after.fanout_seq % CHUNK:
        end += 1
    return [
        DueChunk(chunk=Chunk(before.id, no), lane=before.lane)
        for no in range(before.fanout_seq // CHUNK, end)
    ]
