"""Schedules: when a broadcast is due, and which occurrences have fired."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, Row, exc, insert, select, update

from outreach.store.tables import broadcasts, occurrences, schedules

ScheduleKind = Literal["now", "at", "before", "every"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """When one broadcast is due."""

    id: int
    broadcast_id: int
    kind: ScheduleKind
    #: Wall time: ``2027-05-01T09:00`` for ``at``, ``09:00`` for ``before``.
    wall_time: str | None
    days_before: int | None
    timezone: str
    #: Seconds since 1970; None once it has fired.
    next_at: int | None
    grace: int
    #: RFC 5545, of ``every``.
    rule: str | None

    @property
    def occurrence(self) -> str:
        """What fires once: the instant, or of a relative schedule the offset."""
        if self.kind == "before":
            return f"{self.days_before} days before, {self.wall_time}"
        return "now" if self.kind == "now" else str(self.wall_time)


def add_schedule(connection: Connection, broadcast_id: int, **values: Any) -> None:
    """Store when a broadcast is due."""
    connection.execute(insert(schedules).values(broadcast_id=broadcast_id, **values))


def of_broadcast(connection: Connection, broadcast_id: int) -> Schedule:
    """The schedule of a broadcast."""
    return _schedule(
        connection.execute(
            select(schedules).where(schedules.c.broadcast_id == broadcast_id)
        ).one()
    )


def due(connection: Connection, now: int) -> list[Schedule]:
    """Schedules of approved broadcasts whose time has come."""
    rows = connection.execute(
        select(schedules)
        .join(broadcasts, broadcasts.c.id == schedules.c.broadcast_id)
        .where(schedules.c.next_at <= now, broadcasts.c.state == "approved")
        .order_by(schedules.c.next_at, schedules.c.id)
    )
    return [_schedule(row) for row in rows]


def fire(
    connection: Connection, schedule: Schedule, outcome: str, now: datetime
) -> bool:
    """Take this occurrence; False if another process has it already.

    The conditional update and the occurrence's key let exactly one caller through.
    """
    taken = connection.execute(
        update(schedules)
        .where(schedules.c.id == schedule.id, schedules.c.next_at == schedule.next_at)
        .values(next_at=None)
    )
    if taken.rowcount != 1:
        return False
    try:
        with connection.begin_nested():
            connection.execute(
                insert(occurrences).values(
                    schedule_id=schedule.id,
                    occurrence=schedule.occurrence,
                    fired_at=now,
                    outcome=outcome,
                )
            )
    except exc.IntegrityError:
        return False
    return True


def _schedule(row: Row[Any]) -> Schedule:
    return Schedule(**row._mapping)
