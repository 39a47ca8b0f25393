"""What stands in Procrastinate's queue, asked by lock: one question instead of hundreds."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, text

_WAITING = text(
    "SELECT queueing_lock FROM procrastinate_jobs"
    " WHERE status = 'todo' AND queueing_lock = ANY(:locks)"
)
_THERE = text("SELECT to_regclass('procrastinate_jobs') IS NOT NULL")
#: Any number that nothing else of ours uses: two processes make the queue in turn.
_TURN = 7_268_736
_MY_TURN = text(f"SELECT pg_advisory_xact_lock({_TURN})")


def waiting(connection: Connection, locks: Sequence[str]) -> set[str]:
    """Which of these locks belong to a job that waits."""
    return set(connection.execute(_WAITING, {"locks": list(locks)}).scalars())


def make_queue(connection: Connection, schema: str) -> None:
    """Make the queue's tables by ``schema`` unless they are there."""
    connection.execute(_MY_TURN)
    if not connection.execute(_THERE).scalar():
        connection.exec_driver_sql(schema.replace("%", "%%"))
