"""Schedules: when a broadcast is due, and which occurrences have fired."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import Connection, Row, exc, func, insert, select, update

from outreach.model.recurrence import Recurrence
from outreach.store.tables import broadcasts, occurrences, schedules

ScheduleKind = Literal["now", "at", "before", "every"]
#: States in which the first of several occurrences may be while the next comes due.
GOING = ("fanout", "running", "held", "done")


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
        """What fires once: the wall time, or of a relative schedule the offset. Of
        ``every``, each of its times is one of its own.
        """
        if self.kind == "before":
            return f"{self.days_before} days before, {self.wall_time}"
        return "now" if self.kind == "now" else str(self.wall_time)

    @property
    def recurrence(self) -> Recurrence:
        """What ``every`` follows."""
        return Recurrence(
            rule=str(self.rule),
            start=datetime.fromisoformat(str(self.wall_time)),
            timezone=self.timezone,
        )


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
    """Schedules whose time has come, of broadcasts that may go out."""
    rows = connection.execute(
        select(schedules)
        .join(broadcasts, broadcasts.c.id == schedules.c.broadcast_id)
        .where(
            schedules.c.next_at <= now,
            (broadcasts.c.state == "approved")
            | ((schedules.c.kind == "every") & broadcasts.c.state.in_(GOING)),
        )
        .order_by(schedules.c.next_at, schedules.c.id)
    )
    return [_schedule(row) for row in rows]


def end_repeating(connection: Connection, broadcast_id: int) -> bool:
    """Let a broadcast repeat no more; False if it would not have."""
    ended = connection.execute(
        update(schedules)
        .where(
            schedules.c.broadcast_id == broadcast_id,
            schedules.c.kind == "every",
            schedules.c.next_at.is_not(None),
        )
        .values(next_at=None)
    )
    return ended.rowcount == 1


def skip(connection: Connection, schedule: Schedule, now: datetime) -> None:
    """Leave out what a repeating schedule is due now: go on with its next time."""
    following = schedule.recurrence.first_from(now + timedelta(seconds=1))
    next_at = int(following.at.timestamp()) if following else None
    change(connection, schedule.id, next_at=next_at)


def locked(connection: Connection, key: int) -> Schedule:
    """The schedule with that id; no other transaction changes it before this one ends."""
    query = select(schedules).where(schedules.c.id == key)
    return _schedule(connection.execute(query.with_for_update()).one())


def hold_still(connection: Connection, broadcast_id: int) -> Schedule:
    """The schedule of a broadcast, locked: nobody plans or fires it before this
    transaction ends.
    """
    return locked(connection, of_broadcast(connection, broadcast_id).id)


def change(connection: Connection, key: int, **values: Any) -> None:
    """Change when it is due."""
    connection.execute(update(schedules).where(schedules.c.id == key).values(values))


def plan_again(connection: Connection, key: int, **values: Any) -> None:
    """Change all of when it is due. What goes out "now" once approved does so again on its
    new approval: that it fired before stays known as ``now, before 1``.
    """
    t = occurrences.c
    of_it = select(func.count()).select_from(occurrences).where(t.schedule_id == key)
    number = connection.execute(of_it).scalar_one()
    connection.execute(
        update(occurrences)
        .where(t.schedule_id == key, t.occurrence == "now")
        .values(occurrence=f"now, before {number}")
    )
    change(connection, key, **values)


def fire(
    connection: Connection, key: int, occurrence: str, outcome: str, now: datetime
) -> bool:
    """Take an occurrence; False if it has fired before, however long ago."""
    try:
        with connection.begin_nested():
            connection.execute(
                insert(occurrences).values(
                    schedule_id=key,
                    occurrence=occurrence,
                    fired_at=now,
                    outcome=outcome,
                )
            )
    except exc.IntegrityError:
        return False
    return True


def _schedule(row: Row[Any]) -> Schedule:
    return Schedule(**row._mapping)
