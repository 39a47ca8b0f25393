"""Each sender's rate, in segments per second, over all workers: it is in the database.

The row says from when the sender is free. A window is let through if that is over, and
moves it on by what the window costs, so the workers together keep the rate.
"""

from __future__ import annotations

from sqlalchemy import Connection, text

#: Milliseconds of rate that a sender may save up: who looks a little late loses nothing.
_SAVED = 2_000
#: A time so much further ahead than what the last window used comes from a clock set back.
_SKEW = 60_000
_TAKE = text(
    "UPDATE senders SET used = :cost, free_at = :cost + "
    "CASE WHEN free_at BETWEEN :now - :saved AND :now THEN free_at "
    "WHEN free_at > :now THEN :now ELSE :now - :saved END "
    "WHERE name = :name AND (free_at <= :now OR free_at > :now + used + :skew)"
)
_FIRST = text(
    "INSERT INTO senders (name, free_at, used) VALUES (:name, 0, 0)"
    " ON CONFLICT DO NOTHING"
)
_FREE_AT = text("SELECT free_at FROM senders WHERE name = :name")


def sender_of(gateway: str, sender: str | None) -> str:
    """The name that a rate is counted under; without a sender, the gateway's own."""
    return gateway if sender is None else f"{gateway} {sender}"


def take(
    connection: Connection, sender: str, segments: int, rate: float, now: float
) -> float | None:
    """Take ``segments`` at ``rate`` per second from the sender; None if it is free, else
    the instant at which to try again. ``now`` is in seconds since 1970.
    """
    values = {
        "name": sender,
        "cost": round(segments / rate * 1000),
        "now": int(now * 1000),
        "saved": _SAVED,
        "skew": _SKEW,
    }
    if connection.execute(_TAKE, values).rowcount == 1:
        return None
    free_at = connection.execute(_FREE_AT, {"name": sender}).scalar()
    if free_at is not None:
        return max(float(free_at) / 1000, now)
    connection.execute(_FIRST, {"name": sender})
    return take(connection, sender, segments, rate, now)
