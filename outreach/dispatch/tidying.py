"""Housekeeping of broadcasts: those at their end are done, those that stand still are held."""

from __future__ import annotations

from outreach.dispatch.when import GRACE
from outreach.dispatch.worker import Worker
from outreach.store import broadcasts
from outreach.store.ledger import settle
from outreach.store.ledger.fanout import close_last_chunk

STOOD_STILL = (
    f"Nothing of it went out for {GRACE // 3600} hours: the server was down, or the "
    "gateway. Decide whether the rest still goes out."
)


OVER = "It was stopped until the event was over. What was left has expired."


def tidy(worker: Worker) -> None:
    """Close and hold broadcasts. Late is no surprise in the middle of the night."""
    with worker.store.write() as connection:
        now = worker.now
        settle.hold_standing_still(connection, now - GRACE, now, STOOD_STILL)
        settle.close_broadcasts(connection)
        for key in settle.cut_off_past_end(connection, now):
            close_last_chunk(connection, broadcasts.by_id(connection, key))
            broadcasts.change(connection, key, fanout_done=True)
        settle.close_past_end(connection, now, OVER)
