"""Series: at each of its times the next edition is assembled, and waits for approval."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from outreach import registry
from outreach.dispatch import approval, plan
from outreach.dispatch.prospects import variants
from outreach.dispatch.request import Request
from outreach.dispatch.when import When
from outreach.model.errors import CannotCarry, InputError, Problem
from outreach.model.problems import problems_of
from outreach.model.recurrence import Recurrence
from outreach.model.series import SeriesPlan
from outreach.model.words import clean
from outreach.settings import Settings
from outreach.store import Connection, audiences, editions, picking, users
from outreach.store.audit import Actor, record
from outreach.store.editions import Series, StoredEdition

LONGEST_NAME = 120


def edition_channels() -> tuple[str, ...]:
    """The channels that make something of an edition."""
    return tuple(
        name
        for name, channel in registry.plugins().channels.items()
        if any("edition" in variant.of for variant in channel.variants)
    )


def read_plan(values: Mapping[str, Any]) -> SeriesPlan:
    """What was asked for; what is empty counts as not given. Raises InputError."""
    given = {name: values.get(name) for name in SeriesPlan.model_fields}
    try:
        return SeriesPlan.model_validate(
            {
                name: _cleaned(name, v)
                for name, v in given.items()
                if v not in ("", None)
            }
        )
    except ValidationError as error:
        raise InputError(problems_of(error, SeriesPlan)) from None


def start(
    connection: Connection,
    name: str,
    wanted: SeriesPlan,
    recurrence: Recurrence,
    actor: Actor,
    now: datetime,
) -> Series:
    """Store a series. Raises InputError naming what is wrong with it."""
    _check(connection, name, wanted)
    first = recurrence.first_from(now)
    if first is None:
        raise InputError([Problem("every", "has no time left. Choose a later end.")])
    made = editions.add_series(
        connection,
        name,
        wanted,
        recurrence,
        next_at=int(first.at.timestamp()),
        created_by=actor.user_id,
        now=now,
    )
    record(connection, actor, now, "start series", name)
    return made


def stop(connection: Connection, name: str, actor: Actor, now: datetime) -> None:
    """Assemble no more editions of a series. Raises InputError."""
    found = editions.series_by_name(connection, name)
    editions.set_next(connection, found.id, None)
    record(connection, actor, now, "stop series", name)


def issue(connection: Connection, settings: Settings, key: int, now: datetime) -> bool:
    """Assemble the edition of a series that is due; False if another process has, or there
    is nothing to announce. Of several missed times only the latest counts.
    """
    series = editions.locked_series(connection, key)
    if series.next_at is None or series.next_at > now.timestamp():
        return False
    latest = series.recurrence.last_until(now)
    editions.skip(connection, series, now)
    if latest is None:
        return False
    day = latest.wall.date()
    items = picking.pick(connection, series, day, now)
    if not items:
        record(connection, None, now, "no edition", series.name, day=day.isoformat())
        return False
    made = editions.add_edition(connection, series, latest.key, day, items, now)
    if made:
        _plan(connection, settings, series, made, now)
    return made is not None


def _plan(
    connection: Connection,
    settings: Settings,
    series: Series,
    made: StoredEdition,
    now: datetime,
) -> None:
    """A broadcast of the edition that waits for approval, or a note why there is none."""
    author = users.user_by_id(connection, series.created_by).acting_from("schedule")
    request = Request(
        edition=made.id,
        channels=series.plan.channels,
        audience=series.plan.audience,
        when=When(timezone=series.recurrence.timezone),
        by_need=series.plan.by_need,
        layout=series.plan.layout,
    )
    try:
        with connection.begin_nested():
            planned = plan.plan(connection, settings, request, author, now)
    except InputError as error:
        editions.note(connection, made.id, str(error))
        record(connection, None, now, "edition not planned", made.name, why=str(error))
        return
    approval.settle_approval(connection, settings, planned)
    record(connection, None, now, "edition", made.name, broadcast=planned.code)


def _check(connection: Connection, name: str, wanted: SeriesPlan) -> None:
    if not name.strip() or len(name) > LONGEST_NAME:
        message = f"must have 1 to {LONGEST_NAME} characters."
        raise InputError([Problem("name", message)])
    if audiences.audience(connection, wanted.audience).rule.told:
        message = "is only for what has an earlier version. Choose another."
        raise InputError([Problem("audience", message)])
    registry.labelled(wanted.labels)
    for channel in wanted.channels:
        try:
            variants(registry.channel(channel), "edition", ())
        except CannotCarry as error:
            raise InputError(
                [Problem("channels", f"has one too many. {error}")]
            ) from None


def _cleaned(name: str, value: Any) -> Any:
    try:
        if isinstance(value, list | tuple):
            return tuple(map(_line, value))
        return _line(value)
    except ValueError as error:
        raise InputError([Problem(name, str(error))]) from None


def _line(value: Any) -> Any:
    return clean(value.strip())[0] if isinstance(value, str) else value
