"""Duties: what one process does for all of them, while it says often enough that it does."""

from __future__ import annotations

from sqlalchemy import Connection, text

#: One further ahead than twice its length comes from a clock set back.
_TAKE = text(
    "INSERT INTO duties (name, owner, until) VALUES (:name, :owner, :until)"
    " ON CONFLICT (name) DO UPDATE SET owner = :owner, until = :until"
    " WHERE duties.owner = :owner OR duties.until <= :now OR duties.until > :skewed"
)
_LAY_DOWN = text("DELETE FROM duties WHERE name = :name AND owner = :owner")


def take(connection: Connection, name: str, owner: str, now: int, seconds: int) -> bool:
    """Take or keep a duty for so long; False while another has it."""
    values = {
        "name": name,
        "owner": owner,
        "now": now,
        "until": now + seconds,
        "skewed": now + 2 * seconds,
    }
    return connection.execute(_TAKE, values).rowcount == 1


def lay_down(connection: Connection, name: str, owner: str) -> None:
    """Let another take it at once."""
    connection.execute(_LAY_DOWN, {"name": name, "owner": owner})
