"""Editions, and the series that they come out in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, Select, func, insert, select, update

from outreach.model.edition import Edition
from outreach.model.errors import InputError, Problem
from outreach.model.moments import end_of_day
from outreach.model.recurrence import Recurrence
from outreach.model.series import SeriesPlan
from outreach.store import announcements
from outreach.store.announcements import Version
from outreach.store.rows import inserted_id
from outreach.store.tables import broadcasts, editions, series


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """A schedule of editions."""

    id: int
    name: str
    plan: SeriesPlan
    recurrence: Recurrence
    #: Seconds since 1970; None once it is over or was stopped.
    next_at: int | None
    created_by: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredEdition:
    """An edition as it was assembled: its items are versions, so it never changes."""

    id: int
    series: str
    number: int
    #: Region, period, language, zone, and [[announcement id, version], …] in order.
    content: dict[str, Any]
    edition: Edition
    #: Why no broadcast was planned of it.
    note: str | None
    created_at: datetime

    @property
    def name(self) -> str:
        """How staff know it: ``Kisumu weekly 3``."""
        return f"{self.series} {self.number}"

    @property
    def language(self) -> str:
        """The language it is told in."""
        return str(self.content["language"])

    @property
    def expires_at(self) -> datetime:
        """When its period is over (UTC)."""
        return end_of_day(self.edition.period_to, self.content["timezone"])


def add_series(
    connection: Connection,
    name: str,
    plan: SeriesPlan,
    recurrence: Recurrence,
    *,
    next_at: int,
    created_by: int,
    now: datetime,
) -> Series:
    """Store a series. Raises InputError where the name is taken."""
    known = select(series.c.id).where(series.c.name == name)
    if connection.execute(known).first():
        raise InputError([Problem("name", f"“{name}” is taken. Choose another.")])
    statement = insert(series).values(
        name=name,
        plan=plan.model_dump(mode="json", exclude_defaults=True),
        rule=recurrence.rule,
        wall_time=recurrence.start.isoformat(timespec="minutes"),
        timezone=recurrence.timezone,
        next_at=next_at,
        created_by=created_by,
        created_at=now,
    )
    return _one(
        connection,
        select(series).where(series.c.id == inserted_id(connection, statement)),
    )


def all_series(connection: Connection) -> list[Series]:
    """Every series, by name."""
    rows = connection.execute(select(series).order_by(series.c.name))
    return [_series(row) for row in rows]


def series_by_name(connection: Connection, name: str) -> Series:
    """The series of that name. Raises InputError."""
    row = connection.execute(select(series).where(series.c.name == name)).first()
    if row is None:
        names = ", ".join(found.name for found in all_series(connection)) or "none yet"
        raise InputError(f"There is no series “{name[:120]}”. There are: {names}.")
    return _series(row)


def due(connection: Connection, now: int) -> list[int]:
    """The ids of series of which an edition is due."""
    rows = connection.execute(
        select(series.c.id).where(series.c.next_at <= now).order_by(series.c.id)
    )
    return [row.id for row in rows]


def locked_series(connection: Connection, key: int) -> Series:
    """A series; no other transaction changes it before this one ends."""
    return _one(connection, select(series).where(series.c.id == key).with_for_update())


def set_next(connection: Connection, key: int, next_at: int | None) -> None:
    """Say when its next edition is due; None: never."""
    connection.execute(update(series).where(series.c.id == key).values(next_at=next_at))


def skip(connection: Connection, found: Series, now: datetime) -> None:
    """Go on with the next time of a series, whatever is due now."""
    following = found.recurrence.first_from(now + timedelta(seconds=1))
    set_next(connection, found.id, int(following.at.timestamp()) if following else None)


def add_edition(
    connection: Connection,
    of: Series,
    occurrence: str,
    day: date,
    items: Sequence[Version],
    now: datetime,
) -> StoredEdition | None:
    """Store the series' next edition; None where the occurrence has one already."""
    mine = editions.c.series_id == of.id
    if connection.execute(
        select(editions.c.id).where(mine, editions.c.occurrence == occurrence)
    ).first():
        return None
    last = connection.execute(select(func.max(editions.c.number)).where(mine)).scalar()
    first_day, last_day = of.plan.period(day)
    content = {
        "region": of.plan.place,
        "period_from": first_day.isoformat(),
        "period_to": last_day.isoformat(),
        "language": of.plan.language,
        "timezone": of.recurrence.timezone,
        "items": named(items),
    }
    statement = insert(editions).values(
        series_id=of.id,
        number=(last or 0) + 1,
        occurrence=occurrence,
        content=content,
        created_at=now,
    )
    return by_id(connection, inserted_id(connection, statement))


def named(items: Sequence[Version]) -> list[list[str | int]]:
    """Versions as an edition keeps them."""
    return [[version.ref, version.number] for version in items]


def set_items(
    connection: Connection, found: StoredEdition, items: Sequence[Version]
) -> StoredEdition:
    """Change what an edition that has not gone out tells of."""
    content = {**found.content, "items": named(items)}
    connection.execute(
        update(editions).where(editions.c.id == found.id).values(content=content)
    )
    return by_id(connection, found.id)


def note(connection: Connection, key: int, text: str) -> None:
    """Keep why no broadcast was planned of an edition."""
    connection.execute(update(editions).where(editions.c.id == key).values(note=text))


def by_id(connection: Connection, key: int) -> StoredEdition:
    """The edition with that id. Raises InputError if there is none."""
    row = connection.execute(_editions().where(editions.c.id == key)).first()
    if row is None:
        raise InputError(f"There is no edition {key}.")
    return _edition(connection, row)


def of_series(connection: Connection, key: int, most: int = 50) -> list[StoredEdition]:
    """The editions of a series, newest first."""
    rows = connection.execute(
        _editions()
        .where(editions.c.series_id == key)
        .order_by(editions.c.number.desc())
        .limit(most)
    )
    return [_edition(connection, row) for row in rows]


def names(connection: Connection, keys: Sequence[int | None]) -> dict[int | None, str]:
    """How staff know editions: ``Kisumu weekly 3``, by their ids."""
    wanted = {key for key in keys if key is not None}
    rows = connection.execute(_editions().where(editions.c.id.in_(wanted)))
    return {row.id: f"{row.series} {row.number}" for row in rows}


def broadcast_codes(connection: Connection, keys: Sequence[int]) -> dict[int, str]:
    """The broadcast of each edition that has one."""
    rows = connection.execute(
        select(broadcasts.c.edition_id, broadcasts.c.code).where(
            broadcasts.c.edition_id.in_(keys)
        )
    )
    return {row.edition_id: row.code for row in rows}


def _editions() -> Select[Any]:
    return select(editions, series.c.name.label("series")).join(
        series, series.c.id == editions.c.series_id
    )


def _one(connection: Connection, query: Select[Any]) -> Series:
    return _series(connection.execute(query).one())


def _series(row: Row[Any]) -> Series:
    return Series(
        id=row.id,
        name=row.name,
        plan=SeriesPlan.model_validate(row.plan),
        recurrence=Recurrence(
            rule=row.rule,
            start=datetime.fromisoformat(row.wall_time),
            timezone=row.timezone,
        ),
        next_at=row.next_at,
        created_by=row.created_by,
    )


def _edition(connection: Connection, row: Row[Any]) -> StoredEdition:
    content = row.content
    items = (
        announcements.get(connection, ref, number) for ref, number in content["items"]
    )
    return StoredEdition(
        id=row.id,
        series=row.series,
        number=row.number,
        content=content,
        edition=Edition(
            number=row.number,
            region=content["region"],
            period_from=content["period_from"],
            period_to=content["period_to"],
            items=tuple(item.announcement for item in items),
        ),
        note=row.note,
        created_at=row.created_at,
    )
