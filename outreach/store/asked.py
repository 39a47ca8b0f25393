"""Enquiries counted: how many came, what became of them, how long an answer took."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from sqlalchemy import ColumnElement, Connection, func, select

from outreach.model.enquiry import Kind, State
from outreach.store.tables import enquiries, enquiry_topics, organisations

_E, _O = enquiries.c, organisations.c
#: What enquiries are told apart by.
By: TypeAlias = Literal["topic", "announcement", "kind"]
_SECONDS_A_DAY = 86_400


@dataclass(frozen=True, slots=True, kw_only=True)
class Over:
    """Which enquiries: those that came from ``start`` on and before ``end``, about any of
    the announcements ``refs``, of organisations there; None: all.
    """

    start: datetime | None = None
    end: datetime | None = None
    refs: tuple[str, ...] | None = None
    region: str | None = None
    category: str | None = None


@dataclass(frozen=True, slots=True)
class Number:
    """Enquiries with one label (None: without any), of one kind and in one state."""

    label: str | None
    kind: Kind
    state: State
    number: int


def numbers(connection: Connection, by: By, over: Over) -> list[Number]:
    """Enquiries by topic, announcement or kind. One with two topics counts for both."""
    label: ColumnElement[str] = {
        "topic": enquiry_topics.c.topic,
        "announcement": _E.announcement_id,
        "kind": _E.kind,
    }[by]
    query = select(label, _E.kind, _E.state, func.count()).select_from(enquiries)
    if by == "topic":
        mine = enquiry_topics.c.enquiry_id == _E.id
        query = query.join(enquiry_topics, mine, isouter=True)
    rows = connection.execute(
        query.where(*_within(over)).group_by(label, _E.kind, _E.state)
    )
    return [Number(*row) for row in rows]


def days_to_answer(connection: Connection, over: Over) -> dict[Kind, list[float]]:
    """From when each that was answered came until it was, in days, by kind."""
    rows = connection.execute(
        select(_E.kind, _E.asked_at, _E.done_at).where(
            *_within(over), _E.state == "answered"
        )
    )
    found: dict[Kind, list[float]] = {}
    for row in rows:
        seconds = max(0.0, (row.done_at - row.asked_at).total_seconds())
        found.setdefault(row.kind, []).append(seconds / _SECONDS_A_DAY)
    return found


def _within(over: Over) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if over.start is not None:
        found.append(_E.asked_at >= over.start)
    if over.end is not None:
        found.append(_E.asked_at < over.end)
    if over.refs is not None:
        found.append(_E.announcement_id.in_(over.refs))
    chosen = ((_O.region, over.region), (_O.category, over.category))
    if parts := [column == value for column, value in chosen if value is not None]:
        found.append(_E.organisation_id.in_(select(_O.id).where(*parts)))
    return found
