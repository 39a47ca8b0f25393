"""Which broadcasts went out when: what a report of a period or an event is of."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, func, select

from outreach.store.tables import broadcasts, occurrences, schedules

_B = broadcasts.c
#: When it was let out; a repetition has no occurrence of its own, and is made as it goes.
_BEGAN = func.coalesce(
    select(func.min(occurrences.c.fired_at))
    .join(schedules, schedules.c.id == occurrences.c.schedule_id)
    .where(schedules.c.broadcast_id == _B.id)
    .scalar_subquery(),
    _B.created_at,
)


def began_between(connection: Connection, start: datetime, end: datetime) -> list[int]:
    """The broadcasts that began to go out from ``start`` on, and before ``end``."""
    return _ids(connection, start <= _BEGAN, end > _BEGAN)


def of_announcements(connection: Connection, refs: list[str]) -> list[int]:
    """The broadcasts of these announcements, of any version, that began to go out."""
    return _ids(connection, _B.announcement_id.in_(refs))


def _ids(connection: Connection, *conditions: ColumnElement[bool]) -> list[int]:
    """Reminders are none: they tell nobody of an event."""
    out = (_B.fanout_seq > 0, _B.reminds_id.is_(None))
    query = select(_B.id).where(*out, *conditions).order_by(_B.id)
    return list(connection.execute(query).scalars())
